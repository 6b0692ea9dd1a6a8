"""The storm: a crowd, a child, and a signal 9 again and again."""

import asyncio
import sqlite3
import sys
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import monotonic

from adapters.alarm.clock import SystemClock
from adapters.memory.faults import REMEMBERS
from adapters.memory.town import Town
from adapters.memory.wire import TownServer
from adapters.sql.house import House
from adapters.sql.opening import open_ring
from bot.ports.detect import Detects
from tests.chaos.child import Child, Fell
from tests.chaos.crowd import Crowd, townspeople
from tests.chaos.nest import Nest
from tests.chaos.relayed import judge_relay, leaks
from tests.chaos.tally import Verdict
from tests.chaos.venting import Venters
from tests.chaos.verdict import judge

LOST_REQUESTS = LOST_ANSWERS = 0.05
UP_S = 0.1, 3.0
"""How long the child listens before it is killed; posts appear only once it has caught up."""
STARTING_S, AT_START = (0.0, 0.4), 0.2
"""How long, and how often, it is killed while it is still starting and catching up."""
LONGEST_SETTLING_S = 300.0
QUIET_S = 2.0
LOG_SHOWN_CHARS = 4_000
UNFINISHED = (
    "SELECT count(*) FROM deliveries WHERE state = 'owed'",
    "SELECT count(*) FROM vent_posts WHERE stage = 'waiting'",
)
People = tuple[Crowd, Venters]


@dataclass(frozen=True, slots=True)
class Storm:
    """How hard it blows. Without `dedupe` the platforms show a repeated key again."""

    kills: int
    seed: int
    dedupe: bool = True
    actors: int = 6
    pause_s: float = 0.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it; `log` is what the children logged."""

    verdict: Verdict
    took_s: float
    start_s: float
    stopped: int
    log: str


async def blow(storm: Storm, detector: Detects) -> Outcome:
    """The whole run. Raises Fell when a child ended by itself."""
    began = monotonic()
    town = Town(SystemClock(), townspeople())
    town.faults.chance = Random(storm.seed)  # noqa: S311 - faults, not secrets
    town.faults.remembers = REMEMBERS if storm.dedupe else timedelta(0)
    chance = Random(storm.seed + 1)  # noqa: S311 - a crowd, not secrets
    crowd = Crowd(town, detector, chance, storm.pause_s)
    venters = Venters(town, chance, storm.pause_s, detector)
    with tempfile.TemporaryDirectory(prefix="porchlight-") as folder:
        async with TownServer(town).listening() as port, _child(town, folder, port) as child:
            await _kill_again_and_again(storm, town, (crowd, venters), child)
            await settled(child.database)
            stopped = await child.stop()
        verdict = await _verdict((crowd, venters), town, child)
        log = child.log.read_text("utf-8", errors="replace")
        return Outcome(verdict, monotonic() - began, median(child.starts_s), stopped, log)


@asynccontextmanager
async def _child(town: Town, folder: str, port: int) -> AsyncGenerator[Child, None]:
    child = Child(town, Path(folder), port, nest := Nest())
    try:
        yield child
    except* Fell:
        print(child.log.read_text("utf-8", errors="replace")[-LOG_SHOWN_CHARS:], file=sys.stderr)
        raise
    finally:
        await child.stop()
        await nest.close()


async def _kill_again_and_again(storm: Storm, town: Town, who: People, child: Child) -> None:
    crowd, venters = who
    chance = Random(storm.seed + 2)  # noqa: S311 - when, not what
    await child.start()
    await child.up()
    await crowd.begin()
    town.faults.lost_requests, town.faults.lost_answers = LOST_REQUESTS, LOST_ANSWERS
    async with asyncio.TaskGroup() as group:
        acting = [group.create_task(crowd.act()) for _ in range(storm.actors)]
        acting += [group.create_task(venters.act(doing)) for doing in venters.all()]
        for _ in range(storm.kills):
            at_start = chance.random() < AT_START
            if not at_start:
                await child.up()
            await asyncio.sleep(chance.uniform(*(STARTING_S if at_start else UP_S)))
            await child.kill()
            await child.start()
        await child.up()
        for task in acting:
            task.cancel()


async def settled(database: Path) -> None:
    """Wait until nothing was owed or on its way for a while, or too long."""
    began = quiet_since = monotonic()
    while monotonic() - quiet_since < QUIET_S and monotonic() - began < LONGEST_SETTLING_S:
        await asyncio.sleep(0.1)
        if _unfinished(database):
            quiet_since = monotonic()


def _unfinished(database: Path) -> int:
    """How many deliveries are unpaid and posts wait for their moment, read beside the bot."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)
    try:
        return sum(int(connection.execute(sql).fetchone()[0]) for sql in UNFINISHED)
    finally:
        connection.close()


async def _verdict(who: People, town: Town, child: Child) -> Verdict:
    crowd, venters = who
    ring = await open_ring(child.keys, None, make=False)
    try:
        house = await House.open(child.database, ring, SystemClock())
        try:
            verdict = await judge(crowd.done, town.ledger, house)
            await judge_relay(verdict, venters.done, town.ledger, house)
            leaks(verdict, venters.done, town.ledger, town.people)
            return verdict
        finally:
            await house.close()
    finally:
        await ring.close()
