"""Houses over real SQLite for the tests of storage, opened as the application opens them."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import aiosqlite

from adapters.memory.clock import TownClock
from adapters.sql.house import House
from adapters.sql.opening import MASTER, STORE, Mode, open_data, remember_keys
from bot.model.people import Member, Platform

TRACE = "set_trace_callback"
"""A method of aiosqlite whose types are not whole."""


@dataclass(frozen=True, slots=True)
class Files:
    """Where a deployment keeps its things."""

    folder: Path

    @property
    def database(self) -> Path:
        """The database."""
        return self.folder / "house.db"

    @property
    def keys(self) -> Path:
        """The folder of the keys."""
        return self.folder / "keys"

    @property
    def master(self) -> Path:
        """The master key."""
        return self.keys / MASTER

    @property
    def store(self) -> Path:
        """The key store."""
        return self.keys / STORE

    def data(self) -> dict[str, bytes]:
        """Every byte of the database and of its log, by file name; an empty log is none."""
        found = [one for one in sorted(self.folder.glob("house.db*")) if one.suffix != ".db-shm"]
        return {one.name: one.read_bytes() for one in found if one.stat().st_size}

    def everything(self) -> dict[str, bytes]:
        """Every byte of every file, keys too."""
        found = sorted(one for one in self.folder.rglob("*") if one.is_file())
        return {one.name: one.read_bytes() for one in found}


@asynccontextmanager
async def living(files: Files, clock: TownClock | None = None) -> AsyncGenerator[House]:
    """A whole house whose writer runs; left, everything is closed."""
    opened = await open_data(files.database, files.keys, None, clock or TownClock())
    async with running(opened.house) as house:
        assert opened.mode is Mode.WHOLE, opened.because
        await remember_keys(house)
        yield house


@asynccontextmanager
async def running(house: House) -> AsyncGenerator[House]:
    """A house with its writer at work; closed with its keys, whatever happens."""
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(house.run())
            try:
                yield house
            finally:
                house.stop()
    finally:
        await house.close()
        await house.ring.close()


def put(house: House, name: str, value: str) -> Coroutine[None, None, None]:
    """Write one fact in a unit of its own."""
    return house.store.unit(name, lambda: house.facts.put(name, value))


def connections(house: House) -> tuple[aiosqlite.Connection, ...]:
    """Every connection, the writer's first: to make its disk full, and to count its commits."""
    return house._connections  # pyright: ignore[reportPrivateUsage] # as above


def writing(house: House) -> aiosqlite.Connection:
    """The connection that the writer has to itself."""
    return connections(house)[0]


async def commits_of(house: House) -> Callable[[], int]:
    """Count the commits from now on."""
    lines = await statements_of(house)
    return lambda: lines.count("COMMIT")


async def statements_of(house: House) -> list[str]:
    """A list that grows by everything which the writer executes from now on."""
    lines: list[str] = []
    trace: Callable[..., Coroutine[None, None, None]] = getattr(writing(house), TRACE)
    await trace(lines.append)
    return lines


async def fill_disk(house: House) -> None:
    """From now on not one more page fits."""
    async with writing(house).execute("PRAGMA page_count") as cursor:
        row = await cursor.fetchone()
    assert row is not None
    await writing(house).execute(f"PRAGMA max_page_count = {row[0]}")


async def free_disk(house: House) -> None:
    """There is room again."""
    await writing(house).execute("PRAGMA max_page_count = 1073741823")


@contextmanager
def locked(files: Files, database: Path | None = None) -> Generator[None]:
    """Somebody else holds the write lock until left."""
    path = database or files.database
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


async def impatient(house: House) -> None:
    """Do not wait for locks, so that no test has to."""
    await writing(house).execute("PRAGMA busy_timeout = 1")


ANA = Member(Platform.DISCORD, "100000000000000001", "ana")
BEN = Member(Platform.DISCORD, "100000000000000002", "ben")


async def remember(files: Files, who: Member = ANA, value: str = "AT") -> None:
    """Something of a member that only the right keys can read."""
    async with living(files) as house:
        await house.store.unit("put", lambda: house.preferences.put(who, "country", value))


async def recalled(files: Files, who: Member = ANA) -> str | None:
    """What was remembered of them."""
    async with living(files) as house:
        return await house.preferences.get(who, "country")


def copied(files: Files, name: str) -> Files:
    """The same files in another folder beside."""
    return Files(Path(shutil.copytree(files.folder, files.folder.parent / name)))
