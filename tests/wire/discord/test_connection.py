"""What is said while the connection is down, or beside an event that nobody can read, is heard."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from adapters.memory.acts import Acts
from adapters.memory.clock import TownClock
from adapters.memory.places import Place, room_named
from adapters.memory.town import Town
from bot.model.events import Said
from bot.model.people import Room
from tests.wire.discord.bot import HERE, OnWire, on_wire
from tests.wire.discord.hearer import Hearer
from tests.wire.discord.ids import GUILD
from tests.wire.discord.server import Wire

ROOMS = 30


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
    everybody = frozenset(scene.town.people)
    rooms = [room_named(f"#room-{n}", HERE) for n in range(ROOMS)]
    scene.town.places |= {room: Place(room, everybody) for room in rooms}
    first = Hearer()
    await scene.bot.start(first, {})
    private = scene.acts.room("ana", "@bot", HERE)
    await scene.acts.says("ana", private, "hello")
    await scene.acts.says("ben", scene.general, "before")
    await scene.bot.stop()
    said = [f"text {n}" for n in range(3 * ROOMS)]
    for number, text in enumerate(said):
        await scene.acts.says("ana", rooms[number % ROOMS], text)
    await scene.acts.says("ana", private, "in private")
    await scene.acts.edits("ben", scene.general, "changed")
    second = Hearer()
    await scene.bot.start(second, first.positions)
    assert sorted(second.said()) == sorted([*said, "in private", "changed"])
    edits = [one for one in second.events if isinstance(one, Said) and one.edited]
    assert [one.text for one in edits] == ["changed"]
    direct = [one for one in second.events if isinstance(one, Said) and one.direct]
    assert [one.text for one in direct] == ["in private"]


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
