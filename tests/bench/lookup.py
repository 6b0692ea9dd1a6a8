"""`./run bench-lookup`: how long a lookup takes, and what its index costs, with ten times as many.

The additional rows are copies of those that ship under other ids: the names, numbers and
countries that a query meets grow with them.
"""

import gc
import json
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import quantiles
from time import process_time, thread_time

from bot.app.content import _directory  # pyright: ignore[reportPrivateUsage]
from bot.app.shipped import shipped, shipped_all
from bot.directory.lookup import Directory
from bot.directory.places.atlas import Atlas
from bot.directory.places.countries import Countries
from bot.directory.query.needs import Needs
from bot.directory.records import retired
from bot.directory.records.rows import Service
from bot.directory.trust import parse_publishers
from tests.bench.table import Rows, Table

TABLES = Path(__file__).parents[1] / "core" / "directory"
MULTIPLES = (1, 10)
ROUNDS = 5
LONG_CHARS = 10_000
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
NOTE = "Each in a process of its own, CPU time; a query as people type it, and one of 10,000 signs."


def queries() -> Iterator[tuple[str, str | None]]:
    """What people type, with the country that is known."""
    for file in sorted(TABLES.glob("lookups*.txt")):
        for line in file.read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                query, known, _ = (part.strip() for part in line.split("|"))
                country = known.partition("/")[0]
                yield query, None if country == "-" else country


def grown(services: tuple[Service, ...], times: int) -> tuple[Service, ...]:
    """So many times as many services; emergency numbers stay one a country."""
    more = (
        replace(one, id=f"{one.id}-{copy}")
        for copy in range(1, times)
        for one in services
        if one.numbers is None
    )
    return (*services, *more)


def measured(times: int) -> dict[str, float]:
    """The figures of one size, in this process."""
    _, services, _ = _directory(None)
    places = Atlas.parse(shipped("helplines", "places.txt"), "places.txt")
    names = shipped("helplines", "countries.toml")
    countries = Countries.parse(names, "countries.toml", places)
    needs = Needs.parse(shipped_all("helplines", "needs"))
    denied = retired.parse(shipped("helplines", "retired.jsonl"), "retired.jsonl")
    publishers = parse_publishers(shipped("helplines", "publishers.toml"), "publishers.toml")
    rows = grown(tuple(services), times)
    gc.collect()
    began = process_time()
    directory = Directory(rows, denied, countries, needs, publishers)
    took = process_time() - began
    tracemalloc.start()
    again = Directory(rows, denied, countries, needs, publishers)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    del again
    every = list(queries())
    for query, country in every:
        directory.lookup(query, country)
    spent = [_spent(directory, *one) for _ in range(ROUNDS) for one in every]
    cuts = quantiles(spent, n=100)
    said = "he reads my phone and i want to end it in germny " * (LONG_CHARS // 50)
    return {
        "services": len(rows), "index ms": took * 1e3, "index MB": held / 1e6,
        "p50 ms": cuts[49] * 1e3, "p99 ms": cuts[98] * 1e3, "longest ms": max(spent) * 1e3,
        "10,000 signs ms": _spent(directory, said, "US") * 1e3,
    }  # fmt: skip


def vocabulary() -> dict[str, float]:
    """What the phrases of all languages cost at the start."""
    gc.collect()
    before, began = _resident(), process_time()
    needs = Needs.parse(shipped_all("helplines", "needs"))
    took = process_time() - began
    phrases = len(needs.spotter)
    return {"phrases": phrases, "read ms": took * 1e3, "MB": (_resident() - before) / 1e6}


def main() -> int:
    """Print the tables."""
    if len(sys.argv) > 1:
        size = int(sys.argv[1])
        print(json.dumps(measured(size) if size else vocabulary()))
        return 0
    rows: Rows = {f"{size} times the rows": _apart(size) for size in MULTIPLES}
    print(Table("Lookup", NOTE, rows).markdown())
    print()
    print(Table("Phrases", "All languages.", {"needs": _apart(0)}).markdown())
    return 0


def _apart(size: int) -> dict[str, float]:
    command = (sys.executable, "-m", "tests.bench.lookup", str(size))
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _spent(directory: Directory, query: str, country: str | None) -> float:
    began = thread_time()
    directory.lookup(query, country)
    return thread_time() - began


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * PAGE_BYTES


if __name__ == "__main__":
    sys.exit(main())
