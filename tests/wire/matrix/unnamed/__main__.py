"""`./run unnamed-matrix`: what others and the homeserver can read, searched for whoever wrote."""

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from pathlib import Path

from bot.app.content import load
from tests.wire.matrix.synapse import MISSING, PYTHON, Synapse
from tests.wire.matrix.unnamed.run import Verdict, played

MOST_NAMED = 10


def main() -> int:
    """Run and print; 1 where anything names an author."""
    parser = argparse.ArgumentParser(prog="./run unnamed-matrix", description=__doc__)
    parser.add_argument("--vents", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if not PYTHON.exists():
        sys.exit(MISSING)
    logging.disable(logging.CRITICAL)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="porchlight-") as folder:
        synapse = Synapse(Path(folder) / "synapse")
        synapse.start()
        try:
            verdict = asyncio.run(run(synapse, given.vents, given.seed, Path(folder)))
        finally:
            synapse.kill()
    show(verdict)
    print(f"{time.monotonic() - began:,.0f} seconds, seed {given.seed}")
    return 1 if verdict.named else 0


async def run(synapse: Synapse, vents: int, seed: int, folder: Path) -> Verdict:
    """Play and search once."""
    async with played(synapse, vents, seed, folder, load()) as one:
        return await one.searched()


def show(verdict: Verdict) -> None:
    """The run as a table; by name only what was found."""
    rows = {
        **verdict.done,
        "authors": verdict.authors,
        "ids of events in authors' private rooms": verdict.details,
        "answers of sync and opened events, by client": verdict.events,
        "rows of the homeserver": verdict.rows,
        "bytes of them": verdict.size,
        "AUTHORS NAMED": len(verdict.named),
    }
    for name, value in rows.items():
        print(f"{name:<46} {value:,}")
    for name, found in verdict.named.items():
        print(f"  {name}: {sorted(found)[:MOST_NAMED]}")


if __name__ == "__main__":
    sys.exit(main())
