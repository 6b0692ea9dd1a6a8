"""`./run chaos`: the storm at full length, both with and without the platform's deduplication."""

import argparse
import asyncio
import sys

from bot.app.content import load
from tests.chaos.storm import Outcome, Storm, blow

MOST_NAMED = 20


def main() -> int:
    """Run and print; 1 when anything was lost, doubled, or shown wrongly."""
    parser = argparse.ArgumentParser(prog="./run chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=300, help="how many in each run")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dedupe", action="store_true", help="only with it")
    parser.add_argument("--no-dedupe", action="store_true", help="only without it")
    parser.add_argument("--log", action="store_true", help="print what the children logged")
    given = parser.parse_args()
    modes = [mode for mode in (True, False) if not (given.no_dedupe if mode else given.dedupe)]
    detector = load().detector
    good = True
    for dedupe in modes:
        storm = Storm(given.kills, given.seed, dedupe=dedupe)
        outcome = asyncio.run(blow(storm, detector))
        show(storm, outcome)
        if given.log:
            print(outcome.log)
        verdict = outcome.verdict
        good = good and verdict.good and outcome.stopped == 0
    return 0 if good else 1


def show(storm: Storm, outcome: Outcome) -> None:
    """One run as a table, and by name what is wrong."""
    verdict = outcome.verdict
    rows = {
        "platform's own deduplication": "on" if storm.dedupe else "off",
        "kill -9": storm.kills,
        "seconds": f"{outcome.took_s:.0f}",
        "seconds until up again, median": f"{outcome.start_s:.2f}",
        **verdict.counted,
        "exit code of the last child": outcome.stopped,
        "LOST": len(verdict.lost),
        "DOUBLED": len(verdict.doubled),
        "SHOWN OR KEPT WRONGLY": len(verdict.wrong),
    }
    for name, value in rows.items():
        print(f"{name:<32} {value}")
    for faults in (verdict.lost, verdict.doubled, verdict.wrong):
        for one in faults[:MOST_NAMED]:
            print(f"  {one}")
    print(flush=True)


if __name__ == "__main__":
    sys.exit(main())
