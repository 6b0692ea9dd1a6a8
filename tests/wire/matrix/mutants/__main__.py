"""`./run mutants-matrix`: events with something wrong in them, and every text in them heard."""

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from pathlib import Path

from tests.wire.matrix.mutants.run import Verdict, survive

MOST_NAMED, LONGEST = 20, 1_500


def main() -> int:
    """Run and print; 1 where a text was not heard, or the adapter did not live through it."""
    parser = argparse.ArgumentParser(prog="./run mutants-matrix", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="how many events")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for name in ("adapters", "nio", "aiohttp"):
        logging.getLogger(name).propagate = False
        logging.getLogger(name).addHandler(logging.NullHandler())
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        verdict = asyncio.run(survive(Path(folder) / "matrix", given.count, given.seed))
    show(verdict, time.monotonic() - began)
    return 0 if verdict.good else 1


def show(verdict: Verdict, took_s: float) -> None:
    """The run as a table, and what is wrong."""
    rows = {
        "events": verdict.told,
        "texts that had to be heard": verdict.texts,
        **{f"heard as {name}": number for name, number in sorted(verdict.heard.items())},
        "events that could not be read, told of": verdict.unreadable,
        "NOT HEARD": len(verdict.unheard),
        "HEARD UNDER THE NAME OF ANOTHER": verdict.doubled,
        "RAISED": len(verdict.raised),
        "TASKS THAT FAILED": sum(verdict.failed.values()),
        "seconds": f"{took_s:,.0f}",
    }
    for name, value in rows.items():
        print(f"{name:<40} {value}")
    for marks, text in verdict.unheard[:MOST_NAMED]:
        print(f"  {sorted(marks)} {text[:LONGEST]}")
    for one in (*verdict.raised[:MOST_NAMED], *verdict.failed):
        print(f"  {one}")


if __name__ == "__main__":
    sys.exit(main())
