"""`./run weather`: random faults on the wire against a real process; who was lost."""

import argparse
import asyncio
import sys
from collections import Counter
from pathlib import Path
from statistics import median

from tests.chaos.nest import Nest
from tests.wire.discord.weather.trial import Outcome, trial

LOG_SHOWN_CHARS = 3_000


def main() -> int:
    """Run and print; 1 when anybody was lost, anything doubled, or the client dead."""
    parser = argparse.ArgumentParser(prog="./run weather", description=__doc__)
    parser.add_argument("--runs", type=int, default=1_000)
    parser.add_argument("--at-once", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1, help="of the first run")
    parser.add_argument("--keep", type=Path, help="a folder for what is left of a run that failed")
    given = parser.parse_args()
    seeds = range(given.seed, given.seed + given.runs)
    outcomes = asyncio.run(_all(seeds, given.at_once, given.keep))
    _show(outcomes)
    return 0 if all(one.good for one in outcomes) else 1


async def _all(seeds: range, at_once: int, keep: Path | None) -> list[Outcome]:
    nest, few = Nest(warm=True), asyncio.Semaphore(at_once)

    async def one(seed: int) -> Outcome:
        async with few:
            outcome = await trial(seed, nest, keep)
        if not outcome.good:
            _tell(outcome)
        return outcome

    try:
        return await asyncio.gather(*map(one, seeds))
    finally:
        await nest.close()


def _tell(outcome: Outcome) -> None:
    """What went wrong, with the seed that repeats its faults."""
    print(f"seed {outcome.seed}: {outcome.dead or 'not well'}; {' '.join(outcome.happened)}")
    for name in ("lost", "doubled", "wrong"):
        for fault in getattr(outcome.verdict, name):
            print(f"  {name}: {fault}")
    print(outcome.log[-LOG_SHOWN_CHARS:], flush=True)


def _show(outcomes: list[Outcome]) -> None:
    """All runs together."""
    counted = Counter[str]()
    for one in outcomes:
        counted.update(one.verdict.counted)
    rows = {
        "runs": len(outcomes),
        "seconds of one, median": f"{median(one.took_s for one in outcomes):.1f}",
        "requests that met a fault": sum(one.met for one in outcomes),
        "lives of the process": sum(one.lives for one in outcomes),
        **{f"trouble: {k}": n for k, n in Counter(t for o in outcomes for t in o.happened).items()},
        **counted,
        "LOST": sum(len(one.verdict.lost) for one in outcomes),
        "DOUBLED": sum(len(one.verdict.doubled) for one in outcomes),
        "BODIES THAT ARE NOT ALLOWED": sum(len(one.verdict.wrong) for one in outcomes),
        "DEAD CLIENTS": sum(bool(one.dead) for one in outcomes),
    }  # fmt: skip
    for name, value in rows.items():
        print(f"{name:<32} {value}")


if __name__ == "__main__":
    sys.exit(main())
