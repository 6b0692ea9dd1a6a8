"""From a message at the gateway to the alert at Discord's door: among talk, and in a flood."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import perf_counter

from adapters.memory.places import room_named
from tests.bench import disk
from tests.bench.discord.driver import CRIERS, HERE, TALKERS, Driver, driving
from tests.bench.table import percentile
from tests.bench.talk import line

URGENT = "i am going to kill myself tonight"
ROOMS = ("#general", "#vent")
SLICE_S = 0.01
INCIDENT = re.compile(r"Incident (\d+): level")
CARD = re.compile(r"Incident (\d+): level[^<]*<@(\d+)>")
LAGS_S = 240.0
"""So long what was sent is waited for."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """How much is said: messages a second for so many seconds, and how often somebody cries.

    `cries` are new people a second; `part` of all messages come from `few` people who cry on.
    """

    rate: int
    lasts_s: float
    cries: float
    part: float = 0.0
    few: int = 20


@dataclass(slots=True)
class Heard:
    """When each person cried for the first time."""

    at: dict[str, float] = field(default_factory=dict[str, float])


async def measured(traffic: Traffic, folder: Path) -> dict[str, float]:
    """The figures of one run, beside an fsync of the same run."""
    now = disk.fsyncs(folder)
    async with driving(folder) as driver:
        driver.wire.buckets.on = True
        await driver.on_duty()
        await asyncio.sleep(2.0)
        began, cpu = perf_counter(), driver.cpu_s()
        heard = await _talk(driver, traffic)
        sent_s = perf_counter() - began
        taken = await waited(driver, heard)
        cpu = driver.cpu_s() - cpu
        messages = traffic.rate * traffic.lasts_s
        rss = driver.rss_mb()
    return {
        "messages a second": messages / sent_s, "alerts": len(heard.at),
        "never posted": len(heard.at) - len(taken),
        "p50 ms": percentile(taken, 0.5) * 1000, "p99 ms": percentile(taken, 0.99) * 1000,
        "fsync p50 ms": now.middle_s * 1000, "fsync p99 ms": now.slow_s * 1000,
        "429s": driver.wire.buckets.refused, "CPU us a message": cpu / messages * 1e6,
        "longest stall ms": driver.told.get("longest stall, ms", 0.0), "MB": rss,
    }  # fmt: skip


async def _talk(driver: Driver, traffic: Traffic) -> Heard:
    """Say everything at its time; what cannot be sent in time is sent as soon as it can be."""
    chance, heard = Random(1), Heard()  # noqa: S311 - words, not secrets
    began, said, cried = perf_counter(), 0, 0
    while (now := perf_counter() - began) < traffic.lasts_s:
        while said < now * traffic.rate:
            said += 1
            room = chance.choice(ROOMS)
            if chance.random() < traffic.part:
                await cry(driver, heard, f"c{CRIERS - 1 - chance.randrange(traffic.few):03}", room)
                continue
            talker = f"t{chance.randrange(TALKERS):03}"
            await driver.says(talker, room, line(chance))
        while cried < now * traffic.cries:
            await cry(driver, heard, f"c{cried:03}", chance.choice(ROOMS))
            cried += 1
        await asyncio.sleep(SLICE_S)
    return heard


async def cry(driver: Driver, heard: Heard, name: str, room: str) -> None:
    """Somebody is in danger; when that was told."""
    at = await driver.says(name, room, URGENT)
    heard.at.setdefault(name, at)


async def waited(driver: Driver, heard: Heard) -> Sequence[float]:
    """How long each waited until the moderators' room told of them: by a card, or a line."""
    path = f"/channels/{room_named('#moderators', HERE).id}/messages"
    wanted = {driver.wire.town.people[name].on(HERE).id: at for name, at in heard.at.items()}
    told: dict[str, float] = {}
    whose: dict[str, str] = {}
    seen, until = 0, perf_counter() + LAGS_S
    while not wanted.keys() <= whose.keys() and perf_counter() < until:
        noted = driver.wire.noted[seen:]
        seen += len(noted)
        for one in (one for one in noted if path in one.path):
            for number in INCIDENT.findall(one.text):
                told.setdefault(number, one.at)
            whose |= {id_: number for number, id_ in CARD.findall(one.text)}
        await asyncio.sleep(0.1)
    return [told[whose[id_]] - at for id_, at in wanted.items() if id_ in whose]
