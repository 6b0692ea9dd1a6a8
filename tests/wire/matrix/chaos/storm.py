"""The storm: people talk, the bot is killed again and again, and the homeserver now and then."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from random import Random
from signal import SIGKILL, SIGTERM
from statistics import median
from time import monotonic

from tests.chaos.nest import Nest
from tests.chaos.storm import settled
from tests.chaos.tally import Verdict
from tests.wire.matrix.chaos import diary
from tests.wire.matrix.chaos.crowd import Crowd
from tests.wire.matrix.chaos.process import Bot
from tests.wire.matrix.chaos.verdict import judged
from tests.wire.matrix.synapse import Synapse
from tests.wire.matrix.town import account

LIVES_S, STARTS_S, AT_START = (0.0, 2.0), (0.0, 0.5), 0.2
"""How long it is heard to hear before it is killed; and, of so many, how long after its birth."""
AWAY_S = 0.2, 4.0
SETTLES_S = 180.0
LOOKS = 3
FEW = 20
"""So few kills are not worth the half minute in which the nest is warmed."""
EACH_TALKS, MOST_PEOPLE, FEWEST = 250, 40, 6


@dataclass(frozen=True, slots=True)
class Storm:
    """How hard it blows: at least so many messages and kills, by this many people.

    After `most_s` it ends with what there is by then, and is judged.
    """

    messages: int
    kills: int
    outages: int = 0
    seed: int = 1
    pace: float = 10.0
    most_s: float = inf

    @property
    def people(self) -> int:
        """More of them where there is more to say."""
        return max(FEWEST, min(MOST_PEOPLE, self.messages // EACH_TALKS))


@dataclass(slots=True)
class Outcome:
    """What came of it."""

    verdict: Verdict = field(default_factory=Verdict)
    took_s: float = 0.0
    up_s: float = 0.0
    stopped: int = 0
    kills: int = 0
    outages: int = 0


async def blow(storm: Storm, folder: Path | None = None) -> Outcome:
    """The whole run. Raises Fell where the bot ended by itself."""
    began = monotonic()
    with tempfile.TemporaryDirectory(prefix="porchlight-", ignore_cleanup_errors=True) as own:
        where = folder or Path(own)
        async with _town(storm, where) as (bot, crowd):
            outcome = Outcome()
            await _talk(storm, bot, crowd, outcome)
            with suppress(TimeoutError):  # the verdict says what was not heard
                await _until(lambda: _all_done(bot, crowd), SETTLES_S)
            await settled(bot.database)
            await _look(crowd)
            outcome.stopped = await bot.end(SIGTERM)
            outcome.verdict = await judged(crowd, bot)
    outcome.took_s = monotonic() - began
    outcome.up_s = median(bot.ups_s) if bot.ups_s else 0.0
    return outcome


@asynccontextmanager
async def _town(storm: Storm, folder: Path) -> AsyncGenerator[tuple[Bot, Crowd]]:
    """A homeserver, people on it, and a bot that has met them."""
    synapse, nest = Synapse(folder / "synapse"), Nest(warm=storm.kills > FEW, also=diary.__name__)
    synapse.start()
    user, password = account(synapse)
    bot = Bot(nest, synapse, folder, user, password)
    chance = Random(storm.seed)  # noqa: S311 - a crowd, not secrets
    crowd = await Crowd.gathers(synapse, user, storm.people, chance, storm.pace)
    try:
        bot.space, bot.staff_room = crowd.space.id, crowd.staff_room
        await bot.start()
        await crowd.meets(user)
        yield bot, crowd
    finally:
        bot.over()
        await nest.close()
        for one in (crowd.space.admin, *(each.person for each in crowd.everybody())):
            await one.leaves()
        synapse.kill()


async def _talk(storm: Storm, bot: Bot, crowd: Crowd, outcome: Outcome) -> None:
    until = monotonic() + storm.most_s
    chance = Random(storm.seed + 1)  # noqa: S311 - when, not what
    async with asyncio.TaskGroup() as group:
        for one in crowd.people:
            group.create_task(crowd.acts(one))
        looking = [group.create_task(one.lives()) for one in crowd.everybody()]
        outages = set(chance.sample(range(storm.kills), min(storm.outages, storm.kills)))
        for number in range(storm.kills):
            if monotonic() > until:
                break
            if number in outages:
                outcome.outages += 1
                group.create_task(_outage(bot.synapse, chance.uniform(*AWAY_S)))
            await _kill(bot, chance)
            outcome.kills += 1
        await _until(
            lambda: len(crowd.wrote) >= storm.messages or monotonic() > until, 2 * storm.messages
        )
        await bot.up()
        crowd.is_over = True
        await asyncio.sleep(1)
        for task in looking:
            task.cancel()


async def _kill(bot: Bot, chance: Random) -> None:
    at_start = chance.random() < AT_START
    if not at_start:
        await bot.up()
    await asyncio.sleep(chance.uniform(*(STARTS_S if at_start else LIVES_S)))
    await bot.end(SIGKILL)
    await bot.start()


async def _outage(synapse: Synapse, away_s: float) -> None:
    """One after another: while it is away it cannot be killed."""
    if synapse.pid:
        await asyncio.to_thread(synapse.kill)
        synapse.pid = 0
        await asyncio.sleep(away_s)
        await asyncio.to_thread(synapse.start)


async def _look(crowd: Crowd) -> None:
    """Everybody looks at their screen, until there is nothing new."""
    for _ in range(LOOKS):
        await asyncio.gather(*(one.looks_once() for one in crowd.everybody()))
        await asyncio.sleep(0.5)


def _all_done(bot: Bot, crowd: Crowd) -> bool:
    bot.diary.read()
    return all(one.event in bot.diary.done for one in crowd.wrote)


async def _until(true: Callable[[], object], patience_s: float) -> None:
    async with asyncio.timeout(patience_s):
        while not true():  # noqa: ASYNC110 - another process makes it so
            await asyncio.sleep(0.2)
