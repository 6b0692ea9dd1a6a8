"""Throughput: harmless messages through the bot, next to the detector alone and an empty loop."""

from collections.abc import Awaitable, Callable, Sequence
from time import perf_counter, process_time

from bot.model.events import Said
from bot.watch.watch import Watch
from tests.bench.table import Row, Rows
from tests.bench.world import World, chatter

MESSAGES = 5_000


async def messages(world: World) -> Rows:
    """One after another, as fast as they go."""
    detector = world.content.detector
    watch = Watch(detector)
    events = chatter(world.town, MESSAGES)

    async def nothing(event: Said) -> None:
        """What a call and an await cost."""

    async def detects(event: Said) -> None:
        detector.assess(event.text)

    async def watches(event: Said) -> None:
        watch.assess(event)

    async def receives(event: Said) -> None:
        await world.app.receive(event)

    alone = await _each(nothing, events)
    detected = await _each(detects, events)
    watched = await _each(watches, events)
    received = await _each(receives, events)
    found = {
        "an empty loop": alone, "the detector alone": detected, "the watch alone": watched,
        "the whole bot": received,
    }  # fmt: skip
    cheapest = detected["CPU us each"]
    return {
        name: {**row, "times the detector": row["CPU us each"] / cheapest}
        for name, row in found.items()
    }


async def _each(do: Callable[[Said], Awaitable[None]], events: Sequence[Said]) -> Row:
    began, cpu = perf_counter(), process_time()
    for event in events:
        await do(event)
    cpu, took = process_time() - cpu, perf_counter() - began
    return {"a second": len(events) / took, "CPU us each": cpu / len(events) * 1e6}
