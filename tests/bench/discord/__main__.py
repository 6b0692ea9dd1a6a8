"""`./run traffic`: alerts among much talk over Discord's wire, with real buckets."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.bench.discord.alerts import Traffic, measured
from tests.bench.table import Rows, Table

NOTE = (
    "From MESSAGE_CREATE at the gateway to the first post in the moderators' room that names the "
    "writer; one new person a second at level 4. The bot is a process of its own, its rules ready."
)
KINDS = {
    "500 a second": Traffic(500, 60.0, 1.0),
    "500 a second, one in a hundred a cry": Traffic(500, 60.0, 1.0, 0.01),
    "flood of 3,000 a second": Traffic(3_000, 60.0, 1.0),
}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="./run traffic", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long each lasts")
    given = parser.parse_args()
    rows: dict[str, dict[str, float]] = {}
    for name, kind in KINDS.items():
        print(name, file=sys.stderr, flush=True)
        traffic = Traffic(kind.rate, given.seconds, kind.cries, kind.part)
        with tempfile.TemporaryDirectory(prefix="porchlight-") as folder:
            rows[name] = asyncio.run(measured(traffic, Path(folder)))
    found: Rows = rows
    print(Table("Alerts on Discord", NOTE, found).markdown())
    return 0


if __name__ == "__main__":
    sys.exit(main())
