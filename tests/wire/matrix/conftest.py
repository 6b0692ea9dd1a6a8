"""One server for all tests of a run, and fresh people for each."""

import json
import os
import secrets
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from adapters.matrix.hearing import patience
from tests.wire.matrix.bot import Bot
from tests.wire.matrix.desk import Desk
from tests.wire.matrix.homeserver import Homeserver, hearing_from
from tests.wire.matrix.person import Person
from tests.wire.matrix.scene import Knows, Scene
from tests.wire.matrix.synapse import MISSING, PYTHON, Synapse

if sys.platform != "win32":
    import fcntl

Arrives = Callable[[str], Awaitable[Person]]


@pytest.fixture(scope="session")
def synapse(tmp_path_factory: pytest.TempPathFactory) -> Synapse:
    """A server without limits. Workers share it; it ends with the run."""
    return shared(tmp_path_factory, limits=False)


@pytest.fixture(scope="session")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Synapse:
    """A server with Synapse's own limits."""
    return shared(tmp_path_factory, limits=True)


@pytest.fixture
def own_synapse(tmp_path: Path) -> Iterator[Synapse]:
    """A server of one test alone, which may kill it."""
    _must_be_there()
    server = Synapse(tmp_path / "synapse")
    server.start()
    yield server
    server.kill()


@pytest.fixture
async def arrives(synapse: Synapse) -> AsyncIterator[Arrives]:
    """Lets people arrive on the shared server."""
    async with AsyncExitStack() as stack:

        async def arrive(name: str) -> Person:
            person = await Person.arrives(synapse, f"{name}-{secrets.token_hex(4)}")
            stack.push_async_callback(person.leaves)
            return person

        yield arrive


@pytest.fixture
async def bot(synapse: Synapse, tmp_path: Path) -> AsyncIterator[Bot]:
    """The bot on the shared server, not begun yet."""
    one = bot_on(synapse, tmp_path)
    yield one
    await one.stops()


@pytest.fixture
async def desk(bot: Bot) -> AsyncIterator[Desk]:
    """What posts for the bot, not begun yet."""
    one = Desk(bot)
    yield one
    await one.stops()


@pytest.fixture
async def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    """A bot that has just begun; what failed is tried again soon."""
    monkeypatch.setattr(patience, "TRIES_S", (0.01,))
    monkeypatch.setattr(patience, "AGAIN_S", 0.02)
    server, hearer = Homeserver(), Knows()
    async with hearing_from(server, tmp_path / "matrix", hearer) as bot:
        yield Scene(server, hearer, bot)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Invitations to rooms that are not known are kept for a moment only."""
    monkeypatch.setattr("adapters.matrix.rooms.invites.HELD_S", 0.2)


def bot_on(synapse: Synapse, folder: Path) -> Bot:
    """A new account for the bot."""
    name = f"bot-{secrets.token_hex(4)}"
    return Bot(synapse, folder / "matrix", name, synapse.register(name))


def _must_be_there() -> None:
    if sys.platform == "win32":
        pytest.skip("Synapse does not run on Windows")
    if not PYTHON.exists():
        pytest.fail(MISSING, pytrace=False)


def shared(folders: pytest.TempPathFactory, *, limits: bool) -> Synapse:
    """The one of this run, begun by whoever asks first. Its guard ends it with the run."""
    _must_be_there()
    base = folders.getbasetemp()
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    home = (base.parent if is_worker else base) / ("synapse-limited" if limits else "synapse")
    home.mkdir(exist_ok=True)
    with (home / "lock").open("w") as lock:
        if sys.platform != "win32":
            fcntl.flock(lock, fcntl.LOCK_EX)
        told = home / "where.json"
        if told.exists():
            return Synapse(home, limits, port=json.loads(told.read_text("utf-8"))["port"])
        server = Synapse(home, limits, guarded_by=os.getppid() if is_worker else os.getpid())
        server.start()
        told.write_text(json.dumps({"port": server.port}), "utf-8")
        return server
