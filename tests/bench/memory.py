"""Memory: what the process holds at its start, after much talk, and after many incidents.

A process of its own (`python -m tests.bench.memory`), because whatever was measured before
would stay in it. Its platforms forget what they showed, so that only the bot is weighed.
"""

import asyncio
import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from adapters.alarm.clock import SystemClock
from adapters.memory.places import person, room_named
from adapters.paging.nobody import NoDeadMan, NoPager
from bot.app.application import Application
from bot.app.content import load
from bot.app.wiring import Outside
from bot.model.events import Attached, EventId, Said
from bot.model.people import MessageRef, Platform, Room, Target
from bot.ports.chat import Abilities, Cursors, Receiver
from bot.ports.delivery import DeliveryKey, Outcome, Sent
from bot.ports.lacks import Lacks
from bot.ports.survey import Survey
from bot.settings import GivenSettings
from bot.ui.reply import Reply
from tests.bench.table import Rows
from tests.bench.talk import line
from tests.bench.world import ALARMING, ROOMS

MESSAGES, INCIDENTS, TALKERS = 100_000, 1_000, 1_000
SOME = 100
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
HOUSE = Path(__file__).resolve().parents[2]


class Sink:
    """A platform that shows everything to nobody. Implements bot.ports.chat.ChatPlatform."""

    abilities = Abilities(forms=True, remembers=timedelta(minutes=3), rate=1e6, burst=1_000_000)

    def __init__(self, name: Platform) -> None:
        """Nothing was shown yet."""
        self.name = name
        self._shown = 0

    @property
    def lacks(self) -> Lacks:
        """Nothing."""
        return {}

    async def start(self, receiver: Receiver, cursors: Cursors) -> None:
        """Nothing was missed."""

    async def stop(self) -> None:
        """Nothing is under way."""

    async def post(self, to: Target, what: Reply, key: DeliveryKey) -> Outcome:
        """Shown."""
        del to, what, key
        self._shown += 1
        return Sent(MessageRef(self.moderator_rooms()[0], str(self._shown)))

    async def fetch(self, one: Attached, most: int) -> bytes:
        """Nobody sends anything along."""
        raise NotImplementedError

    def opens(self, to: Target) -> bool:
        """Nobody counts here."""
        del to
        return False

    async def edit(self, ref: MessageRef, what: Reply) -> Outcome:
        """Shown."""
        del what
        return Sent(ref)

    async def find(self, to: Target, key: DeliveryKey, since: datetime) -> MessageRef | None:
        """Never in doubt."""
        del to, key, since
        return None

    def moderator_rooms(self) -> tuple[Room, ...]:
        """One."""
        return (room_named("#moderators", self.name),)

    def vent_rooms(self) -> tuple[Room, ...]:
        """None."""
        return ()

    async def survey(self) -> Survey:
        """Nothing is known."""
        return Survey()


def weighed() -> tuple[Rows, Rows]:
    """Weigh a fresh process: its memory, and whether incidents grow slower."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.memory"], check=True, capture_output=True, cwd=HOUSE
    )
    memory, growth = json.loads(done.stdout)
    return memory, growth


async def weigh() -> tuple[Rows, Rows]:
    """One life of a bot."""
    empty = _rss_mb()
    with tempfile.TemporaryDirectory(prefix="porchlight-") as folder:
        settings = GivenSettings(database=Path(folder) / "data" / "b.db", keys=Path(folder) / "k")
        platforms: Mapping[Platform, Sink] = {name: Sink(name) for name in Platform}
        outside = Outside(platforms, NoPager(), SystemClock())
        app = Application(settings, load(), outside, NoDeadMan())
        async with app.running(background=True):
            started = _rss_mb()
            await _talk(app)
            talked = _rss_mb()
            taken = [await _alarm(app, number) for number in range(INCIDENTS)]
            alarmed = _rss_mb()
    first, last = median(taken[:SOME]), median(taken[-SOME:])
    memory: Rows = {
        "everything imported": {"MB": empty},
        "started": {"MB": started, "MB more": started - empty},
        f"after {MESSAGES:,} harmless messages": {"MB": talked, "MB more": talked - started},
        f"after {INCIDENTS:,} incidents": {"MB": alarmed, "MB more": alarmed - talked},
    }
    return memory, {
        f"the first {SOME}": {"committed, ms": first * 1000, "times the first": 1},
        f"the last {SOME} of {INCIDENTS:,}": {
            "committed, ms": last * 1000, "times the first": last / first,
        },
    }  # fmt: skip


async def _alarm(app: Application, number: int) -> float:
    """Seconds until an incident is committed; what it owes is paid before the next one."""
    event = _said(MESSAGES + number, number, ALARMING)
    began = perf_counter()
    await app.receive(event)
    taken = perf_counter() - began
    while await app.house.outbox.oldest_alert() is not None:  # noqa: ASYNC110 - rows ring nobody
        await asyncio.sleep(0.002)
    return taken


async def _talk(app: Application) -> None:
    chance = Random(1)  # noqa: S311 - words, not secrets
    for number in range(MESSAGES):
        await app.receive(_said(number, number % TALKERS, line(chance)))


def _said(number: int, who: int, text: str) -> Said:
    room = ROOMS[who % len(ROOMS)]
    member = person(f"m{who}", who).on(room.platform)
    return Said(
        id=EventId(f"e{number}"), at=SystemClock().now(), who=member, room=room, position=number,
        text=text, message=MessageRef(room, str(number)),
    )  # fmt: skip


def _rss_mb() -> float:
    resident = Path("/proc/self/statm").read_text("ascii").split()[1]
    return int(resident) * PAGE_BYTES / 1e6


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    sys.stdout.write(json.dumps(asyncio.run(weigh())))
