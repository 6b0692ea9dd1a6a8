"""`./run mutants`: payloads with something wrong in them, and every text in them heard."""

import argparse
import asyncio
import logging
import sys
import time

from tests.wire.discord.mutants.readies import begin
from tests.wire.discord.mutants.run import Verdict, survive

EACH = 200
"""For so many payloads one session begins wrongly."""
MOST_NAMED, LONGEST = 20, 1_500


def main() -> int:
    """Run and print; 1 where a text was not heard, or the client did not live through it."""
    parser = argparse.ArgumentParser(prog="./run mutants", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="how many payloads")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for name in ("adapters", "aiohttp", "discord"):
        logging.getLogger(name).propagate = False
        logging.getLogger(name).addHandler(logging.NullHandler())
    began = time.monotonic()
    verdict = asyncio.run(survive(given.count, given.seed))
    show(verdict, time.monotonic() - began)
    begun = given.count // EACH
    lost = asyncio.run(begin(begun, given.seed))
    print(f"{'sessions that began wrongly':<40} {begun}\n{'NOT HEARD IN THEM':<40} {len(lost)}")
    return 0 if verdict.good and not lost else 1


def show(verdict: Verdict, took_s: float) -> None:
    """The run as a table, and what is wrong."""
    rows = {
        "payloads": verdict.sent,
        "texts that had to be heard": verdict.texts,
        "events that could not be read, told of": verdict.unreadable,
        "sessions (one is right)": verdict.arrivals,
        "NOT HEARD": len(verdict.unheard),
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
