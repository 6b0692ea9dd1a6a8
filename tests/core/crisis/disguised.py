"""`./run disguises`: of cries that are found, how many what stands around or in them hides."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.crisis.detector import Detector
from bot.model.finding import Severity
from tests.core.crisis.around import DISGUISED
from tests.loaded import loaded

DEV = Path(__file__).parents[2] / "corpora" / "crisis" / "dev"
FILES = ("en_d", "es_1", "de_1")
"""What nothing was learned from."""


def main() -> int:
    """A row for each disguise, the costliest last."""
    detector = loaded().detector
    cries = list(found(detector))
    print(f"| of {len(cries)} cries that are found | lost |\n|---|---:|")
    lost = {
        name: sum(detector.assess(change(cry)).level < Severity.PASSIVE for cry in cries)
        for name, change in DISGUISED.items()
    }
    for name in sorted(lost, key=lost.__getitem__):
        print(f"| {name} | {100 * lost[name] / len(cries):.1f} % |")
    return 0


def found(detector: Detector) -> Iterator[str]:
    """The single texts that call people as they were written."""
    for name in FILES:
        for row in map(json.loads, (DEV / f"{name}.jsonl").read_text("utf-8").splitlines()):
            alone = row["severity"] >= Severity.PASSIVE and "text" in row
            if alone and detector.assess(row["text"]).level >= Severity.PASSIVE:
                yield row["text"]


if __name__ == "__main__":
    sys.exit(main())
