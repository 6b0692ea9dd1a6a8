"""One run: people cry while everything goes wrong, then all is well again; who was lost."""

import asyncio
import shutil
import signal
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from time import monotonic

from adapters.alarm.clock import SystemClock
from adapters.memory.acts import Acts
from adapters.memory.faults import REMEMBERS
from adapters.memory.places import room_named
from adapters.memory.town import Town
from tests.chaos.child import Fell
from tests.chaos.nest import Nest
from tests.chaos.storm import settled
from tests.chaos.tally import Verdict
from tests.wire.discord.acts import Acting
from tests.wire.discord.server import Wire
from tests.wire.discord.weather.crowd import HERE, PEOPLE, Crowd, townspeople
from tests.wire.discord.weather.process import Bot
from tests.wire.discord.weather.sky import Sky
from tests.wire.discord.weather.troubles import Troubles
from tests.wire.discord.weather.verdict import judged

LASTS_S, MOST_TROUBLES = 2.5, 6
SETTLES_S, UP_S = 90.0, 60.0
SAVES = 2
LAST = f"p{PEOPLE - 1:02}"
"""Who cries once all is well again: a client that died would not hear it."""


@dataclass(slots=True)
class Outcome:
    """What came of one run."""

    seed: int
    verdict: Verdict = field(default_factory=Verdict)
    happened: list[str] = field(default_factory=list[str])
    met: int = 0
    lives: int = 0
    took_s: float = 0.0
    dead: str = ""
    log: str = ""

    @property
    def good(self) -> bool:
        """Whether nobody was lost, nothing was doubled, and the client lived."""
        return self.verdict.good and not self.dead


async def trial(seed: int, nest: Nest, keep: Path | None = None) -> Outcome:
    """One run, from an empty folder to the verdict; what is left of a bad one is kept there."""
    began, chance, outcome = monotonic(), Random(seed), Outcome(seed)  # noqa: S311 - faults
    town = Town(SystemClock(), townspeople())
    forgets = chance.random() < 0.5
    town.faults.remembers = timedelta(0) if forgets else REMEMBERS
    with tempfile.TemporaryDirectory(prefix="porchlight-") as folder:
        async with Wire(town).listening() as wire:
            town.bots[HERE] = Acting(wire.state, _nothing, list).deliver
            bot = Bot(nest, wire, Path(folder), forgets)
            try:
                await _run(outcome, Crowd(town, chance), bot, chance)
            except (Fell, TimeoutError) as dead:
                outcome.dead = str(dead) or "nothing came of it in time"
            finally:
                bot.over()
                if bot.log.exists():
                    outcome.log = bot.log.read_text("utf-8", errors="replace")
                if keep is not None and not outcome.good:
                    _keep(bot, keep / f"seed-{seed}")
    outcome.met, outcome.lives, outcome.took_s = wire.script.met, bot.lives, monotonic() - began
    return outcome


def _keep(bot: Bot, where: Path) -> None:
    """The data, the keys and the log; all requests; and all that anybody saw."""
    shutil.copytree(bot.folder, where, dirs_exist_ok=True)
    asked = (f"{method} {path}" for method, path in bot.wire.asked)
    (where / "asked").write_text("\n".join(asked), encoding="utf-8")
    shown = (f"{one.as_json()} {one.key} {one.where}" for one in bot.wire.town.ledger.entries)
    (where / "ledger").write_text("\n".join(shown), encoding="utf-8")


async def _nothing() -> None:
    """The process handles what it hears by itself."""


async def _run(outcome: Outcome, crowd: Crowd, bot: Bot, chance: Random) -> None:
    wire, sky = bot.wire, Sky(chance)
    await bot.start()
    await _until(lambda: wire.arrivals and wire.state.commands, UP_S)
    await crowd.begin()
    await _until(crowd.greeted, UP_S)
    await _remembered(bot.database)
    wire.script.chance = sky.meets
    troubles = Troubles(wire, sky, bot, chance)
    async with asyncio.TaskGroup() as group:
        for number in range(PEOPLE - 1):
            group.create_task(_acts(crowd, f"p{number:02}", chance.uniform(0.0, LASTS_S)))
        for _ in range(chance.randint(1, MOST_TROUBLES)):
            await asyncio.sleep(chance.uniform(0.0, LASTS_S / MOST_TROUBLES))
            outcome.happened.append(await troubles.one())
        sky.hard, sky.storm = 0.0, None
    wire.script.clear()
    await _alive(crowd)
    with suppress(TimeoutError):  # the verdict says who was not
        await _until(crowd.all_answered, SETTLES_S)
    await settled(bot.database)
    if code := await bot.end(signal.SIGTERM):
        outcome.dead = f"it stopped with {code}"
    outcome.verdict = await judged(crowd, bot)
    outcome.verdict.wrong += wire.broken


async def _remembered(database: Path) -> None:
    """Until the list of private rooms was saved twice: that is not at once (decision 0053).

    The first save may have begun before the last person was greeted.
    """
    seen: set[str] = set()

    def is_later() -> bool:
        seen.update(name for (name,) in _saved(database))
        return len(seen) > SAVES

    await _until(is_later, UP_S)


def _saved(database: Path) -> list[tuple[str]]:
    """By which names the list stands there; each save has a new one. Read beside the bot."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)) as connection:
        return connection.execute("SELECT id FROM private_rooms").fetchall()


async def _acts(crowd: Crowd, name: str, after: float) -> None:
    await asyncio.sleep(after)
    await crowd.chat()
    await crowd.cry(name)


async def _alive(crowd: Crowd) -> None:
    """Somebody cries when all is well, and is answered."""
    crowd.cried.add(LAST)
    await Acts(crowd.town).says(LAST, room_named("#general", HERE), "i want to die")
    await _until(lambda: crowd.answered(LAST), SETTLES_S)


async def _until(true: Callable[[], object], patience_s: float) -> None:
    async with asyncio.timeout(patience_s):
        while not true():  # noqa: ASYNC110 - another process makes it so
            await asyncio.sleep(0.02)
