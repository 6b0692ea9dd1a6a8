"""`python -m tests.thief.canary`: the scan, as long as wanted; what was covered, and every leak."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path
from time import monotonic

from bot.app.content import load
from tests.thief.canary.scan import EXCUSED, UNOFFERED, Scan, scan


def main() -> int:
    """Run and print; 1 when anything leaked or was not reached."""
    parser = argparse.ArgumentParser(prog="python -m tests.thief.canary", description=__doc__)
    parser.add_argument("--most", type=int, default=4, help="presses of one button by one person")
    given = parser.parse_args()
    began = monotonic()
    with tempfile.TemporaryDirectory(prefix="porchlight-") as folder:
        found = asyncio.run(scan(Path(folder), load(), most=given.most))
    show(found)
    print(f"\n{monotonic() - began:.0f} seconds")
    return int(bool(found.leaks or found.untouched() or found.unreached() - set(UNOFFERED)))


def show(found: Scan) -> None:
    """The table, and what must not be there."""
    runs = found.town.reached.runs
    people = {who for who, *_ in found.hands.pressed}
    rows = {
        "people": len(people), "commands wired": sum("command:" in one for one in found.wired),
        "buttons wired": sum("command:" not in one for one in found.wired),
        "commands called": sum(found.hands.called.values()),
        "buttons pressed": sum(found.hands.pressed.values()), "handlers run": sum(runs.values()),
        "things shown": len(found.town.town.ledger.entries),
        "calls to platforms": len(found.town.watched.keys),
        "page versions": len(found.tap.frames), "bytes looked at": found.bytes_read,
        "forms looked for": found.forms, "reveals by two custodians": len(found.reveals),
        "excused": ", ".join((*EXCUSED, *UNOFFERED)), "not reached": found.unreached() or "none",
        "leaks": len(found.leaks),
    }  # fmt: skip
    for name, value in rows.items():
        print(f"{name:<28} {value}")
    for one in sorted(found.leaks, key=lambda leak: (leak.where, leak.what)):
        print(f"LEAK {one.what}: {one.where}: {one.around!r}")


if __name__ == "__main__":
    sys.exit(main())
