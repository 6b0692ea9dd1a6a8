"""`./run thief`: a town at full size is robbed; what the thief learns, as a table."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path
from time import monotonic

from bot.app.content import load
from tests.thief.heist import Taken, rob
from tests.thief.town import Size


def main() -> int:
    """Run and print; 1 when a name, a text or a ghost was found."""
    parser = argparse.ArgumentParser(prog="./run thief", description=__doc__)
    parser.add_argument("--vents", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    size = Size(vents=given.vents, others=given.vents * 6 // 5)
    began = monotonic()
    with tempfile.TemporaryDirectory(prefix="porchlight-") as folder:
        taken = asyncio.run(rob(size, Path(folder), load(), given.seed))
    show(taken)
    print(f"\n{monotonic() - began:.0f} seconds, seed {given.seed}")
    ghosts = taken.ghosts_named or taken.ghosts_opened or taken.proofs or taken.newcomers.right
    return int(bool(taken.named or taken.texts or ghosts))


def show(taken: Taken) -> None:
    """The table."""
    lone = taken.newcomers
    right, chance = taken.nearest
    rows = {
        "members": taken.size.members, "who vent": taken.size.authors,
        "vents": taken.size.vents, "of them ghosts": taken.ghosts, "days": taken.size.days,
        "commits read from the log": taken.commits, "page versions": taken.frames,
        "without keys: members named in any form": taken.named,
        "without keys: texts readable": taken.texts,
        "without keys: pairs of one author": taken.pairs,
        **{f"AUC, {one.name}": f"{one.auc:.3f} ± {one.about:.3f}" for one in taken.links},
        **{f"rho, {name}": f"{value:+.3f}" for name, value in taken.orders.items()},
        "with keys: sealed values opened": taken.opened,
        "with keys: authors of reachable threads": taken.reachable,
        "with keys: ghosts by a way back": taken.ghosts_opened,
        "with keys: ghosts by a name in a commit or a value": taken.ghosts_named,
        "with keys: ghosts by a proof": taken.proofs,
        "with keys: ghosts by the nearest member in the log": f"{right}, by chance {chance:.1f}",
        "with keys: ghosts by a lone newcomer of an hour": f"{lone.right} of {lone.alone}",
    }  # fmt: skip
    for name, value in rows.items():
        print(f"{name:<58} {value}")
    if lone.among:
        print(f"ghosts of newcomers stood among {lone.among} newcomers of their hour")


if __name__ == "__main__":
    sys.exit(main())
