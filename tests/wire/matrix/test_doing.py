"""What people do with a real Synapse between us: numbers, replies, worries, comings and goings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest

from adapters.matrix.choices import KEY, told
from adapters.matrix.listening import Listening
from bot.model.events import AnyEvent, Invoked, Joined, Left, Pressed, Said
from bot.ui.reply import Button
from tests.wire.matrix.bot import Bot, Now
from tests.wire.matrix.conftest import Arrives
from tests.wire.matrix.person import Person
from tests.wire.matrix.scene import Knows
from tests.wire.matrix.synapse import Synapse

E = TypeVar("E", bound=AnyEvent)
POST = Button("vent.post", "Post it", "draft")
TAKE = Button("crisis.take", "I've got this", "7")


@dataclass(slots=True)
class Stage:
    """Ana, Ben and the bot in one room, and the bot's own session, by which it says something."""

    bot: Bot
    ana: Person
    ben: Person
    room: str

    async def says(self, text: str, **content: object) -> str:
        """The bot says something, by nio's own way; its id."""
        listening = self.bot.listening
        assert listening is not None
        client: Any = listening.here.client
        content = {"msgtype": "m.text", "body": text, **content}
        if client.rooms[self.room].encrypted:
            known = client.olm.device_store
            await self.bot.until(lambda: known[self.ana.id] and known[self.ben.id])
        sent = await client.room_send(
            self.room, "m.room.message", content, ignore_unverified_devices=True
        )
        return str(sent.event_id)

    async def heard(self, kind: type[E], true: Callable[[E], bool] = lambda _: True) -> E:
        """The first event of this kind."""

        def found() -> list[E]:
            events = self.bot.heard.events
            return [one for one in events if isinstance(one, kind) and true(one)]

        await self.bot.until(found)
        return found()[0]


async def listens(bot: Bot, rooms: frozenset[str] = frozenset(), space: str = "") -> Listening:
    """The bot begins, or begins anew, with these in its settings."""
    bot.heard = knows = Knows()
    listening = Listening(bot.account, bot.folder, Now(), knows, rooms, space=space)
    await listening.start(bot.cursors)
    bot.listening = listening
    bot.cursors = bot.cursors or dict(knows.positions)
    return listening


@pytest.fixture(params=[True, False], ids=["encrypted", "plain"])
async def stage(request: pytest.FixtureRequest, bot: Bot, arrives: Arrives) -> Stage:
    """A room of three."""
    ana, ben = await arrives("ana"), await arrives("ben")
    await listens(bot)
    await bot.stops()
    room = await ana.opens(bot.id, ben.id, encrypted=bool(request.param), direct=False)
    await listens(bot, frozenset({room}))
    await ben.client.join(room)
    await ana.is_with(bot.id, room)
    await ana.is_with(ben.id, room)
    await ben.until(lambda: room in ben.client.rooms)
    await ben.is_with(bot.id, room)
    return Stage(bot, ana, ben, room)


def to(event: str) -> dict[str, object]:
    """What makes a text a reply."""
    return {"m.relates_to": {"m.in_reply_to": {"event_id": event}}}


async def test_a_number_means_our_newest_choices(stage: Stage) -> None:
    await stage.says("the first", **{KEY: told((POST,))})
    await stage.says("a card", **{KEY: told((TAKE,))})
    await stage.ben.until(lambda: "a card" in dict(stage.ben.read).values())
    await stage.ana.says(stage.room, "1")
    pressed = await stage.heard(Pressed)
    assert (pressed.action, pressed.about, pressed.who.id) == ("crisis.take", "7", stage.ana.id)


async def test_who_begins_anew_and_knows_nothing_asks_the_room(stage: Stage) -> None:
    card = await stage.says("a card", **{KEY: told((TAKE,))})
    new = {"m.new_content": {"msgtype": "m.text", "body": "x", KEY: told((POST, TAKE))}}
    relates = {"m.relates_to": {"rel_type": "m.replace", "event_id": card}}
    await stage.says("* a card", **new, **relates)
    await stage.ben.says(stage.room, "in between")
    await stage.bot.stops()
    (stage.bot.folder / "journal.db").unlink()
    stage.bot.cursors = {}  # as at a first start: nothing of what was said is read again
    await listens(stage.bot, frozenset({stage.room}))

    await stage.ana.says(stage.room, "2.")
    await stage.ana.says(stage.room, "1", **to(card))
    await stage.ana.says(stage.room, "3")

    assert (await stage.heard(Said)).text == "3"
    actions = [one.action for one in stage.bot.heard.events if isinstance(one, Pressed)]
    assert actions == [TAKE.action, POST.action]


async def test_what_is_made_up_in_our_name_where_all_is_encrypted_is_not_believed(
    stage: Stage, synapse: Synapse
) -> None:
    """As a homeserver could: a message of ours that we never encrypted."""
    assert stage.bot.listening is not None
    client: Any = stage.bot.listening.here.client
    is_encrypted = client.rooms[stage.room].encrypted
    body = {"msgtype": "m.text", "body": "1. Post it", KEY: told((POST,))}
    path = f"/_matrix/client/v3/rooms/{stage.room}/send/m.room.message/made-up"
    synapse.ask("PUT", path, body, client.access_token)
    await stage.ana.says(stage.room, "1")
    await stage.heard(Said if is_encrypted else Pressed)


async def test_a_reply_to_ours_says_so_and_a_worry_has_what_it_is_about(stage: Stage) -> None:
    ours = await stage.says("somebody wrote this")
    theirs = await stage.ben.says(stage.room, "I say goodbye")
    await stage.bot.hears("I say goodbye")
    await stage.ana.says(stage.room, "we are here", **to(ours))
    await stage.ana.says(stage.room, "!worried", **to(theirs))

    said = await stage.heard(Said, lambda one: one.text == "we are here")
    assert said.reply_to is not None
    assert said.reply_to.id == ours
    invoked = await stage.heard(Invoked)
    assert invoked.target is not None
    assert invoked.target.author.id == stage.ben.id
    assert invoked.target.text == "I say goodbye"
    assert invoked.target.message.id == theirs


async def test_a_command_in_a_room_is_heard_with_the_name_of_who_typed_it(stage: Stage) -> None:
    await stage.ana.client.set_displayname("Ana Lucía")
    assert stage.bot.listening is not None
    here = stage.bot.listening.here
    await stage.bot.until(lambda: here.where(stage.room).called(stage.ana.id) == "Ana Lucía")
    await stage.ana.says(stage.room, "!help me")
    invoked = await stage.heard(Invoked)
    assert (invoked.name, invoked.typed, invoked.direct) == ("help", "me", False)
    assert invoked.who.name == "Ana Lucía"


async def test_who_comes_and_goes_is_told_once_also_over_a_restart(
    bot: Bot, arrives: Arrives
) -> None:
    ana, ben = await arrives("ana"), await arrives("ben")
    await listens(bot)
    await bot.stops()
    space = await ana.opens(bot.id, encrypted=False, direct=False)
    await listens(bot, frozenset({space}), space)
    await ana.is_with(bot.id, space)
    await ana.client.room_invite(space, ben.id)
    await ben.client.join(space)
    await bot.until(lambda: [one for one in bot.heard.events if isinstance(one, Joined)])
    await ben.client.set_displayname("Benjamin")
    await bot.stops()
    first = list(bot.heard.events)

    await ana.client.room_kick(space, ben.id)
    await listens(bot, frozenset({space}), space)
    await bot.until(lambda: [one for one in bot.heard.events if isinstance(one, Left)])

    events = {one.id: one for one in [*first, *bot.heard.events] if not isinstance(one, Said)}
    assert [(type(one), one.who.id) for one in events.values()] == [
        (Joined, ben.id), (Left, ben.id),
    ]  # fmt: skip
