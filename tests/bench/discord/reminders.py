"""From a cry to its card while hundreds of reminders are owed, and while nothing is."""

import asyncio
import tempfile
from pathlib import Path

from adapters.memory.acts import Acts
from adapters.memory.places import Person
from bot.app.content import load
from tests.bench.discord.alerts import Heard, cry, waited
from tests.bench.discord.driver import HERE, MODULE, Driver, driving, until
from tests.bench.table import Rows, percentile
from tests.wire.discord.crowded import REMINDED, WORDS, alive, crowd, owe, town_of
from tests.wire.discord.server import Wire

CRIES, EACH_S = 10, 1.0
SOME = 60
"""So many reminders are out when the first one cries: more than go out at once."""
PATIENCE_S = 180.0


async def reminders() -> Rows:
    """One cry a second, in the midst of reminders and after the last one; in the same run."""
    everybody = crowd()
    with tempfile.TemporaryDirectory(prefix="porchlight-") as name:
        await _owed(Path(name), everybody)
        async with driving(Path(name), MODULE, everybody) as driver:
            driver.wire.buckets.on = True
            await until(lambda: _sent(driver) >= SOME, PATIENCE_S)
            busy = await _cries(driver, 0)
            await until(lambda: _sent(driver) >= REMINDED, PATIENCE_S)
            idle = await _cries(driver, CRIES)
    return {f"{REMINDED} reminders owed": busy, "none owed": idle}


async def _owed(folder: Path, people: list[Person]) -> None:
    """Everybody has written in private once, is owed a reminder, and the bot is away."""
    async with (
        Wire(town_of(people)).listening() as wire,
        alive(wire, folder, load(), background=False) as (app, _),
    ):
        acts = Acts(wire.town)
        for one in people:
            await acts.says(one.name, wire.town.dm(one.name, HERE).room, "hello")
        await app.drain()
        await owe(app, people)


async def _cries(driver: Driver, first: int) -> dict[str, float]:
    heard, refused = Heard(), driver.wire.buckets.refused_all
    for number in range(first, first + CRIES):
        await cry(driver, heard, f"c{number:03}", "#general")
        await asyncio.sleep(EACH_S)
    left, taken = REMINDED - _sent(driver), await waited(driver, heard)
    return {
        "p50 ms": percentile(taken, 0.5) * 1000, "slowest ms": max(taken) * 1000,
        "cards": len(taken), "reminders still owed after the last cry": left,
        "requests over the limit": driver.wire.buckets.refused_all - refused,
    }  # fmt: skip


def _sent(driver: Driver) -> int:
    return sum(one.text.startswith(WORDS) for one in driver.wire.town.ledger.entries)
