"""Sends frames to the real adapter over a socket, and counts what was not heard."""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from adapters.discord.reading.moments import snowflake_at
from adapters.memory.clock import TownClock
from adapters.memory.places import room_named
from adapters.memory.town import Town
from bot.model.events import AnyEvent, Invoked, texts_of
from tests.wire.discord import objects
from tests.wire.discord.bot import HERE, OnWire, on_wire
from tests.wire.discord.gateway import Session
from tests.wire.discord.hearer import Hearer
from tests.wire.discord.mutants.frames import Frames
from tests.wire.discord.mutants.rule import cries, due
from tests.wire.discord.mutants.talk import PLAIN, USER
from tests.wire.discord.server import Wire

AT_ONCE = 200
"""Frames between two looks at what was heard."""
WITHIN_S = 60.0


class Failed(logging.Handler):
    """Counts tasks of the adapter that failed: what nobody has caught."""

    def __init__(self) -> None:
        super().__init__(logging.CRITICAL)
        self.told: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        """Only failed tasks count; other things may be critical in a mutated guild."""
        if record.msg.startswith("a task failed"):
            self.told[record.getMessage()] += 1


@dataclass(slots=True)
class Verdict:
    """What came of a run. `unheard` are frames with the marks of the texts that were not heard."""

    sent: int = 0
    texts: int = 0
    unreadable: int = 0
    arrivals: int = 0
    unheard: list[tuple[set[str], str]] = field(default_factory=list[tuple[set[str], str]])
    raised: list[str] = field(default_factory=list[str])
    failed: Counter[str] = field(default_factory=Counter[str])

    @property
    def good(self) -> bool:
        """One session from the first to the last, every text heard, nothing raised."""
        return self.arrivals == 1 and not (self.unheard or self.raised or self.failed)


async def survive(count: int, seed: int, *, whole: bool = False) -> Verdict:
    """So many frames, one session; nothing is wrong in `whole` ones."""
    chance, verdict = Random(seed), Verdict()  # noqa: S311 - payloads, no secrets
    asyncio.get_running_loop().set_exception_handler(
        lambda _, told: verdict.raised.append(str(told.get("exception") or told.get("message")))
    )
    town, hearer, failed = Town(TownClock()), Hearer(), Failed()
    async with Wire(town).listening() as wire, on_wire(wire) as bot:
        await bot.start(hearer, {})
        frames = Frames(chance, snowflake_at(town.clock.now()) + (1 << 23), whole)
        with _listening(failed):
            try:
                while verdict.sent < count:
                    number = min(AT_ONCE, count - verdict.sent)
                    await _batch(frames, number, Stage(wire, bot, hearer), verdict)
            except TimeoutError:
                verdict.raised.append("nothing is heard any more")
        verdict.arrivals = wire.arrivals
    verdict.failed = failed.told
    return verdict


@dataclass(frozen=True, slots=True)
class Stage:
    """Who sends, and who hears."""

    wire: Wire
    bot: OnWire
    hearer: Hearer

    @property
    def session(self) -> Session:
        """The only one, unless the client was lost."""
        return list(self.wire.gateway.sessions.values())[-1]


async def _batch(frames: Frames, number: int, stage: Stage, verdict: Verdict) -> None:
    sent: list[tuple[set[str], str]] = []
    stage.hearer.events.clear()
    session, now = stage.session, stage.wire.town.clock.now()
    for _ in range(number):
        session.sequence += 1
        text = frames.next(session.sequence)
        sent.append((due(json.loads(text), now), text))
        await session.send_text(text)
    await _all_heard(frames, stage)
    heard = {mark for one in stage.hearer.events for mark in cries(_carried(one))}
    verdict.sent += number
    verdict.texts += sum(len(marks) for marks, _ in sent)
    verdict.unreadable += sum(bool(getattr(one, "unreadable", None)) for one in stage.hearer.events)
    verdict.unheard += [(marks - heard, text) for marks, text in sent if marks - heard]


async def _all_heard(frames: Frames, stage: Stage) -> None:
    """A plain message goes last: once it was heard, and everything handled, all was heard."""
    last, room = f"the end of {frames.made}", room_named("#general", HERE)
    guild = objects.guild(stage.wire.channels(), stage.wire.town.people)
    await stage.session.dispatch("GUILD_CREATE", guild)  # the guild as it is, after all that
    told: dict[str, Any] = {**PLAIN, "id": str(frames.first + frames.made), "content": last}
    author = {**USER, "id": "77"}
    await stage.session.dispatch(
        "MESSAGE_CREATE", {**told, "channel_id": room.id, "author": author}
    )
    stage.session.sent.clear()
    async with asyncio.timeout(WITHIN_S):
        while last not in stage.hearer.said():  # noqa: ASYNC110 - it says nothing when it is done
            await asyncio.sleep(0.005)
    await stage.bot.settled()


def _carried(event: AnyEvent) -> list[str]:
    about = event.target.text if isinstance(event, Invoked) and event.target else ""
    return [*texts_of(event), about]


@contextmanager
def _listening(handler: logging.Handler) -> Generator[None]:
    log = logging.getLogger("adapters.discord")
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)
