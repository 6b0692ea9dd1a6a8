"""`./run bench`: measures and prints; --write renews the tables of docs/performance.md."""

import argparse
import asyncio
import gc
import logging
import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.app.content import Content, load
from tests.bench import disk, latency, memory, startup, throughput
from tests.bench.table import Rows, Table, medians, write
from tests.bench.world import World, running

MEMBERS = 400
IDLE_ALERTS, LOADED_S, CHECKINS = 60, 8, 100

NOTES = {
    "Disk": "The floor of everything durable, in the same run and folder as all below.",
    "Alerts": "In process, level 4 in a room, mo on duty: from the text handed to the bot to the "
    "committed incident, to the card on the moderators' screens, to the answer on the member's. "
    "Where it was done only 8 times, p99 is the slowest.",
    "Harmless messages": "As a support community talks, a hundred members in four rooms, one after "
    "another. The watch also reads each writer's last six messages as one text.",
    "Commits": "An event done once, durable before its client goes on; the clients share commits.",
    "Interactions": "From the command to the reply, durable before it is shown.",
    "Growth": "A level-4 incident over a database that already holds many; one run.",
    "Memory": "Resident, in a process of its own, whose platforms forget what they show; one run.",
    "Start": "Wall clock; the whole bot is a child process until it listens on both platforms.",
}


def main() -> int:
    """Measure, print, and write if asked to."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="figures are medians over so many")
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    content = load()
    weight, growth = memory.weighed()
    gathered: dict[str, list[Rows]] = {title: [] for title in NOTES}
    gathered |= {"Memory": [weight], "Growth": [growth]}
    for number in range(given.runs):
        print(f"run {number + 1} of {given.runs}", file=sys.stderr, flush=True)
        for title, rows in asyncio.run(measured(content)).items():
            gathered[title].append(rows)
    tables = [Table(title, NOTES[title], medians(runs)) for title, runs in gathered.items()]
    text = "\n\n".join((_made(given.runs), *(table.markdown() for table in tables)))
    print(text)
    if given.write:
        write(text)
    return 0


async def measured(content: Content) -> dict[str, Rows]:
    """Everything once, over a fresh database."""
    with tempfile.TemporaryDirectory(prefix="porchlight-") as name:
        folder = Path(name)
        now = disk.fsyncs(folder)
        async with _world(folder, content) as world:
            idle = await latency.idle(world, now, 0, IDLE_ALERTS)
            loaded = await latency.loaded(world, now, IDLE_ALERTS, LOADED_S)
            checkins = await latency.interactions(world, now, CHECKINS)
            messages = await throughput.messages(world)
        return {
            "Disk": now.rows(), "Alerts": {**idle, **loaded}, "Harmless messages": messages,
            "Commits": await disk.commits(folder), "Interactions": checkins,
            "Start": await startup.starts(),
        }  # fmt: skip


@asynccontextmanager
async def _world(folder: Path, content: Content) -> AsyncGenerator[World, None]:
    """A running bot, without what the runs before it left to collect."""
    gc.collect()
    async with running(folder, content, MEMBERS) as world:
        yield world


def _made(runs: int) -> str:
    """By which command, when, on what."""
    return (
        f"`./run bench --write`, {datetime.now(UTC):%d %b %Y}, medians of {runs} runs; "
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}."
    )


if __name__ == "__main__":
    sys.exit(main())
