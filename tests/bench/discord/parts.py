"""What a harmless message costs, each part apart; and what many members cost."""

import asyncio
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import perf_counter

from adapters.memory.places import Person, person
from tests.bench.discord import library
from tests.bench.discord.child import DEAF
from tests.bench.discord.driver import MODULE, TALKERS, Driver, driving
from tests.bench.table import Rows
from tests.bench.talk import line

ROOMS = ("#general", "#vent")
MESSAGES, RATE = 10_000, 250
"""So many a second that nobody falls behind, which would share work out over messages."""
MEMBERS = 50_000
QUIET_S = 2.0


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor time of one message, in microseconds."""

    loop: float
    storage: float


async def parts() -> Rows:
    """The library alone, our bot without its detector, and with it; each in its own process."""
    receiving = await _cost(library.__name__, **{library.HEARS_NONE: "1"})
    theirs, deaf, whole = await _cost(library.__name__), await _cost(**{DEAF: "1"}), await _cost()
    found = {
        "discord.py with an empty handler": theirs.loop,
        "discord.py's connection, no message read": receiving.loop,
        "adapter and engine": deaf.loop - receiving.loop,
        "detector": whole.loop - deaf.loop,
        "storage": whole.storage,
        "the whole bot": whole.loop + whole.storage,
    }
    return {
        name: {"CPU us a message": us, "times discord.py": us / theirs.loop}
        for name, us in found.items()
    }


async def members(many: int = MEMBERS) -> Rows:
    """What is held once everybody of a large server has said something."""
    with tempfile.TemporaryDirectory(prefix="porchlight-") as folder:
        async with driving(Path(folder)) as driver:
            await asyncio.sleep(QUIET_S)
            before = driver.rss_mb()
            everybody = (person(f"m{n:05}", 100_000 + n) for n in range(many))
            await _talk(driver, everybody, 2 * RATE)
            await asyncio.sleep(QUIET_S)
            after = driver.rss_mb()
    return {
        "before": {"MB": before},
        f"after {many:,} members spoke": {"MB": after, "MB more": after - before},
    }


async def _cost(module: str = MODULE, **more: str) -> Cost:
    chance = Random(2)  # noqa: S311 - words, not secrets
    talkers = (f"t{chance.randrange(TALKERS):03}" for _ in range(MESSAGES))
    with tempfile.TemporaryDirectory(prefix="porchlight-") as folder:
        async with driving(Path(folder), module, **more) as driver:
            await asyncio.sleep(QUIET_S)
            loop, cpu = driver.loop_s(), driver.cpu_s()
            await _talk(driver, (driver.wire.town.people[one] for one in talkers), RATE)
            await asyncio.sleep(QUIET_S)
            loop, cpu = driver.loop_s() - loop, driver.cpu_s() - cpu
    return Cost(loop / MESSAGES * 1e6, (cpu - loop) / MESSAGES * 1e6)


async def _talk(driver: Driver, people: Iterable[Person], rate: float) -> None:
    """Each of them says something harmless, so many a second."""
    chance, began = Random(1), perf_counter()  # noqa: S311 - words, not secrets
    for number, one in enumerate(people):
        await driver.tells(one, chance.choice(ROOMS), line(chance))
        await asyncio.sleep(max(0.0, began + number / rate - perf_counter()))
