"""Replies as bodies: whole, within Discord's limits, calling nobody by chance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.drawing.content import Ways, content_of, mentions_of
from adapters.discord.drawing.message import bodies_of, body_of, split
from adapters.discord.drawing.modal import modal_of
from adapters.discord.drawing.names import LONGEST, action_of, custom_id
from adapters.discord.drawing.trace import is_traced, traced, untraced
from bot.model.people import Member, Platform, Role, Room
from bot.ui.form import Form, Kind, Question
from bot.ui.reply import Button, Reply, channel, mention, quoted

WAYS = Ways({"help": "123"}, {Role.MODERATOR: ("55",)})
ANA = Member(Platform.DISCORD, "7", "ana")
LIMIT = 2_000


@given(st.text(max_size=9_000))
def test_a_long_text_comes_whole_in_parts_that_fit(text: str) -> None:
    parts = split(text)
    assert "".join("".join(parts).split()) == "".join(text.split())
    for body in bodies_of(Reply(text), WAYS):
        assert len(str(traced(body, "a-key")["content"])) <= LIMIT


def test_marks_become_discords_own() -> None:
    text = f"{mention(ANA)} in {channel(Room(Platform.DISCORD, '5', '#general'))}: use </help>"
    assert content_of(Reply(text), WAYS) == "<@7> in <#5>: use </help:123>"
    far = mention(Member(Platform.MATRIX, "@ana:x", "ana"))
    assert content_of(Reply(f"{far} says </unknown>"), WAYS) == "ana (matrix) says /unknown"


def test_only_those_are_called_whom_a_reply_calls() -> None:
    reply = Reply(f"{mention(ANA)} <@&99> @everyone", calls=(Role.MODERATOR,))
    assert mentions_of(reply, WAYS) == {"parse": [], "users": [], "roles": ["55"]}
    assert content_of(reply, WAYS).startswith("<@&55>\n")


@given(st.text())
def test_what_a_person_wrote_names_nobody(words: str) -> None:
    shown = content_of(Reply(quoted(words)), WAYS)
    assert "<@" not in shown
    assert "</" not in shown


def test_hidden_words_cannot_end_their_spoiler() -> None:
    shown = content_of(Reply("card", hidden="a || b"), WAYS)
    assert shown.count("||") == 2
    long = str(body_of(Reply("card", hidden="word " * 900), WAYS)["content"])
    assert len(long) <= LIMIT
    assert long.count("||") == 2


@given(st.text(max_size=100), st.text(min_size=1, max_size=24), st.booleans())
def test_a_message_is_found_by_its_key_alone(text: str, key: str, pressed: bool) -> None:  # noqa: FBT001
    buttons = (Button("a.b", "Press"),) if pressed else ()
    (body,) = bodies_of(Reply(text, buttons), WAYS)
    sent = traced(body, key)
    assert is_traced(sent, key)
    assert not is_traced(sent, f"{key}-other")
    if not pressed:
        assert untraced(sent)[0] == body["content"]


@pytest.mark.parametrize("given_", [("a.b", ""), ("a.b", "about"), ("a.b", "about", "x")])
def test_names_of_buttons_come_back(given_: tuple[str, ...]) -> None:
    assert action_of(custom_id(*given_)) == (*given_, "", "")[:3]


def test_a_name_that_does_not_fit_is_refused_rather_than_cut() -> None:
    with pytest.raises(ValueError, match=r"a\.b"):
        custom_id("a.b", "x" * LONGEST)


def test_a_form_with_more_questions_than_a_modal_holds_is_refused() -> None:
    asked = tuple(Question(f"q{n}", "Why?", Kind.LINE, required=False) for n in range(6))
    with pytest.raises(ValueError, match=r"a\.b"):
        modal_of(Form("title", "a.b", asked))


def test_a_long_question_stands_whole_beside_its_label() -> None:
    label = "What would you like the others to know about what happened to you?"
    (part,) = modal_of(Form("t", "a.b", (Question("q", label, Kind.LINE, required=True),)))[
        "components"
    ]
    assert len(part["label"]) <= 45
    assert part["description"] == label
