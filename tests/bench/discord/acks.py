"""How soon an interaction is acknowledged while somebody else holds the database."""

import asyncio
import sqlite3
import tempfile
from contextlib import closing
from itertools import cycle
from pathlib import Path
from random import Random
from time import perf_counter

from adapters.memory.acts import Acts
from adapters.memory.places import room_named
from tests.bench.discord.driver import HERE, TALKERS, Driver, driving, until
from tests.bench.table import Rows, percentile

ROUNDS, EACH = 25, 8
LOCKED_S = 2.0
COMMANDS = ("/help-me-now", "/checkin", "/helpline", "/vent", "/privacy")
ANSWERED_WITHIN_S = 30.0


async def acks() -> Rows:
    """With nobody in the way, and while a writer holds the database for two seconds."""
    with tempfile.TemporaryDirectory(prefix="porchlight-") as folder:
        async with driving(Path(folder)) as driver:
            await asyncio.sleep(LOCKED_S)
            free = [one for _ in range(ROUNDS) for one in await _round(driver)]
            held: list[float] = []
            for _ in range(ROUNDS):
                held += await _locked(driver, Path(folder) / "p.db")
    return {"free": _row(free), f"locked for {LOCKED_S:.0f} s": _row(held)}


def _row(taken: list[float]) -> dict[str, float]:
    return {
        "p50 ms": percentile(taken, 0.5) * 1000, "p99 ms": percentile(taken, 0.99) * 1000,
        "slowest ms": max(taken) * 1000, "times": len(taken),
    }  # fmt: skip


async def _locked(driver: Driver, database: Path) -> list[float]:
    with closing(sqlite3.connect(database, timeout=10.0, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        over = asyncio.get_running_loop().time() + LOCKED_S
        taken = await _round(driver)
        await asyncio.sleep(max(0.0, over - asyncio.get_running_loop().time()))
        other.execute("ROLLBACK")
    return taken


async def _round(driver: Driver) -> list[float]:
    """Some people act one after another; how long each waited for the first answer."""
    chance = Random(3)  # noqa: S311 - people, not secrets
    people = [f"t{chance.randrange(TALKERS):03}" for _ in range(EACH)]
    return [await _act(driver, who, one) for who, one in zip(people, cycle(COMMANDS), strict=False)]


async def _act(driver: Driver, who: str, command: str) -> float:
    known, seen = set(driver.wire.state.opened), len(driver.wire.noted)
    began = perf_counter()
    await Acts(driver.wire.town).invokes(who, room_named("#general", HERE), command)
    (token,) = set(driver.wire.state.opened) - known

    def acknowledged() -> list[float]:
        noted = driver.wire.noted[seen:]
        return [one.at for one in noted if token in one.path and one.path.endswith("/callback")]

    await until(acknowledged, ANSWERED_WITHIN_S)
    return acknowledged()[0] - began
