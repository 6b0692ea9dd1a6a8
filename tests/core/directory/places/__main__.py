"""Writes `data/helplines/places.txt` anew: ./run places."""

import sys
from importlib import resources
from pathlib import Path

from tests.core.directory.places.index import made, written


def main() -> int:
    """Write it, and say how much stands in it."""
    index = made()
    file = Path(str(resources.files("data").joinpath("helplines", "places.txt")))
    file.write_text(written(index), encoding="utf-8")
    print(f"{len(index)} names of places, {file.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
