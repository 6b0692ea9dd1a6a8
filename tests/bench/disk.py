"""The disk: what an fsync of 4 KiB costs now, and commits one by one and shared."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from adapters.alarm.clock import SystemClock
from adapters.sql.house import House
from adapters.sql.keyring import KeyRing
from bot.model.events import EventId
from tests.bench.table import Rows, percentile

BLOCK = 4096
FSYNCS = 200
ALONE, SHARED, CLIENTS = 300, 12_800, 64


@dataclass(frozen=True, slots=True)
class Disk:
    """Seconds that an fsync took."""

    middle_s: float
    slow_s: float

    def rows(self) -> Rows:
        """As a table."""
        row = {"p50 ms": self.middle_s * 1000, "p99 ms": self.slow_s * 1000, "times": FSYNCS}
        return {"fsync of 4 KiB": row}


def fsyncs(folder: Path) -> Disk:
    """Append 4 KiB and fsync, again and again."""
    taken: list[float] = []
    with (folder / "fsync").open("wb", buffering=0) as file:
        for _ in range(FSYNCS):
            began = perf_counter()
            file.write(bytes(BLOCK))
            os.fsync(file.fileno())
            taken.append(perf_counter() - began)
    return Disk(percentile(taken, 0.5), percentile(taken, 0.99))


async def commits(folder: Path) -> Rows:
    """Events a second that are done once, each durable before its client goes on."""
    clock = SystemClock()
    house = await House.open(folder / "commits.db", KeyRing.fleeting(), clock)

    async def once(number: int) -> None:
        await house.store.once(EventId(f"event {number}"), clock.now(), _nothing)

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(house.run())
            alone = await _rate(once, range(ALONE), 1)
            shared = await _rate(once, range(ALONE, ALONE + SHARED), CLIENTS)
            house.stop()
    finally:
        await house.close()
    return {
        "one client": {"a second": alone, "times one client": 1},
        f"{CLIENTS} clients": {"a second": shared, "times one client": shared / alone},
    }


async def _nothing() -> None:
    """The row of the event itself is all that is written."""


async def _rate(once: Callable[[int], Awaitable[None]], numbers: range, clients: int) -> float:
    async def client(first: int) -> None:
        for number in numbers[first::clients]:
            await once(number)

    began = perf_counter()
    async with asyncio.TaskGroup() as group:
        for first in range(clients):
            group.create_task(client(first))
    return len(numbers) / (perf_counter() - began)
