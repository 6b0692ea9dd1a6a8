"""A fresh town on the wire for every test."""

from collections.abc import AsyncIterator

import pytest

from adapters.memory.acts import Acts
from adapters.memory.clock import TownClock
from adapters.memory.places import room_named
from adapters.memory.town import Town
from tests.wire.discord.bot import HERE, on_wire
from tests.wire.discord.scene import Scene
from tests.wire.discord.server import Wire


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    """Nobody listens yet."""
    town = Town(TownClock())
    async with Wire(town).listening() as wire, on_wire(wire) as bot:
        yield Scene(town, wire, bot, Acts(town), room_named("#general", HERE))
    wire.held()
