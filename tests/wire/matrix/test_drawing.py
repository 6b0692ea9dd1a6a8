"""Replies as Matrix shows them: never more mentions, links or HTML than we mean."""

import json
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from adapters.matrix.choices import KEY, choices_in
from adapters.matrix.drawing.content import (
    LONGEST,
    MOST_BYTES,
    Content,
    Drawing,
    contents_of,
    edit_of,
    size_of,
    split,
)
from adapters.matrix.drawing.text import EITHER, named
from adapters.matrix.drawing.trace import is_traced, traced, transaction_of
from adapters.matrix.payload import payload_of
from adapters.memory.faces import draw
from bot.model.people import Member, MessageRef, Platform, Role, Room
from bot.ui.form import Choice, Form, Kind, Question
from bot.ui.reply import Button, File, Reply, channel, mention, quoted

MO, LIA = Member(Platform.MATRIX, "@mo:hs.test", "mo"), Member(Platform.DISCORD, "1200", "lia")
HALL = Room(Platform.MATRIX, "!hall:hs.test", "#general")
HERE = Drawing("!room:hs.test", lambda role: ("@kit:hs.test",) if role is Role.MODERATOR else ())
EVERYTHING = st.text(st.characters() | st.sampled_from('<>&"@#|:/!\n\0\ud800*`'), max_size=300)
NASTY = EVERYTHING | st.sampled_from([
    "<b>bold</b>", "<@matrix:@evil:x|evil>", "</help>", "<#matrix:!x|#y>", "@room", "&lt;b&gt;",
    '"><img src=x onerror=1>', "<@matrix:@a:b|<script>>",
])  # fmt: skip
BUTTON = st.builds(Button, st.just("a.b"), NASTY, st.just("about"))
BUTTONS = st.lists(BUTTON, max_size=4).map(tuple)
CALLED = st.sampled_from([MO, LIA, Role.MODERATOR, Role.LISTENER])
REPLIES = st.builds(
    Reply, NASTY.map(quoted), BUTTONS, files=st.lists(
        st.builds(File, st.just("x.json"), NASTY), max_size=1).map(tuple),
    hidden=st.none() | NASTY, reveal=st.just(Button("a.show", "Show")),
    calls=st.lists(CALLED, max_size=3).map(tuple),
    voice=st.sampled_from(["", "Quiet Heron", "A & B"]),
)  # fmt: skip
ALLOWED = {"a", "br", "strong"}


class Tags(HTMLParser):
    """Every tag with its attributes, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag."""
        self.tags.append((tag, dict(attrs)))
        self.text += "\n" if tag == "br" else ""

    def handle_data(self, data: str) -> None:
        """A text."""
        self.text += data


def whole(reply: Reply) -> list[Content]:
    """Every content that could be sent for it."""
    return [*contents_of(reply, HERE), edit_of(reply, HERE, "$event")]


def drawn(reply: Reply) -> str:
    """All of it as a person reads it."""
    return "\n".join(str(one["body"]) for one in contents_of(reply, HERE))


@given(REPLIES)
def test_any_text_gives_content_that_an_event_can_carry(reply: Reply) -> None:
    for content in whole(reply):
        assert json.loads(json.dumps(content, ensure_ascii=False).encode()) == content
        assert size_of(content) <= MOST_BYTES
        assert content["msgtype"] == "m.text"
        assert content["body"]


@given(REPLIES)
def test_nobody_is_mentioned_who_is_not_called(reply: Reply) -> None:
    called = {"@mo:hs.test"} & {one.id for one in reply.calls if isinstance(one, Member)}
    called |= {"@kit:hs.test"} & {"@kit:hs.test" for one in reply.calls if one is Role.MODERATOR}
    contents = whole(reply)
    for content in contents:
        told = payload_of(content["m.mentions"])
        assert told.keys() <= {"user_ids"}
        assert set(told.get("user_ids", ())) <= called
    for content in (contents[0], contents[-1]):
        assert set(payload_of(content["m.mentions"]).get("user_ids", ())) == called


@given(REPLIES)
def test_no_html_is_anybodys_but_ours_and_says_what_the_plain_text_says(reply: Reply) -> None:
    for content in whole(reply):
        told = payload_of(content.get("m.new_content")) or content
        html = Tags(str(told.get("formatted_body", "")))
        assert {tag for tag, _ in html.tags} <= ALLOWED
        for tag, attrs in html.tags:
            if tag == "a":
                assert not reply.voice
                assert attrs == {"href": "https://matrix.to/#/@mo:hs.test"}
        if "formatted_body" in told:
            assert html.text == told["body"]


@given(NASTY)
def test_what_is_hidden_is_nowhere(words: str) -> None:
    marked = f"SECRET{words}SECRET"
    reply = Reply("card", hidden=marked, reveal=Button("a.show", "Show", "7"))
    assert "SECRET" not in json.dumps(whole(reply))
    assert drawn(reply) == "card\n1. Show"
    assert choices_in(contents_of(reply, HERE)[-1]) == (Button("a.show", "Show", "7"),)


@given(REPLIES)
def test_it_says_what_the_pretended_matrix_says(reply: Reply) -> None:
    buttons = tuple(replace(one, label=quoted(one.label)) for one in reply.buttons)
    bare = replace(reply, buttons=buttons, files=(), voice="")
    ours = drawn(bare).replace("\u200b", "")
    theirs = sayable(draw(bare, Platform.MATRIX).text).replace("\u200b", "")
    assert ours.lstrip("\n") == theirs.lstrip("\n")  # nothing but signs that nobody can say


def sayable(text: str) -> str:
    return re.sub("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", "", text)


@given(st.text("ab \n<@matrix:1|x>", min_size=LONGEST - 50, max_size=LONGEST + 500))
def test_parts_lose_no_word_and_cut_no_mark(words: str) -> None:
    mark = mention(MO)
    text = f"{words}{mark}{words}"
    parts = split(text)
    assert re.sub(r"\s", "", "".join(parts)) == re.sub(r"\s", "", text)
    assert sum(part.count(mark) for part in parts) == text.count(mark)
    assert all(0 < len(part) <= LONGEST for part in parts[:-1])


def test_marks_are_names_and_links_to_what_is_here() -> None:
    (content,) = contents_of(
        Reply(f"{mention(MO)} and {mention(LIA)} in {channel(HALL)}: </help>"), HERE
    )
    assert content["body"] == "@mo and lia (discord) in #general: !help"
    assert content["formatted_body"] == (
        '<a href="https://matrix.to/#/@mo:hs.test">@mo</a> and lia (discord) in '
        '<a href="https://matrix.to/#/!hall:hs.test">#general</a>: !help'
    )


def test_a_room_that_settings_name_by_its_id_is_shown_by_its_name() -> None:
    def called(room: str) -> str:
        return "Moderators|<#matrix:!x|y>" if room == "!staff" else ""

    how = replace(HERE, names=called)
    rooms = [channel(Room(Platform.MATRIX, one)) for one in ("!staff", "!lost")]
    reply = Reply(f"Rooms: {', '.join(rooms)}, {channel(HALL)}")
    (content,) = contents_of(reply, how)
    assert content["body"] == "Rooms: #Moderators#matrix:!xy, #!lost, #general"
    assert "Moderators" in str(payload_of(edit_of(reply, how, "$e")["m.new_content"])["body"])


def test_plain_words_need_no_html() -> None:
    (content,) = contents_of(Reply("a < b\n& c"), HERE)
    assert content == {"msgtype": "m.text", "body": "a < b\n& c", "m.mentions": {}}


def test_a_pseudonym_is_a_profile_with_its_name_in_bold_and_no_link() -> None:
    text = f"Quiet Heron says, anonymously:\n{quoted(mention(MO))}"
    (content,) = contents_of(Reply(text, voice="Quiet Heron"), HERE)
    assert content["com.beeper.per_message_profile"] == {
        "id": "Quiet Heron", "displayname": "Quiet Heron", "has_fallback": True,
    }  # fmt: skip
    assert content["body"] == text
    assert str(content["formatted_body"]).startswith(
        "<strong data-mx-profile-fallback>Quiet Heron</strong> says, anonymously:<br>"
    )
    assert "<a " not in str(content["formatted_body"])
    (other,) = contents_of(Reply("hello", voice="Quiet Heron"), HERE)
    assert other["body"] == "Quiet Heron: hello"


def test_two_posts_of_one_author_are_as_alike_as_their_pseudonym() -> None:
    one, two = (contents_of(Reply("hm", voice="Quiet Heron"), HERE) for _ in range(2))
    assert one == two


def test_a_form_is_drawn_as_its_questions() -> None:
    choices = (Choice("1", "bad"), Choice("5", "good"))
    mood = Question("mood", "How is it?", Kind.CHOICE, required=True, choices=choices)
    form = Form("Today", "checkin.save", (mood,))
    (content,) = contents_of(Reply("Hello", form=form), HERE)
    assert content["body"] == "Hello\nToday\nmood: How is it? (1 bad, 5 good)"
    assert content["body"] == draw(Reply("Hello", form=form), Platform.MATRIX).text


def test_an_edit_shows_what_it_is_where_edits_are_not_known_and_keeps_its_choices() -> None:
    edit = edit_of(Reply("two", (Button("a.b", "This"),), calls=(MO,)), HERE, "$one")
    assert edit["body"] == "* @mo\ntwo\n1. This"
    assert payload_of(edit["m.new_content"])["body"] == "@mo\ntwo\n1. This"
    assert edit["m.mentions"] == {"user_ids": ["@mo:hs.test"]}
    assert payload_of(edit["m.relates_to"])["event_id"] == "$one"
    assert choices_in(edit) == (Button("a.b", "This"),)
    assert payload_of(edit_of(Reply("three"), HERE, "$one")["m.new_content"])[KEY] == []


def test_a_long_edit_is_cut_where_everybody_sees_it_and_keeps_its_choices() -> None:
    long = Reply("word " * 4_000, (Button("a.b", "This"),))
    new = payload_of(edit_of(long, HERE, "$one")["m.new_content"])
    assert new["body"].endswith("\u2026\n1. This")


def test_what_it_answers_is_named_in_its_own_room_alone() -> None:
    here, there = (MessageRef(Room(Platform.MATRIX, id_), "$1") for id_ in (HERE.room, "!other"))
    (content,) = contents_of(Reply("hm", answers=here), HERE)
    assert content["m.relates_to"] == {"m.in_reply_to": {"event_id": "$1"}}
    assert "m.relates_to" not in contents_of(Reply("hm", answers=there), HERE)[0]


def test_a_key_is_told_by_its_trace_or_by_its_transaction_and_is_in_neither() -> None:
    sent_as = {"transaction_id": transaction_of("!room", "the-key")}
    assert is_traced("!room", traced("the-key"), {}, "the-key")
    assert not is_traced("!room", traced("another-key"), {}, "the-key")
    assert "the-key" not in str(traced("the-key"))
    assert is_traced("!room", {}, sent_as, "the-key")
    assert not is_traced("!other", {}, sent_as, "the-key")
    assert not is_traced("!room", {}, {}, "the-key")
    assert "the-key" not in transaction_of("!room", "the-key")
    assert unescape(named("</help>")) == "!help"
    assert EITHER.fullmatch(mention(MO))
