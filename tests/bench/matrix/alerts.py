"""From a cry to the moderator's screen: at default limits, after outages, and among much talk."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import monotonic

from tests.bench.matrix.bot import Bot
from tests.bench.matrix.community import Community, living
from tests.bench.table import Row, Rows, percentile
from tests.bench.talk import line
from tests.chaos.nest import Nest
from tests.wire.matrix.cable import cable_to
from tests.wire.matrix.person import Person
from tests.wire.matrix.synapse import Synapse
from tests.wire.matrix.town import account_by_token

ASKING, EACH_ASKS = 5, 5
"""So many people ask for something so often: each command is answered by one message."""
RESTS_S = 6.0
"""Synapse takes one message of a person in five seconds, once ten were sent."""
AWAY_S = 27.0
TALKERS, IN_A_ROOM, EACH_S = 8, 12, 1.0
SHOWN_WITHIN_S = 120.0


def row(taken: Sequence[float]) -> dict[str, float]:
    """The usual figures."""
    return {
        "p50 ms": percentile(taken, 0.5) * 1000, "p99 ms": percentile(taken, 0.99) * 1000,
        "slowest ms": max(taken) * 1000, "times": len(taken),
    }  # fmt: skip


@asynccontextmanager
async def homeserver(folder: Path, *, limits: bool = False) -> AsyncGenerator[Synapse, None]:
    """A Synapse of this figure alone, killed in the end."""
    synapse = Synapse(folder / "synapse", limits)
    await asyncio.to_thread(synapse.start)
    try:
        yield synapse
    finally:
        synapse.kill()


async def behind(nest: Nest, folder: Path, times: int) -> Rows:
    """An alert while many answers wait for their turn, each time of a new bot and new people."""
    taken, waiting = list[float](), list[int]()
    async with homeserver(folder, limits=True) as synapse:
        for number in range(times):
            account, where = account_by_token(synapse), folder / f"bot{number}"
            bot = Bot(nest, where, synapse.url, account, limited=True)
            async with living(synapse, bot, [ASKING]) as community:
                for one in community.people:
                    for _ in range(EACH_ASKS):
                        await community.says(one, "!helpline grief")
                await asyncio.sleep(RESTS_S)
                bot.notes.read()
                said = len(bot.notes.sent)
                began, _ = await community.cries(community.people[0])
                taken.append(await _shown(community, community.people[0]) - began)
                waiting.append(ASKING * EACH_ASKS - said)
    name = f"behind {ASKING * EACH_ASKS} answers, default limits"
    return {name: {**row(taken), "answers still to be said, at least": min(waiting)}}


async def _shown(community: Community, one: Person) -> float:
    return await community.staff.shows(one.name, SHOWN_WITHIN_S)


async def outages(nest: Nest, folder: Path, times: int) -> Rows:
    """The homeserver dies, and comes back; and it is not to be reached, and is again."""
    died, cut = list[float](), list[float]()
    async with AsyncExitStack() as stack:
        synapse = await stack.enter_async_context(homeserver(folder))
        cable = await stack.enter_async_context(cable_to(synapse.port))
        bot = Bot(nest, folder / "bot", cable.url, account_by_token(synapse))
        community = await stack.enter_async_context(living(synapse, bot, [2 * times]))
        people = iter(community.people)
        for _ in range(times):
            synapse.kill()
            await asyncio.sleep(AWAY_S)
            await asyncio.to_thread(synapse.start)
            back, one = monotonic(), next(people)
            await community.cries(one)
            died.append(await _shown(community, one) - back)
            cable.cut()
            await asyncio.sleep(AWAY_S / 2)
            await community.cries(one := next(people))
            await asyncio.sleep(AWAY_S / 2)
            back = monotonic()
            await cable.mend()
            cut.append(await _shown(community, one) - back)
    return {
        f"killed for {AWAY_S:.0f} s; a cry as it is back": row(died),
        f"not reached for {AWAY_S:.0f} s; a cry meanwhile": row(cut),
    }


@dataclass(slots=True)
class Talk:
    """Many talk, so many messages a second altogether, or as many as the homeserver takes."""

    community: Community
    rate: float
    lasts_s: float
    said: int = 0
    cried: dict[str, tuple[float, str]] = field(default_factory=dict[str, tuple[float, str]])

    async def all(self, talkers: Sequence[Person], criers: Sequence[Person]) -> Row:
        """The figures of it."""
        began = monotonic()
        async with asyncio.TaskGroup() as group:
            for number, one in enumerate(talkers):
                group.create_task(self._talks(one, number * len(talkers) / max(self.rate, 1)))
            for number, one in enumerate(criers):
                group.create_task(self._cries(one, number * EACH_S))
        rate = self.said / (monotonic() - began)
        staff, notes = self.community.staff, self.community.bot.notes
        taken = [await staff.shows(one, SHOWN_WITHIN_S) - at for one, (at, _) in self.cried.items()]
        notes.read()
        ours = [notes.done[event] - notes.answers[event] for _, event in self.cried.values()]
        return {
            "messages a second": rate, **row(taken),
            "in the bot until committed, p50 ms": percentile(ours, 0.5) * 1000,
        }  # fmt: skip

    async def _talks(self, one: Person, seed: float) -> None:
        chance = Random(seed)  # noqa: S311 - words, not secrets
        began, each = monotonic(), TALKERS / self.rate if self.rate else 0.0
        due = began + chance.random() * each
        while (now := monotonic()) < began + self.lasts_s:
            await asyncio.sleep(max(0.0, due - now))
            due += each
            await self.community.says(one, line(chance))
            self.said += 1

    async def _cries(self, one: Person, after_s: float) -> None:
        await asyncio.sleep(after_s)
        self.cried[one.name] = await self.community.cries(one)


async def among(nest: Nest, folder: Path, rate: float, cries: int) -> Row:
    """One new person a second cries while others talk, in encrypted rooms."""
    async with AsyncExitStack() as stack:
        synapse = await stack.enter_async_context(homeserver(folder))
        bot = Bot(nest, folder / "bot", synapse.url, account_by_token(synapse))
        full, left = divmod(TALKERS + cries, IN_A_ROOM)
        rooms = [IN_A_ROOM] * full + ([left] if left else [])
        community = await stack.enter_async_context(living(synapse, bot, rooms))
        for one in community.people:  # their first message has its key given to everybody
            await community.says(one, "good morning")
        chosen = community.people[:: max(1, len(community.people) // TALKERS)][:TALKERS]
        others = [one for one in community.people if one not in chosen]
        return await Talk(community, rate, cries * EACH_S).all(chosen, others)


async def load(nest: Nest, folder: Path, rates: Sequence[float], cries: int) -> Rows:
    """With nobody else, among so many messages a second, and among as many as go."""
    rows: dict[str, Row] = {}
    for rate in rates:
        name = f"{rate:.0f} messages a second" if rate else "as many as the homeserver takes"
        rows[name] = await among(nest, folder / f"{rate:.0f}", rate, cries)
    return rows
