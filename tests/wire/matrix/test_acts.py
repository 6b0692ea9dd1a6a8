"""What people do on Matrix, as the engine hears it; from a homeserver that says what we like."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from adapters.matrix.choices import KEY, told
from adapters.matrix.hearing import patience
from adapters.matrix.listening import Listening
from bot.model.events import AnyEvent, Invoked, Joined, Left, Pressed, Said
from bot.ports.menu import Entry
from bot.ui.reply import Button
from tests.wire.discord.hearer import Hearer
from tests.wire.matrix.homeserver import (
    DM,
    ROOM,
    SPACE,
    US,
    Homeserver,
    Json,
    hearing_from,
    member,
    message,
)

TAKE, SHOW = Button("crisis.take", "I've got this", "7"), Button("crisis.show", "Show", "7")
POST = Button("vent.post", "Post it", "draft")
WITHIN_S = 20.0


class Knows(Hearer):
    """The engine of this test knows some commands."""

    def menu(self) -> Sequence[Entry]:
        """One of a message's menu, and one that is typed."""
        on = Entry("worried", {"en": "I'm worried about this message"}, {}, {}, on_message=True)
        return (Entry("help", {"en": "help"}, {}, {}), on)


class Scene:
    """The homeserver, the bot, and what was heard."""

    def __init__(self, server: Homeserver, hearer: Hearer, bot: Listening) -> None:
        self.server, self.hearer, self.bot, self._ends = server, hearer, bot, 0

    async def hears(self, room: str, *events: Json) -> list[AnyEvent]:
        """What the engine is told of these events, in order."""
        self.hearer.events.clear()
        self._ends += 1
        end = f"the end {self._ends}"
        last = message(f"$end{self._ends}", end, "@eve:hs.test")
        self.server.tell({room: [*events, last]})
        async with asyncio.timeout(WITHIN_S):
            while end not in self.hearer.said():  # noqa: ASYNC110 - it says nothing when done
                await asyncio.sleep(0.01)
        return [
            one for one in self.hearer.events if not (isinstance(one, Said) and one.text == end)
        ]

    async def hears_one(self, room: str, *events: Json) -> AnyEvent:
        """The only event that came of these."""
        (one,) = await self.hears(room, *events)
        return one


def ours(event: str, *choices: Button, thread: str = "") -> Json:
    """Something that we said."""
    content: Json = {KEY: told(choices)}
    if thread:
        content["m.relates_to"] = {"rel_type": "m.thread", "event_id": thread}
    return message(event, "ours", US, **content)


def answer(event: str, text: str, to: str) -> Json:
    """A reply."""
    content: Json = {"m.relates_to": {"m.in_reply_to": {"event_id": to}}}
    return message(event, text, **content)


def in_thread(event: str, text: str, root: str) -> Json:
    """Said in a thread, by a client that also tells an answer to those that know none."""
    relates = {
        "rel_type": "m.thread", "event_id": root, "is_falling_back": True,
        "m.in_reply_to": {"event_id": "$somebody"},
    }  # fmt: skip
    content: Json = {"m.relates_to": relates}
    return message(event, text, **content)


def edit(event: str, text: str, of: str, sender: str = "@ana:hs.test", **new: object) -> Json:
    """Something is said otherwise."""
    relates = {"rel_type": "m.replace", "event_id": of}
    content = {"m.new_content": {"msgtype": "m.text", "body": text, **new}}
    return message(event, f"* {text}", sender, **content, **{"m.relates_to": relates})


def reaction(event: str, key: str, to: str) -> Json:
    """A reaction of Ana's."""
    relates = {"rel_type": "m.annotation", "event_id": to, "key": key}
    return {**message(event, ""), "type": "m.reaction", "content": {"m.relates_to": relates}}


def press(event: AnyEvent) -> Button:
    """Which choice was made."""
    assert isinstance(event, Pressed), event
    assert event.answers is None
    return Button(event.action, "", event.about)


def same(button: Button) -> Button:
    """Without its label, which nobody presses."""
    return Button(button.action, "", button.about)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What failed is tried again soon."""
    monkeypatch.setattr(patience, "TRIES_S", (0.01,))
    monkeypatch.setattr(patience, "AGAIN_S", 0.02)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """A bot that has just begun."""
    server, hearer = Homeserver(), Knows()
    async with AsyncExitStack() as stack:
        bot = await stack.enter_async_context(hearing_from(server, tmp_path / "matrix", hearer))
        yield Scene(server, hearer, bot)


async def test_a_command_is_heard_in_rooms_and_in_private(scene: Scene) -> None:
    for room, direct in ((DM, True), (ROOM, False)):
        event = await scene.hears_one(room, message(f"$1{direct}", "!Help me"))
        assert isinstance(event, Invoked)
        assert (event.name, event.typed, event.direct) == ("help", "me", direct)
        assert event.who.name == "Ana"
        assert event.holds == {"held by @ana:hs.test"}
        assert event.position is not None
        assert event.id == f"matrix:$1{direct}"


async def test_an_edited_command_is_words(scene: Scene) -> None:
    event = await scene.hears_one(DM, edit("$2", "!help", "$1"))
    assert isinstance(event, Said)
    assert (event.text, event.edited) == ("!help", True)


async def test_what_a_bot_says_or_somebody_of_themselves_is_no_command(scene: Scene) -> None:
    for number, kind in enumerate(("m.notice", "m.emote")):
        event = await scene.hears_one(ROOM, message(f"${number}", "!help", msgtype=kind))
        assert isinstance(event, Said)


async def test_a_number_means_a_choice_of_our_newest_message(scene: Scene) -> None:
    first = await scene.hears_one(DM, ours("$1", POST), ours("$2", TAKE, SHOW), message("$3", "2."))
    assert press(first) == same(SHOW)
    assert press(await scene.hears_one(DM, message("$4", "show"))) == same(SHOW)
    for number, text in enumerate(("3", "two", "0")):
        assert isinstance(await scene.hears_one(DM, message(f"$w{number}", text)), Said)
    assert isinstance(await scene.hears_one(DM, ours("$6"), message("$7", "1")), Said)


async def test_what_we_say_while_somebody_types_is_not_what_they_answered(scene: Scene) -> None:
    scene.bot.choosing.note(DM, "$9", ours("$9", POST)["content"])
    event = await scene.hears_one(DM, ours("$1", TAKE), message("$2", "1"), ours("$9", POST))
    assert press(event) == same(TAKE)


async def test_an_edit_of_ours_has_the_choices_of_its_message(scene: Scene) -> None:
    new = {KEY: told((SHOW,))}
    changed = edit("$2", "new", "$1", US, **new)
    event = await scene.hears_one(ROOM, ours("$1", TAKE), changed, message("$3", "1"))
    assert press(event) == same(SHOW)
    gone = {**message("$4", "", US), "type": "m.room.redaction", "content": {"redacts": "$1"}}
    assert isinstance(await scene.hears_one(ROOM, gone, message("$5", "1")), Said)


async def test_a_reply_chooses_at_the_message_that_it_answers(scene: Scene) -> None:
    said = (ours("$1", TAKE), message("$2", "hello"), ours("$3", POST))
    hello, event = await scene.hears(ROOM, *said, answer("$4", "1", "$1"))
    assert isinstance(hello, Said)
    assert press(event) == same(TAKE)
    assert isinstance(await scene.hears_one(ROOM, answer("$5", "1", "$2")), Said)


async def test_in_a_thread_a_number_answers_what_we_said_there(scene: Scene) -> None:
    said = (ours("$1", POST), ours("$2", TAKE, thread="$1"), ours("$3", SHOW))
    assert press(await scene.hears_one(ROOM, *said, in_thread("$4", "1", "$1"))) == same(TAKE)
    assert press(await scene.hears_one(ROOM, in_thread("$5", "1", "$3"))) == same(SHOW)
    assert press(await scene.hears_one(ROOM, message("$6", "1"))) == same(SHOW)


async def test_a_number_with_other_words_behind_it_is_words(scene: Scene) -> None:
    event = await scene.hears_one(
        DM, ours("$1", TAKE), message("$2", "1", formatted_body="I cannot go on")
    )
    assert isinstance(event, Said)
    assert event.parts == ("I cannot go on",)


async def test_after_a_restart_the_room_is_asked_and_again_where_it_does_not_answer(
    scene: Scene,
) -> None:
    number = message("$n", "1")
    older = [message(f"$o{n}", "x") for n in range(150)]
    changed = edit("$e", "new", "$1", US, **{KEY: told((SHOW,))})
    scene.server.events[ROOM] = [ours("$0", POST), ours("$1", TAKE), changed, *older, number]
    scene.server.fails = 3
    assert press(await scene.hears_one(ROOM, number)) == same(SHOW)
    scene.server.asked.clear()
    assert press(await scene.hears_one(ROOM, message("$n2", "1"))) == same(SHOW)
    assert scene.server.asked == []


async def test_where_we_never_said_anything_a_number_is_words_and_asked_for_once(
    scene: Scene,
) -> None:
    one, two = message("$1", "1"), message("$2", "2")
    scene.server.events[ROOM] = [one, two]
    assert [type(event) for event in await scene.hears(ROOM, one, two)] == [Said, Said]
    assert scene.server.asked == ["context", "messages"]


async def test_a_reply_to_ours_says_so_and_one_to_somebody_else_does_not(scene: Scene) -> None:
    scene.server.events[ROOM] = [ours("$old")]
    one, two, three, four = await scene.hears(
        ROOM, ours("$1"), answer("$2", "thank you", "$1"), answer("$3", "and you", "$2"),
        answer("$4", "that, too", "$old"), in_thread("$5", "below it", "$1"),
    )  # fmt: skip
    assert isinstance(one, Said)
    assert one.reply_to is not None
    assert one.reply_to.id == "$1"
    assert isinstance(two, Said)
    assert two.reply_to is None
    assert isinstance(three, Said)
    assert three.reply_to is not None
    assert isinstance(four, Said)
    assert four.reply_to is not None
    assert scene.server.asked == ["event"]


async def test_an_urgent_answer_does_not_wait_for_what_it_answers(scene: Scene) -> None:
    scene.server.fails = 5
    await scene.hears(ROOM, answer("$2", "urgent", "$old"), answer("$3", "!help urgent", "$old"))
    assert scene.hearer.early == ["urgent"]


async def test_a_worry_is_about_the_message_that_it_answers(scene: Scene) -> None:
    theirs = message("$1", "goodbye everybody", "@ben:hs.test")
    newer = edit("$2", "goodbye, all", "$1", "@ben:hs.test")
    scene.server.events[ROOM] = [{**theirs, "unsigned": {"m.relations": {"m.replace": newer}}}]
    event = await scene.hears_one(ROOM, answer("$3", "> <@ben:hs.test> x\n\n!worried", "$1"))
    assert isinstance(event, Invoked)
    assert event.target is not None
    assert (event.target.author.id, event.target.author.name) == ("@ben:hs.test", "Ben")
    assert event.target.message.id == "$1"
    assert event.target.text == "goodbye, all"
    for number, other in enumerate((message("$4", "!worried"), answer("$5", "!worried", "$6"))):
        alone = await scene.hears_one(ROOM, other)
        assert isinstance(alone, Invoked), number
        assert alone.target is None
    helped = await scene.hears_one(ROOM, answer("$7", "!help", "$1"))
    assert isinstance(helped, Invoked)
    assert helped.target is None


async def test_a_reaction_chooses_where_it_is_not_private(scene: Scene) -> None:
    key = "1\ufe0f\u20e3"
    said = (ours("$1", TAKE), reaction("$2", key, "$1"))
    assert press(await scene.hears_one(ROOM, *said)) == same(TAKE)
    assert await scene.hears(DM, ours("$3", TAKE), reaction("$4", key, "$3")) == []
    assert await scene.hears(ROOM, reaction("$5", "\U0001f44d", "$1")) == []


async def test_words_beside_messages_are_heard(scene: Scene) -> None:
    topic = {**message("$1", ""), "type": "m.room.topic", "state_key": "",
             "content": {"topic": "one"}}  # fmt: skip
    left = member("@ben:hs.test", 5, unsigned={"prev_content": {"membership": "join"}})
    left["content"] = {"membership": "leave", "reason": "two"}
    back = {**message("$3", ""), "type": "m.room.redaction", "content": {"reason": "three"}}
    events = await scene.hears(ROOM, topic, left, back, reaction("$4", "I want to die", "$x"))
    texts = [one.text for one in events if isinstance(one, Said)]
    assert texts == ["one", "two", "three", "I want to die"]
    (private,) = await scene.hears(DM, {**back, "event_id": "$5"})
    assert isinstance(private, Said)
    assert private.edited  # it answers no question and begins no draft


def joins(user: str, number: int, before: str = "", **content: str) -> Json:
    """Somebody's membership changes."""
    unsigned = {"prev_content": {"membership": before}, "replaces_state": "$x"} if before else {}
    event = member(user, number, unsigned=unsigned)
    return {**event, "content": {"membership": "join", **content}}


async def test_who_comes_into_the_space_and_is_gone_is_told_once(scene: Scene) -> None:
    dan, mo = "@dan:hs.test", "@mo:hs.test"
    kicked = {**joins(dan, 3, "join", membership="leave"), "sender": mo}
    banned = {**joins(dan, 6, "join", membership="ban"), "sender": US}
    events = await scene.hears(
        SPACE, joins(dan, 1, displayname="Dan"), joins(dan, 2, "join"), kicked,
        joins(dan, 4, "leave"), joins(dan, 5, "leave", membership="ban"), banned,
        joins(mo, 7, membership="invite"), joins(mo, 8, "invite", membership="leave"),
    )  # fmt: skip
    assert [(type(one), one.who.id) for one in events] == [
        (Joined, dan), (Left, dan), (Joined, dan), (Left, dan),
    ]  # fmt: skip
    assert events[0].who.name == "Dan"
    assert len({one.id for one in events}) == len(events)
    assert await scene.hears(ROOM, joins(dan, 1)) == []
    assert await scene.hears(SPACE, joins(US, 9)) == []


async def test_without_a_space_the_first_room_counts_and_the_last(scene: Scene) -> None:
    scene.bot.here.space, scene.bot.here.rooms = "", frozenset({ROOM, "!other"})
    dan = "@dan:hs.test"
    (came,) = await scene.hears("!other", joins(dan, 1))
    assert (type(came), came.who.id) == (Joined, dan)
    assert await scene.hears(ROOM, joins(dan, 2)) == []
    assert await scene.hears(ROOM, joins(dan, 3, "join", membership="leave")) == []
    (gone,) = await scene.hears("!other", joins(dan, 4, "join", membership="leave"))
    assert (type(gone), gone.who.id) == (Left, dan)


async def test_an_event_without_an_id_is_heard_beside_others_without(scene: Scene) -> None:
    odd = [message("", f"text {n}") for n in range(2)]
    events = await scene.hears(ROOM, *odd, {**odd[0], "event_id": 7, "sender": ["x"]})
    assert len({one.id for one in events}) == len(events) == 3
    assert events[2].who.is_nobody
