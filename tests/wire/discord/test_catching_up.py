"""What was missed is read again, each text once; what is urgent goes before."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from adapters.memory.places import Place, room_named, thread_room
from bot.model.events import Said
from bot.model.people import Room
from tests.wire.discord.bot import HERE
from tests.wire.discord.faults import Fault, Meets
from tests.wire.discord.hearer import Hearer
from tests.wire.discord.ids import GUILD
from tests.wire.discord.messages import message
from tests.wire.discord.scene import Scene

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ROOMS, TALKERS = 100, ("ana", "ben", "mo", "kit")


async def gone(scene: Scene) -> Hearer:
    """The bot heard a message in #general, and is away now; what it heard."""
    hearer = Hearer()
    await scene.bot.start(hearer, {})
    await scene.acts.says("ana", scene.general, "before")
    await scene.bot.stop()
    return hearer


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


async def test_in_a_flood_what_is_urgent_waits_behind_nobody(scene: Scene) -> None:
    hearer = Hearer(slow_s=0.01)
    await scene.bot.start(hearer, {})
    told = [*(f"text {n}" for n in range(100)), "urgent"]
    for text in told:  # each is told at once, and takes its time
        shown = scene.town.shows(scene.town.place_of(scene.general), "ana", text)
        raw = message(scene.wire.state, shown)
        await scene.wire.gateway.dispatch("MESSAGE_CREATE", {**raw, "guild_id": GUILD})
    await scene.bot.until(lambda: hearer.early == ["urgent"])
    assert "urgent" not in hearer.said()
    await scene.bot.handled()
    assert hearer.said() == told


async def test_while_a_room_is_read_again_what_is_urgent_waits_behind_nobody(scene: Scene) -> None:
    for number in range(50):
        await scene.acts.says("ana", scene.general, f"text {number}")
    hearer = Hearer(slow_s=0.02)
    async with asyncio.TaskGroup() as group:
        group.create_task(scene.bot.start(hearer, {scene.general: 1}))
        await scene.bot.until(hearer.said)
        shown = scene.town.shows(scene.town.place_of(scene.general), "ben", "urgent")
        raw = message(scene.wire.state, shown)
        await scene.wire.gateway.dispatch("MESSAGE_CREATE", {**raw, "guild_id": GUILD})
        await scene.bot.until(lambda: hearer.early == ["urgent"])
        assert len(hearer.said()) < 50
    await scene.bot.handled()
    assert "urgent" in hearer.said()


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
    first = await gone(scene)
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


@pytest.mark.parametrize("threads", [1, 101])
async def test_what_was_said_in_our_private_threads_that_were_closed_meanwhile_is_heard(
    scene: Scene, threads: int
) -> None:
    first = await gone(scene)
    for number in range(threads):
        thread = thread_room(scene.general, f"private {number}")
        scene.town.places[thread] = Place(thread, frozenset({"ana"}))
        at = scene.town.clock.now() + timedelta(milliseconds=number)
        scene.wire.state.closed_private[thread.id] = scene.general.id, at
        await scene.acts.says("ana", thread, f"in {number}")
    old = thread_room(scene.general, "old")
    scene.town.places[old] = Place(old, frozenset({"ana"}))
    scene.wire.state.closed_private[old.id] = scene.general.id, LONG_AGO
    second = Hearer()
    await scene.bot.start(second, first.positions)
    await scene.bot.settled()
    assert {*second.said()} >= {f"in {number}" for number in range(threads)}
    assert ("GET", f"/channels/{old.id}/messages") not in scene.bot.asked


async def test_a_room_that_is_gone_keeps_no_other_from_being_read(scene: Scene) -> None:
    hearer = Hearer()
    await scene.acts.says("ana", scene.general, "missed")
    await scene.bot.start(hearer, {Room(HERE, "999"): 1, scene.general: 1})
    assert hearer.said() == ["missed"]


async def test_a_closed_thread_that_is_known_is_read_once(scene: Scene) -> None:
    first = await gone(scene)
    thread = thread_room(scene.general, "known")
    scene.town.places[thread] = Place(thread, frozenset({"ana", "ben"}))
    closed_at = scene.town.clock.now() + timedelta(seconds=1)
    scene.wire.state.closed[thread.id] = scene.general.id, closed_at
    await scene.acts.says("ana", thread, "meanwhile")
    second = Hearer()
    known = Room(HERE, thread.id)
    await scene.bot.start(second, {**first.positions, known: max(first.positions.values())})
    await scene.bot.settled()
    assert second.said().count("meanwhile") == 1


async def test_a_listing_that_is_refused_is_not_asked_for_again(scene: Scene) -> None:
    first = await gone(scene)
    closed = f"/channels/{scene.general.id}/threads/archived/public"
    scene.wire.script.add(f"GET {closed}", Fault(Meets.REFUSED, 400, 50_024))
    scene.wire.asked.clear()
    await scene.bot.start(Hearer(), first.positions)
    assert scene.wire.asked.count(("GET", closed)) == 1


async def test_what_cannot_be_weighed_early_loses_nothing(scene: Scene) -> None:
    hearer = Weighs(slow_s=0.005)
    await scene.bot.start(hearer, {})
    told = [*(f"text {n}" for n in range(30)), "odd", "urgent"]
    for text in told:
        shown = scene.town.shows(scene.town.place_of(scene.general), "ana", text)
        raw = message(scene.wire.state, shown)
        await scene.wire.gateway.dispatch("MESSAGE_CREATE", {**raw, "guild_id": GUILD})
    await scene.bot.handled()
    assert hearer.said() == told
    assert hearer.early == ["urgent"]


class Weighs(Hearer):
    """One whose detector fails on a text."""

    def is_urgent(self, event: Said) -> bool:
        """Fails."""
        if event.text == "odd":
            raise RecursionError
        return super().is_urgent(event)


async def test_a_strangers_server_that_goes_has_nothing_of_ours_read_again(scene: Scene) -> None:
    await scene.bot.start(Hearer(), {})
    scene.wire.asked.clear()
    await scene.wire.gateway.dispatch("GUILD_DELETE", {"id": "42", "unavailable": False})
    another = {"id": "43", "name": "another", "unavailable": True}
    await scene.wire.gateway.dispatch("GUILD_CREATE", another)
    await scene.acts.says("ana", scene.general, "hello")
    await scene.bot.handled()
    assert not [path for method, path in scene.wire.asked if method == "GET"]
