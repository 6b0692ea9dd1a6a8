"""Commands and numbers as they are typed; whatever else is typed is words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.matrix.payload import payload_of
from adapters.matrix.reading.acts import chosen, invoked
from adapters.matrix.reading.messages import Where, read
from adapters.matrix.reading.relations import Answered, answered_by
from adapters.matrix.reading.typed import Typed, command_in, keycap_in, number_in, words_of
from bot.model.events import texts_of
from bot.ports.menu import Entry
from bot.ui.reply import Button
from tests.wire.matrix.bot import Now
from tests.wire.matrix.test_reading import ODD

US = "@porch:hs.test"
WHERE = Where("!room", US, our_name="Porch Light")
WORDS = words_of(
    (
        Entry("help-me-now", {"en": "help-me-now", "de": "hilf-mir"}, {}, {}, words=("helpmenow",)),
        Entry("help", {"en": "help", "de": "hilfe"}, {}, {}),
        Entry("worried", {"en": "I'm worried about this message"}, {}, {}, on_message=True),
    )
)
PILL = f'<a href="https://matrix.to/#/{US}">Porch</a>'
MENTIONED: dict[str, object] = {"m.mentions": {"user_ids": [US]}}


def typed(text: str, **content: object) -> tuple[str, str] | None:
    """The command in a message, and what follows it."""
    content = {"msgtype": "m.text", "body": text, **content}
    found = command_in(payload_of(content), text, WHERE, WORDS)
    return None if found is None else (found.name, found.rest)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("!help", ("help", "")),
        ("!HELP me", ("help", "me")),
        ("  !help-me-now I cannot\ngo on  ", ("help-me-now", "I cannot\ngo on  ")),
        ("!vent\nit is\n\nso much", ("vent", "it is\n\nso much")),
        ("\uff01hilfe", ("hilfe", "")),
        ("!ack 42", ("ack", "42")),
        ("!kms", ("kms", "")),
        ("!", None),
        ("! help", None),
        ("!\nhelp", None),
        ("!!! help", None),
        ("!?", None),
        ("help", None),
        ("say !help", None),
        ("/help", None),
        ("!" + "x" * 200, None),
    ],
)
def test_a_command_is_a_mark_with_a_word_behind_it(
    text: str, command: tuple[str, str] | None
) -> None:
    assert typed(text) == command


@pytest.mark.parametrize(
    ("text", "content", "command"),
    [
        (f"{US} help", {}, ("help", "")),
        (f"{US}: Hilfe, bitte", {}, None),
        (f"{US}: hilfe bitte", {}, ("hilfe", "bitte")),
        ("porch light: help", {}, ("help", "")),
        ("Porch Light help me now", MENTIONED, ("help-me-now", "")),
        ("Porch Light !ack 3", MENTIONED, ("ack", "3")),
        ("porch, helpmenow", {}, ("helpmenow", "")),
        ("porch help is good", {}, None),
        ("porch light is on", MENTIONED, None),
        ("Porch Light: I am so tired", MENTIONED, None),
        ("help Porch Light", MENTIONED, None),
        ("help", MENTIONED, None),
        ("[Porch](https://matrix.to/#/@x) help", {"formatted_body": f"{PILL}: help"},
         ("help", "")),
        ("Porch Light help", {"formatted_body": f"<p>{PILL} help</p>"}, ("help", "")),
        ("Ben help", {"formatted_body": '<a href="https://matrix.to/#/@b:x">Ben</a> help'}, None),
    ],
)  # fmt: skip
def test_our_name_with_a_command_behind_it_is_one_and_with_words_is_words(
    text: str, content: dict[str, object], command: tuple[str, str] | None
) -> None:
    assert typed(text, **content) == command


def test_a_described_command_is_taken_where_it_is_meant_for_us() -> None:
    told = {"command": "checkin", "arguments": {"mood": "2", "odd": ["x"]}}
    content = payload_of({"body": "checkin", "org.matrix.msc4391.command": told, **MENTIONED})
    found = command_in(content, "checkin", WHERE, WORDS)
    assert found == Typed("checkin", answers=(("mood", "2"),))
    assert command_in({**content, "m.mentions": {}}, "checkin", WHERE, WORDS) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", 1), (" 2. ", 2), ("12", 12), ("3)", 3), ("2\ufe0f\u20e3", 2), ("show", "show"),
        ("Show.", "show"), ("0", None), ("123", None), ("-1", None), ("1 2", None),
        ("\u00b2", None), ("\u0663", None), ("", None), ("two", None), ("show me", None),
        ("1" * 5000, None),
    ],
)  # fmt: skip
def test_a_number_alone_is_an_answer(text: str, number: int | str | None) -> None:
    assert number_in(text) == number


def test_a_keycap_is_a_number_and_no_other_sign_is() -> None:
    assert [keycap_in(f"{n}\ufe0f\u20e3") for n in range(1, 10)] == list(range(1, 10))
    assert keycap_in("3\u20e3") == 3
    odd = ("", "3", "0\ufe0f\u20e3", "\U0001f51f", "33\u20e3", "\u20e3", "x", "#\ufe0f\u20e3")
    assert not any(map(keycap_in, odd))


def test_show_asks_for_what_is_hidden_and_a_number_for_that_choice() -> None:
    choices = (Button("crisis.take", "I've got this", "7"), Button("crisis.show", "Show", "7"))
    assert [chosen(choices, one) for one in (1, 2, 3, "show")] == [*choices, None, choices[1]]
    assert chosen(choices[:1], "show") is None
    assert chosen((), 1) is None


@pytest.mark.parametrize(
    ("relates", "answers"),
    [
        ({"m.in_reply_to": {"event_id": "$1"}}, Answered("$1")),
        ({"rel_type": "m.thread", "event_id": "$0", "m.in_reply_to": {"event_id": "$1"}},
         Answered("$1", "$0")),
        ({"rel_type": "m.thread", "event_id": "$0", "is_falling_back": True,
          "m.in_reply_to": {"event_id": "$1"}}, Answered("", "$0")),
        ({"m.in_reply_to": {"event_id": "1"}}, Answered()),
        ({"m.in_reply_to": {"event_id": "$\ud83d"}}, Answered()),
        ({"m.in_reply_to": {"event_id": ["$1"]}}, Answered()),
        ({"m.in_reply_to": "$1", "rel_type": []}, Answered()),
        ([], Answered()),
    ],
)  # fmt: skip
def test_what_a_message_answers(relates: object, answers: Answered) -> None:
    assert answered_by(payload_of({"m.relates_to": relates})) == answers


@pytest.mark.parametrize(
    "content",
    [
        {"body": "!vent one", "formatted_body": "!vent one <b>two</b>"},
        {"body": "!vent one", "filename": "two.png"},
        {"body": "Porch: help one", "formatted_body": "two"},
        {"body": "help", "org.matrix.msc4391.command": {"command": "help"}, "filename": "two",
         "formatted_body": "one", **MENTIONED},
    ],
)  # fmt: skip
def test_what_stands_beside_a_command_is_assessed_with_it(content: dict[str, object]) -> None:
    raw = {"type": "m.room.message", "event_id": "$1", "content": content}
    said = read(raw, WHERE, Now())
    assert said is not None
    found = command_in(payload_of(content), said.text, WHERE, WORDS)
    assert found is not None
    texts = "\n".join(texts_of(invoked(said, found)))
    assert "one" in texts
    assert "two" in texts


def test_what_a_command_says_twice_is_assessed_once() -> None:
    content = {"body": "!vent **no**", "formatted_body": "!vent <b>no</b>"}
    said = read({"type": "m.room.message", "event_id": "$1", "content": content}, WHERE, Now())
    assert said is not None
    found = command_in(payload_of(content), said.text, WHERE, WORDS)
    assert found is not None
    assert texts_of(invoked(said, found)) == ("**no**",)


@given(ODD, st.text(max_size=60))
def test_no_json_and_no_text_breaks_it(odd: object, text: str) -> None:
    content = payload_of(odd)
    for one in (text, f"!{text}", f"{US} {text}"):
        command_in(content, one, WHERE, WORDS)
        command_in({**content, "formatted_body": f"{PILL} {text}"}, one, WHERE, WORDS)
    number_in(text)
    keycap_in(text)
    answered_by(content)


@given(st.from_regex(r"[a-z][a-z-]{0,20}", fullmatch=True), st.text(min_size=1, max_size=60))
def test_of_what_is_typed_behind_a_command_nothing_is_lost(name: str, rest: str) -> None:
    found = typed(f"!{name} {rest}")
    assert found is not None
    assert found == (name, rest.lstrip())
