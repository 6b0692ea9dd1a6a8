"""`./run traffic`: what Discord costs, over its wire: alerts, answers, CPU by part, memory."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path

from tests.bench.discord import acks, parts, reminders
from tests.bench.discord.alerts import Traffic, measured
from tests.bench.table import Rows, Table

NOTE = (
    "From MESSAGE_CREATE at the gateway until the moderators' room tells of the writer, by a card "
    "or a line; one new person a second at level 4. The bot is a process of its own, its rules "
    "ready. Discord's limits are on: a room takes five messages in five seconds."
)
KINDS = {
    "500 a second": Traffic(500, 60.0, 1.0),
    "500 a second, one in a hundred a cry": Traffic(500, 60.0, 1.0, 0.01),
    "flood of 3,000 a second": Traffic(3_000, 60.0, 1.0),
}

OTHERS: dict[str, tuple[str, str, Callable[[], Coroutine[None, None, Rows]]]] = {
    "acks": (
        "Interactions on Discord",
        "From the interaction at the gateway to its first answer at Discord's door.", acks.acks,
    ),
    "parts": (
        "A harmless message on Discord",
        f"{parts.MESSAGES:,} messages, {parts.RATE} a second, each bot a process of its own.",
        parts.parts,
    ),
    "reminders": (
        "A cry in the midst of reminders on Discord",
        f"As for alerts below; one cry a second, {reminders.CRIES} in each row.",
        reminders.reminders,
    ),
    "members": ("Members on Discord", "Each says one thing; resident memory.", parts.members),
}  # fmt: skip


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="./run traffic", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long each lasts")
    parser.add_argument("--only", choices=["alerts", *OTHERS])
    parser.add_argument("--members", type=int, default=parts.MEMBERS, help="how many speak")
    given = parser.parse_args()
    OTHERS["members"] = (*OTHERS["members"][:2], partial(parts.members, given.members))
    for name, (title, note, measures) in OTHERS.items():
        if given.only in (None, name):
            print(Table(title, note, asyncio.run(measures())).markdown(), end="\n\n", flush=True)
    if given.only in (None, "alerts"):
        _alerts(given.seconds)
    return 0


def _alerts(seconds: float) -> None:
    rows: dict[str, dict[str, float]] = {}
    for name, kind in KINDS.items():
        print(name, file=sys.stderr, flush=True)
        traffic = Traffic(kind.rate, seconds, kind.cries, kind.part)
        with tempfile.TemporaryDirectory(prefix="porchlight-") as folder:
            rows[name] = asyncio.run(measured(traffic, Path(folder)))
    found: Rows = rows
    print(Table("Alerts on Discord", NOTE, found).markdown())


if __name__ == "__main__":
    sys.exit(main())
