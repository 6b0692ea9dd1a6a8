"""`./run traffic-matrix`: what Matrix costs, on a real Synapse: alerts, outages, our own part."""

import argparse
import asyncio
import logging
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tests.bench import disk
from tests.bench.matrix import alerts, ours
from tests.bench.matrix.bot import nest
from tests.bench.table import Rows, Table
from tests.chaos.nest import Nest
from tests.wire.matrix.synapse import MISSING, PYTHON

SHOWN = (
    "From a person's app sending it off (after an outage: from the homeserver being back) until a "
    "moderator's own app has decrypted what names the person."
)
Measures = Callable[[Nest, Path], Awaitable[Rows]]


def parts(given: argparse.Namespace) -> dict[str, tuple[str, str, Measures]]:
    """Each figure by its name: title, note, and what measures it."""
    rates = (1.0, 20.0, 0.0)
    return {
        "behind": (
            "Alerts at Synapse's default limits", SHOWN, partial(alerts.behind, times=given.times),
        ),
        "outages": (
            "Alerts after an outage", SHOWN, partial(alerts.outages, times=given.times),
        ),
        "load": (
            "Alerts among talk in encrypted rooms", f"{SHOWN} One new person a second cries.",
            partial(alerts.load, rates=rates, cries=given.cries),
        ),
        "overhead": (
            "Our own part", ("From an answer of sync to the end of its event, and to the bot's "
            "first request to send something. Encrypted; one event after another."),
            partial(ours.overhead, times=given.events),
        ),
        "backlog": (
            "A backlog", ("From the first answer of sync after a start to the end of the last "
            "message; gaps are read back by pages of a hundred."),
            partial(ours.backlog, messages=given.messages),
        ),
    }  # fmt: skip


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="./run traffic-matrix", description=__doc__)
    parser.add_argument("--only", action="append", help="behind, outages, load, overhead, backlog")
    parser.add_argument("--times", type=int, default=5, help="of alerts, but among talk")
    parser.add_argument("--cries", type=int, default=40, help="among talk, one a second")
    parser.add_argument("--events", type=int, default=200, help="for our own part")
    parser.add_argument("--messages", type=int, default=1_000, help="of a backlog")
    given = parser.parse_args()
    if not PYTHON.exists():
        sys.exit(MISSING)
    logging.disable(logging.CRITICAL)
    asyncio.run(_measure(parts(given), given.only))
    return 0


async def _measure(
    wanted: dict[str, tuple[str, str, Measures]], only: Sequence[str] | None
) -> None:
    async with nest() as flock:
        for name, (title, note, measures) in wanted.items():
            if only and name not in only:
                continue
            with tempfile.TemporaryDirectory(prefix="porchlight-") as folder:
                now = disk.fsyncs(Path(folder))
                rows = await measures(flock, Path(folder))
            made = (
                f"{datetime.now(UTC):%d %b %Y, %H:%M} UTC; load {os.getloadavg()[0]:.1f} on "
                f"{os.cpu_count()} cores; fsync p50 {now.middle_s * 1000:.2f} ms."
            )
            print(Table(title, f"{note} {made}", rows).markdown(), end="\n\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
