"""`./run unnamed`: every byte that others' clients are sent, searched for whoever wrote."""

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from pathlib import Path

from bot.app.content import load
from tests.wire.discord.unnamed.run import Verdict, listen_in


def main() -> int:
    """Run and print; 1 where anything names an author."""
    parser = argparse.ArgumentParser(prog="./run unnamed", description=__doc__)
    parser.add_argument("--vents", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="porchlight-") as folder:
        verdict = asyncio.run(listen_in(given.vents, given.seed, Path(folder), load()))
    show(verdict)
    print(f"{time.monotonic() - began:,.0f} seconds, seed {given.seed}")
    return 1 if verdict.named else 0


def show(verdict: Verdict) -> None:
    """The run as a table; by name only what was found."""
    rows = {
        **verdict.done,
        "authors": verdict.authors,
        "ids of interactions and private messages": verdict.details,
        "events that clients were sent": verdict.events,
        "bytes of them": verdict.size,
        "AUTHORS NAMED": len(verdict.named),
    }
    for name, value in rows.items():
        print(f"{name:<44} {value:,}")
    for name, found in verdict.named.items():
        print(f"  {name}: {sorted(found)[:10]}")


if __name__ == "__main__":
    sys.exit(main())
