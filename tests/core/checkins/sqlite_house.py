"""A house over real SQLite for the tests of check-ins, with a clock that is set by hand."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.sql.house import House
from adapters.sql.keyring import KeyRing

MASTER = bytes(range(32))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class HandClock:
    """A clock that stands until it is moved."""

    at: datetime = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.at

    def elapsed(self) -> timedelta:
        """No test here sets it back."""
        return self.at - EPOCH


@asynccontextmanager
async def open_house(folder: Path, clock: HandClock) -> AsyncGenerator[House]:
    """Open it with its keys; closed and opened again it is the same house."""
    ring = await KeyRing.create(folder / "keys" / "keys.db", MASTER)
    house = await House.open(folder / "house.db", ring, clock)
    async with asyncio.TaskGroup() as group:
        group.create_task(house.run())
        try:
            yield house
        finally:
            house.stop()
    await house.close()
    await ring.close()


def on_disk(folder: Path) -> bytes:
    """Every byte of the database and of what stands beside it."""
    return b"".join(file.read_bytes() for file in sorted(folder.glob("house.db*")))
