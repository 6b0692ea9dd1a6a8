"""Start-up: the content piece by piece, and a whole bot until it listens."""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from adapters.alarm.clock import SystemClock
from adapters.memory.town import Town
from adapters.memory.wire import TownServer
from bot.app import catalogues, content
from tests.bench.table import Row, Rows
from tests.chaos.child import HOUSE, Child


async def starts() -> Rows:
    """Each once; the whole also over a database that is there already."""
    found: dict[str, Row] = {
        "content: texts": _timed(catalogues.texts),
        "content: all of it": _timed(content.load),
        "an interpreter that does nothing": _program("pass"),
        "an interpreter with our imports": _program("import bot.app.commands.run"),
    }
    with tempfile.TemporaryDirectory(prefix="porchlight-") as folder:
        town = Town(SystemClock())
        async with TownServer(town).listening() as port:
            child = Child(town, Path(folder), port)
            for which in ("a new database", "its own database"):
                began = perf_counter()
                await child.start()
                await child.up()
                found[f"the whole bot, over {which}"] = {"s": perf_counter() - began}
                await child.stop()
    floor = found["an interpreter that does nothing"]["s"]
    return {
        name: {**row, "times an empty interpreter": row["s"] / floor} for name, row in found.items()
    }


def _timed(work: Callable[[], object]) -> Row:
    began = perf_counter()
    work()
    return {"s": perf_counter() - began}


def _program(code: str) -> Row:
    began = perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, cwd=HOUSE)
    return {"s": perf_counter() - began}
