"""`./run chaos-matrix`: people in encrypted rooms, kill -9 again and again; who was lost."""

import argparse
import asyncio
import sys
from math import inf
from pathlib import Path

from tests.wire.matrix.chaos.storm import Outcome, Storm, blow

MOST_NAMED = 40


def main() -> int:
    """Run and print; 1 when anything was lost, doubled, or could not be read."""
    parser = argparse.ArgumentParser(prog="./run chaos-matrix", description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000, help="at least so many")
    parser.add_argument("--kills", type=int, default=500, help="of the bot")
    parser.add_argument("--outages", type=int, default=5, help="kills of the homeserver")
    parser.add_argument("--pace", type=float, default=10.0, help="messages in a second")
    parser.add_argument("--seconds", type=float, default=inf, help="so long at most, then judge")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for everything that is left")
    given = parser.parse_args()
    storm = Storm(
        given.messages, given.kills, given.outages, given.seed, given.pace, given.seconds
    )  # fmt: skip
    if given.keep is not None:
        given.keep.mkdir(parents=True)
    outcome = asyncio.run(blow(storm, given.keep))
    show(outcome)
    return 0 if outcome.verdict.good and outcome.stopped == 0 else 1


def show(outcome: Outcome) -> None:
    """The run as a table, and by name what is wrong."""
    verdict = outcome.verdict
    rows = {
        "kill -9 of the bot": outcome.kills,
        "kill -9 of the homeserver": outcome.outages,
        "seconds": f"{outcome.took_s:.0f}",
        "seconds until it heard again, median": f"{outcome.up_s:.2f}",
        **verdict.counted,
        "exit code at the end": outcome.stopped,
        "LOST": len(verdict.lost),
        "DOUBLED, OR NEVER READABLE": len(verdict.doubled),
        "SHOWN WRONGLY, OR NOT READABLE": len(verdict.wrong),
    }
    for name, value in rows.items():
        print(f"{name:<40} {value}")
    for faults in (verdict.lost, verdict.doubled, verdict.wrong):
        for one in faults[:MOST_NAMED]:
            print(f"  {one}")
    print(flush=True)


if __name__ == "__main__":
    sys.exit(main())
