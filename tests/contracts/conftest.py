"""What the contract tests are given."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.memory.clock import TownClock
from adapters.memory.local import LocalLink
from adapters.memory.platform import TownPlatform
from adapters.memory.town import Town
from adapters.memory.wire import TownServer, connect
from tests.contracts.houses import Files
from tests.contracts.worlds import WORLDS, Listener, World
from tests.simcord.bot import in_sim
from tests.wire.discord.bot import on_wire
from tests.wire.discord.server import Wire


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """A deployment's folder, still empty."""
    return Files(tmp_path)


@pytest.fixture(params=WORLDS, ids="-".join)
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """Each platform of the town, directly and over a socket; Discord over its own protocol."""
    where, name = request.param
    town = Town(TownClock())
    if where == "wire":
        async with Wire(town).listening() as wire, on_wire(wire) as platform:
            await platform.start(Listener(), {})
            yield World(town, platform)
        wire.held()
        return
    if where == "simcord":
        async with in_sim(town) as sim:
            await sim.start(Listener(), {})
            yield World(town, sim)
        return
    if where == "direct":
        yield World(town, TownPlatform(name, LocalLink(town)))
        return
    gone = asyncio.Event()
    async with TownServer(town).listening() as port, connect(port, gone.set) as link:
        yield World(town, TownPlatform(name, link))
