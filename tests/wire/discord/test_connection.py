"""What is said while the connection is down, or beside an event that nobody can read, is heard."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from discord.http import HTTPClient
from discord.state import ConnectionState

from adapters.discord import sessions
from adapters.memory.acts import Acts
from adapters.memory.clock import TownClock
from adapters.memory.places import Place, room_named, thread_room
from adapters.memory.town import Town
from bot.model.events import Said
from bot.model.people import Room
from tests.wire.discord.bot import HERE, WORDS, OnWire, on_wire
from tests.wire.discord.faults import Fault, Meets
from tests.wire.discord.gateway import CONTENT, MEMBERS
from tests.wire.discord.hearer import Hearer
from tests.wire.discord.ids import GUILD
from tests.wire.discord.objects import Json
from tests.wire.discord.server import Wire

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ROOMS, TALKERS = 100, ("ana", "ben", "mo", "kit")


@dataclass(frozen=True)
class Scene:
    """One town with the adapter in it."""

    town: Town
    wire: Wire
    bot: OnWire
    acts: Acts
    general: Room


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    """Nobody listens yet."""
    town = Town(TownClock())
    async with Wire(town).listening() as wire, on_wire(wire) as bot:
        yield Scene(town, wire, bot, Acts(town), room_named("#general", HERE))
    wire.held()


async def test_what_is_said_while_nobody_listens_is_heard_once_in_every_room(scene: Scene) -> None:
    """A thousand messages, edits and private ones, over a hundred rooms."""
    everybody = frozenset(scene.town.people)
    rooms = [room_named(f"#room-{n}", HERE) for n in range(ROOMS)]
    scene.town.places |= {room: Place(room, everybody) for room in rooms}
    private = [scene.acts.room(name, "@bot", HERE) for name in TALKERS]
    first = Hearer()
    await scene.bot.start(first, {})
    for name, room in zip(TALKERS, private, strict=True):
        await scene.acts.says(name, room, "hello")
    for room in rooms:
        await scene.acts.says("ben", room, "before")
    await scene.bot.stop()
    said = [f"text {n}" for n in range(8 * ROOMS)]
    for number, text in enumerate(said):
        await scene.acts.says("ana", rooms[number % ROOMS], text)
    for number, room in enumerate(rooms):
        await scene.acts.edits("ben", room, f"changed {number}")
    for number in range(ROOMS):
        who = number % len(TALKERS)
        await scene.acts.says(TALKERS[who], private[who], f"in private {number}")
    second = Hearer()
    await scene.bot.start(second, first.positions)
    changed = [f"changed {n}" for n in range(ROOMS)]
    alone = [f"in private {n}" for n in range(ROOMS)]
    assert Counter(second.said()) == Counter([*said, *changed, *alone])
    heard = [one for one in second.events if isinstance(one, Said)]
    assert {one.text for one in heard if one.edited} == {*changed}
    assert {one.text for one in heard if one.direct} == {*alone}


async def test_a_session_that_is_taken_up_again_is_told_what_it_missed(scene: Scene) -> None:
    hearer = Hearer()
    await scene.bot.start(hearer, {})
    await scene.wire.gateway.drop(code=4000)
    await scene.acts.says("ana", scene.general, "meanwhile")
    await scene.bot.until(lambda: hearer.said() == ["meanwhile"])
    assert scene.wire.arrivals == 1


async def test_after_a_session_that_is_lost_the_history_is_read(scene: Scene) -> None:
    hearer = Hearer()
    await scene.bot.start(hearer, {})
    await scene.wire.gateway.drop(resumable=False)
    await scene.acts.says("ana", scene.general, "meanwhile")
    await scene.bot.reconnected()
    await scene.acts.says("ana", scene.general, "after")
    assert hearer.said() == ["meanwhile", "after"]
    assert hearer.away == [1]


async def test_an_event_that_cannot_be_read_ends_nothing_and_somebody_hears_of_it(
    scene: Scene,
) -> None:
    hearer = Hearer()
    await scene.bot.start(hearer, {})
    broken = {"guild_id": GUILD, "channel_id": scene.general.id, "content": "a cry", "id": None}
    await scene.wire.gateway.dispatch("MESSAGE_CREATE", {**broken, "author": 7})
    await scene.wire.gateway.dispatch("CHANNEL_UPDATE", {"id": [], "guild_id": GUILD})
    await scene.wire.gateway.dispatch("THREAD_CREATE", {"guild_id": GUILD, "newly_created": True})
    await scene.acts.says("ana", scene.general, "and then")
    heard = [one for one in hearer.events if isinstance(one, Said)]
    assert [(one.text, bool(one.unreadable)) for one in heard if one.text] == [
        ("a cry", True), ("and then", False),
    ]  # fmt: skip
    assert scene.wire.arrivals == 1


async def test_half_a_character_hides_nothing(scene: Scene) -> None:
    hearer = Hearer()
    await scene.bot.start(hearer, {})
    await scene.acts.says("ana", scene.general, "a cry \ud83d")
    await scene.acts.says("ana", scene.general, "and then")
    assert hearer.said() == ["a cry \ud83d", "and then"]
    assert scene.wire.arrivals == 1


async def test_an_old_thread_is_read_as_the_guilds_and_not_as_somebodys_private_one(
    scene: Scene,
) -> None:
    thread = thread_room(scene.general, "old")
    scene.town.places[thread] = Place(thread, frozenset({"ana", "ben"}))
    scene.wire.state.threads[thread.id] = scene.general.id
    hearer = Hearer()
    await scene.acts.says("ana", thread, "in an old thread")
    await scene.bot.start(hearer, {thread: 1, scene.general: 1})
    heard = [one for one in hearer.events if isinstance(one, Said)]
    assert [(one.text, one.direct) for one in heard] == [("in an old thread", False)]


@pytest.mark.parametrize("threads", [1, 101])
async def test_what_was_said_in_threads_that_were_closed_meanwhile_is_heard(
    scene: Scene, threads: int
) -> None:
    first = Hearer()
    await scene.bot.start(first, {})
    await scene.acts.says("ana", scene.general, "before")
    await scene.bot.stop()
    old = thread_room(scene.general, "old")
    scene.town.places[old] = Place(old, frozenset({"ana", "ben"}))
    scene.wire.state.closed[old.id] = scene.general.id, LONG_AGO
    for number in range(threads):
        thread = thread_room(scene.general, f"thread {number}")
        scene.town.places[thread] = Place(thread, frozenset({"ana", "ben"}))
        at = scene.town.clock.now() + timedelta(milliseconds=number)
        scene.wire.state.closed[thread.id] = scene.general.id, at
        await scene.acts.says("ana", thread, f"in {number}")
    second = Hearer()
    await scene.bot.start(second, first.positions)
    await scene.bot.settled()
    heard = [one for one in second.events if isinstance(one, Said) and not one.direct]
    assert {one.text for one in heard} >= {f"in {number}" for number in range(threads)}
    assert ("GET", f"/channels/{old.id}/messages") not in scene.bot.asked


async def test_a_room_that_is_gone_keeps_no_other_from_being_read(scene: Scene) -> None:
    hearer = Hearer()
    await scene.acts.says("ana", scene.general, "missed")
    await scene.bot.start(hearer, {Room(HERE, "999"): 1, scene.general: 1})
    assert hearer.said() == ["missed"]


async def test_a_cry_in_private_is_heard_where_roles_cannot_be_asked_for(scene: Scene) -> None:
    hearer = Hearer()
    await scene.bot.start(hearer, {})
    scene.wire.script.add(f"GET /guilds/{GUILD}/members/*", Fault(Meets.REFUSED))
    await scene.acts.says("ana", scene.acts.room("ana", "@bot", HERE), "a cry")
    assert hearer.said() == ["a cry"]


async def test_messages_of_another_server_are_not_ours(scene: Scene) -> None:
    hearer = Hearer()
    await scene.bot.start(hearer, {})
    other = {"id": "9", "channel_id": "8", "guild_id": "7", "content": "theirs", "type": 0}
    whose = {"author": {"id": "6", "username": "eve"}, "timestamp": "2026-01-05T09:00:00+00:00"}
    await scene.wire.gateway.dispatch("MESSAGE_CREATE", {**other, **whose})
    await scene.acts.says("ana", scene.general, "ours")
    assert hearer.said() == ["ours"]


async def test_a_second_server_is_told_kindly_and_left(scene: Scene) -> None:
    await scene.bot.start(Hearer(), {})
    second: Json = {
        "id": "7",
        "system_channel_id": scene.general.id,
        "name": "theirs",
        "channels": [],
    }
    await scene.wire.gateway.dispatch("GUILD_CREATE", second)
    await scene.bot.until(lambda: ("DELETE", "/users/@me/guilds/7") in scene.bot.asked)
    shown = [one.text for one in scene.town.ledger.entries if one.where == scene.general]
    assert shown == [WORDS.stranger]


async def test_without_the_privileged_intents_what_still_works_goes_on(scene: Scene) -> None:
    scene.wire.allowed_intents &= ~(CONTENT | MEMBERS)
    hearer = Hearer()
    await scene.bot.start(hearer, {})
    await scene.acts.says("ana", scene.acts.room("ana", "@bot", HERE), "in private")
    assert hearer.said() == ["in private"]


async def test_without_the_intent_of_members_content_is_still_read(scene: Scene) -> None:
    scene.wire.allowed_intents &= ~MEMBERS
    await scene.bot.start(Hearer(), {})
    (session,) = scene.wire.gateway.sessions.values()
    assert session.intents & CONTENT


async def test_a_cry_in_private_is_heard_by_a_bot_that_nobody_has_invited_yet(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "ARRIVES_WITHIN_S", 0.3)
    scene.wire.uninvited = True
    hearer = Hearer()
    await scene.bot.start(hearer, {})
    await asyncio.sleep(0.5)  # nothing waited yet when the waiting ended
    await scene.acts.says("ana", scene.acts.room("ana", "@bot", HERE), "a cry")
    await scene.bot.until(lambda: hearer.said() == ["a cry"])


async def test_a_cry_in_private_is_heard_while_no_request_can_be_made(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def closed(*_: object, **__: object) -> None:
        raise RuntimeError

    hearer = Hearer()
    await scene.bot.start(hearer, {})
    monkeypatch.setattr(HTTPClient, "request", closed)  # as a session does that was closed
    await scene.acts.says("ana", scene.acts.room("ana", "@bot", HERE), "a cry")
    assert hearer.said() == ["a cry"]


async def test_what_cannot_be_read_in_private_stays_private(scene: Scene) -> None:
    hearer = Hearer()
    await scene.bot.start(hearer, {})
    private = scene.acts.room("ana", "@bot", HERE)
    broken = {"id": None, "channel_id": private.id, "content": "a cry", "author": 7}
    await scene.wire.gateway.dispatch("MESSAGE_CREATE", broken)
    asked = {"id": "9", "type": 2, "channel_id": private.id, "data": {"name": "vent"}, "user": 7}
    await scene.wire.gateway.dispatch("INTERACTION_CREATE", asked)
    await scene.bot.until(lambda: len(hearer.events) == 2)
    heard = [one for one in hearer.events if isinstance(one, Said)]
    assert [(bool(one.unreadable), one.direct) for one in heard] == [(True, True)] * 2


async def test_a_session_whose_beginning_cannot_be_read_is_caught_up_with(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(self: object, data: object) -> None:
        del self, data
        raise KeyError

    monkeypatch.setattr(ConnectionState, "parse_channel_update", unreadable)
    await scene.acts.says("ana", scene.general, "missed")
    hearer = Hearer()
    await scene.bot.start(hearer, {scene.general: 1})
    await scene.wire.tell_of_rooms()
    await scene.acts.says("ana", scene.general, "and then")
    assert hearer.said() == ["missed", "and then"]
