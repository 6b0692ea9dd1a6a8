"""What is ours of it: from an answer of sync to a request of the bot; and a backlog, read."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random

from tests.bench.discord.child import DEAF
from tests.bench.matrix.alerts import homeserver
from tests.bench.matrix.bot import Bot
from tests.bench.matrix.community import URGENT, Community, living
from tests.bench.table import Row, Rows, percentile
from tests.bench.talk import line
from tests.chaos.nest import Nest
from tests.wire.matrix.person import Person
from tests.wire.matrix.town import account_by_token

PAUSE_S = 0.1
ASKS = "!helpline grief"
TALKERS = 4


async def overhead(nest: Nest, folder: Path, times: int) -> Rows:
    """One event after another: commands, which are answered, and cries, which are owed."""
    async with AsyncExitStack() as stack:
        synapse = await stack.enter_async_context(homeserver(folder))
        bot = Bot(nest, folder / "bot", synapse.url, account_by_token(synapse))
        cries = min(times, 40)
        community = await stack.enter_async_context(living(synapse, bot, [cries]))
        asks = community.people[0]
        commands = await _all(bot, (_one(community, asks, ASKS) for _ in range(times)))
        alerts = await _all(bot, (_one(community, one, URGENT) for one in community.people))
    return {
        **_rows("a command", *commands),
        **_rows("a cry", *alerts),
    }  # fmt: skip  # the first of each tells others its key


async def _all(
    bot: Bot, each: Iterator[Coroutine[None, None, tuple[float, float]]]
) -> tuple[list[tuple[float, float]], float]:
    """One after another, but for the first; and the processor time of one of them."""
    await next(each)
    began = bot.cpu_s()
    taken = [await one for one in each]
    return taken, (bot.cpu_s() - began) / len(taken)


async def _one(community: Community, who: Person, text: str) -> tuple[float, float]:
    """Seconds from the answer of sync to the end of the event, and to the first request."""
    bot, notes = community.bot, community.bot.notes
    event = await community.says(who, text)
    await bot.until(lambda: event in notes.done)
    came = notes.answers[event]
    await bot.until(lambda: any(at > came for at in notes.sent))
    sent = min(at for at in notes.sent if at > came)
    await asyncio.sleep(PAUSE_S)
    return notes.done[event] - came, sent - came


def _rows(name: str, taken: list[tuple[float, float]], cpu_s: float) -> Rows:
    done, sent = zip(*taken, strict=True)
    cpu = {"CPU ms, with all that follows": cpu_s * 1000}
    return {f"{name}: committed": _row(done), f"{name}: request sent": {**_row(sent), **cpu}}


def _row(taken: tuple[float, ...]) -> Row:
    return {
        "p50 ms": percentile(taken, 0.5) * 1000, "p99 ms": percentile(taken, 0.99) * 1000,
        "times": len(taken),
    }  # fmt: skip


async def backlog(nest: Nest, folder: Path, messages: int) -> Rows:
    """Everything that was said while the bot was away, from its homeserver's first answer on."""
    rows: dict[str, Row] = {}
    for name, encrypted in (("plain", False), ("encrypted", True)):
        where = folder / name
        async with AsyncExitStack() as stack:
            synapse = await stack.enter_async_context(homeserver(where))
            bot = Bot(nest, where / "bot", synapse.url, account_by_token(synapse))
            living_there = living(synapse, bot, [TALKERS], encrypted=encrypted)
            community = await stack.enter_async_context(living_there)
            rows[name] = await _caught_up(community, messages)
            rows[f"{name}, without the detector"] = await _caught_up(community, messages, deaf=True)
    return rows


async def _caught_up(community: Community, messages: int, *, deaf: bool = False) -> Row:
    bot, notes = community.bot, community.bot.notes
    await bot.stop()
    said = await _written(community, messages)
    await bot.start(**{DEAF: "1"} if deaf else {})
    await bot.until(lambda: said <= notes.done.keys())
    took = max(notes.done[one] for one in said) - notes.first
    return {"messages": len(said), "a second": len(said) / took, "seconds": took}


async def _written(community: Community, messages: int) -> set[str]:
    """All of them, by several people at once; their ids."""
    each = messages // TALKERS
    found = await asyncio.gather(
        *(_writes(community, one, each, n) for n, one in enumerate(community.people))
    )
    return {one for ids in found for one in ids}


async def _writes(community: Community, one: Person, many: int, seed: int) -> list[str]:
    chance = Random(seed)  # noqa: S311 - words, not secrets
    return [await community.says(one, line(chance)) for _ in range(many)]
