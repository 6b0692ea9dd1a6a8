"""Latency: from a text to the committed incident to the card, and of an interaction."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import perf_counter

from adapters.memory.ledger import Shown
from bot.model.people import Platform
from tests.bench.disk import Disk
from tests.bench.table import Row, Rows, percentile
from tests.bench.world import ALARMING, ROOMS, World, chatter, command, said

CARD, ANSWER = "crisis.false_alarm", "crisis.safe"
PAUSE_S = 0.07
"""Between two alerts of an idle bot: slower than the platform's limit of 50 messages a second."""
A_SECOND = 500
LONGEST_S = 10.0


@dataclass(slots=True)
class Stopwatch:
    """When the card and the answer of the incident under way appeared."""

    shown: dict[str, float] = field(default_factory=dict[str, float])
    both: asyncio.Event = field(default_factory=asyncio.Event)

    def __call__(self, entry: Shown) -> None:
        """Something appeared."""
        now = perf_counter()
        if entry.edits is None:
            for name in {one.action for one in entry.buttons} & {CARD, ANSWER}:
                self.shown.setdefault(name, now)
        if len(self.shown) == 2:
            self.both.set()


@dataclass(slots=True)
class Alerts:
    """Seconds since the text came in, for every alert."""

    committed: list[float] = field(default_factory=list[float])
    carded: list[float] = field(default_factory=list[float])
    answered: list[float] = field(default_factory=list[float])

    async def one(self, world: World, number: int) -> None:
        """One incident, until its card and its answer are seen."""
        watch = world.town.ledger.watch = Stopwatch()
        event = said(world.town, f"m{number}", ROOMS[number % len(ROOMS)], ALARMING)
        began = perf_counter()
        await world.app.receive(event)
        self.committed.append(perf_counter() - began)
        async with asyncio.timeout(LONGEST_S):
            await watch.both.wait()
        self.carded.append(watch.shown[CARD] - began)
        self.answered.append(watch.shown[ANSWER] - began)

    def rows(self, name: str, disk: Disk) -> Rows:
        """Percentiles, and what is left of them without the disk."""
        parts = {"committed": self.committed, "card shown": self.carded,
                 "answer shown": self.answered}  # fmt: skip
        return {f"{name}: {part}": _row(values, disk) for part, values in parts.items()}


def _row(values: list[float], disk: Disk) -> Row:
    middle = percentile(values, 0.5)
    return {
        "p50 ms": middle * 1000, "p99 ms": percentile(values, 0.99) * 1000,
        "p50 less an fsync, ms": (middle - disk.middle_s) * 1000,
        "p50 in fsyncs": middle / disk.middle_s, "times": len(values),
    }  # fmt: skip


async def idle(world: World, disk: Disk, first: int, number: int) -> Rows:
    """Alerts of a bot that has nothing else to do."""
    alerts = Alerts()
    for each in range(first, first + number):
        await alerts.one(world, each)
        await asyncio.sleep(PAUSE_S)
    return alerts.rows("idle", disk)


async def loaded(world: World, disk: Disk, first: int, seconds: int) -> Rows:
    """One alert a second among 500 harmless messages a second."""
    alerts = Alerts()
    async with _chatter(world, seconds) as sent:
        began = perf_counter()
        for each in range(first, first + seconds):
            await alerts.one(world, each)
            await asyncio.sleep(1)
        rate = sent() / (perf_counter() - began)
    rows = alerts.rows(f"among {A_SECOND} messages a second", disk)
    return {name: {**row, "messages a second": rate} for name, row in rows.items()}


@asynccontextmanager
async def _chatter(world: World, seconds: int) -> AsyncGenerator[Callable[[], int], None]:
    events = chatter(world.town, A_SECOND * (seconds + 2))
    sent = 0

    async def talk() -> None:
        nonlocal sent
        began = perf_counter()
        for sent, event in enumerate(events):
            await world.app.receive(event)
            ahead = began + sent / A_SECOND - perf_counter()
            await asyncio.sleep(max(0.0, ahead))

    async with asyncio.TaskGroup() as group:
        talking = group.create_task(talk())
        try:
            yield lambda: sent
        finally:
            talking.cancel()


async def interactions(world: World, disk: Disk, number: int) -> Rows:
    """`/checkin` from the command to the reply; the consent before it made the member's own key."""
    names = [name for name in world.town.people if name.startswith("m")][:number]
    for name in names:
        await world.app.receive(command(world.town, name, "consent", "yes"))
    return {
        f"/checkin, {which}": _row([await _checkin(world, name) for name in names], disk)
        for which in ("a member's first", "a later one")
    }


async def _checkin(world: World, name: str) -> float:
    event = command(world.town, name, "checkin", 'mood=4 note="a walk in the park"')
    assert event.who.platform is Platform.DISCORD
    began = perf_counter()
    reply = await world.app.receive(event)
    assert reply is not None
    return perf_counter() - began
