"""`./run twins`: two towns that differ in who wrote, until observers see a difference."""

import argparse
import asyncio
import logging
import sys
import time

from bot.app.content import load
from tests.twins.compare import difference
from tests.twins.plans import plan


async def compared(first: int, plans: int) -> int:
    """How many plans showed a difference; each is printed."""
    content, found = load(), 0
    for seed in range(first, first + plans):
        shown = await difference(plan(seed), seed, content)
        if shown is not None:
            found += 1
            chosen = plan(seed)
            print(f"seed {seed} {dict(chosen.one)} {dict(chosen.other)}\n{shown}", flush=True)
    return found


def main() -> int:
    """Run and print; 1 where observers could tell the towns apart."""
    parser = argparse.ArgumentParser(prog="./run twins", description=__doc__)
    parser.add_argument("--plans", type=int, default=200, help="how many pairs of towns")
    parser.add_argument("--seed", type=int, default=1, help="the first plan")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    began = time.monotonic()
    found = asyncio.run(compared(given.seed, given.plans))
    print(f"{given.plans} pairs of towns, {found} told apart, {time.monotonic() - began:,.0f} s")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
