"""Reports about services, read beside a bot that may be running: not a byte is written."""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from adapters.sql.opening import open_ring
from adapters.sql.seal import Codec, Sealer, readable
from bot.ports.mistakes import Mistake

SQL = "SELECT id, sealed FROM mistakes ORDER BY day, number"


async def reported(database: Path, keys: Path, given: str | None) -> Sequence[Mistake]:
    """All that wait for a look; none where there is no database, or none that knows of them.

    Raises KeysMissing or KeysWrong, and sqlite3.Error for a database that cannot be read.
    """
    rows = await asyncio.to_thread(_rows, database)
    if not rows:
        return ()
    ring = await open_ring(keys, given, make=False)
    try:
        return readable(Codec(Mistake, "mistakes", Sealer(ring)), rows, "id")
    finally:
        await ring.close()


def _rows(database: Path) -> list[sqlite3.Row]:
    if not database.exists():
        return []
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as found:
        found.row_factory = sqlite3.Row
        known = found.execute("SELECT 1 FROM sqlite_master WHERE name = 'mistakes'").fetchone()
        return found.execute(SQL).fetchall() if known else []
