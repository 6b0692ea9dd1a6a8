"""Places in the sync stream by our own numbers, and messages that cannot be read yet.

The engine keeps cursors, which are numbers that rise; a homeserver's tokens are words. Nothing here
says who wrote, but for what is still sealed: that is kept as it came, and dropped once it is read.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from adapters.matrix.gateway.errors import Unusable
from adapters.matrix.keeping.files import touch_private
from adapters.matrix.payload import Payload, payload_of

BITS = 20
"""A million events in one answer of sync have positions of their own."""
MADE = """
CREATE TABLE IF NOT EXISTS places (batch INTEGER PRIMARY KEY, token TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS sealed (
    event TEXT PRIMARY KEY, room TEXT NOT NULL, raw TEXT NOT NULL, since_ms INTEGER NOT NULL,
    told INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS settled (one INTEGER PRIMARY KEY CHECK (one = 1), batch INTEGER) STRICT;
"""
KEPT_MS = 30 * 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class SealedEvent:
    """A message that could not be read, as it came, and since when."""

    id: str = field(repr=False)
    room: str = field(repr=False)
    raw: Payload = field(repr=False)
    since_ms: int
    told: bool


def batch_of(position: int) -> int:
    """The answer of sync that an event came with."""
    return position >> BITS


def position_of(batch: int, index: int) -> int:
    """The place of an event in an answer of sync."""
    return (batch << BITS) + min(index, (1 << BITS) - 1)


class Journal:
    """One small file of SQLite. Each write is done when it returns."""

    def __init__(self, path: Path) -> None:
        """Open it. Raises Unusable where it cannot be."""
        try:
            touch_private(path)
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
                self._db.execute(f"PRAGMA {pragma}")
            self._db.executescript(MADE)
        except (OSError, sqlite3.Error) as why:
            message = (
                f"Matrix's journal ({path}) cannot be opened ({type(why).__name__}); remove it, "
                "and what was said lately is read again."
            )
            raise Unusable(message) from why

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def newest(self) -> int:
        """The highest batch that is noted; 0 where none is."""
        found = self._db.execute("SELECT max(batch) FROM places").fetchone()[0]
        return int(found or 0)

    def note(self, batch: int, token: str) -> None:
        """What this batch is asked for with; what is a month old is forgotten."""
        self._db.execute("INSERT OR REPLACE INTO places VALUES (?, ?)", (batch, token))
        self._db.execute("DELETE FROM places WHERE batch < ?", (batch - KEPT_MS,))

    def token_before(self, batch: int) -> tuple[int, str] | None:
        """With what to ask so that nothing since this batch is missed."""
        asked = "SELECT batch, token FROM places WHERE batch <= ? ORDER BY batch DESC LIMIT 1"
        oldest = "SELECT batch, token FROM places ORDER BY batch LIMIT 1"
        found = self._db.execute(asked, (batch,)).fetchone() or self._db.execute(oldest).fetchone()
        return None if found is None else (int(found[0]), str(found[1]))

    def settle(self, batch: int) -> None:
        """Everything before this batch was handled."""
        self._db.execute("INSERT OR REPLACE INTO settled VALUES (1, ?)", (batch,))

    def settled(self) -> int | None:
        """The first batch of which not everything was handled; None where nobody noted it."""
        found = self._db.execute("SELECT batch FROM settled").fetchone()
        return None if found is None else int(found[0])

    def seal(self, events: Iterable[tuple[str, str, Payload]], now_ms: int) -> None:
        """Keep these, by id and room, until they can be read."""
        rows = [(event, room, json.dumps(raw), now_ms) for event, room, raw in events]
        self._db.executemany(
            "INSERT OR IGNORE INTO sealed (event, room, raw, since_ms) VALUES (?, ?, ?, ?)", rows
        )

    def sealed(self) -> list[SealedEvent]:
        """Everything that could not be read yet, oldest first."""
        rows = self._db.execute(
            "SELECT event, room, raw, since_ms, told FROM sealed ORDER BY since_ms, rowid"
        )
        return [
            SealedEvent(event, room, payload_of(json.loads(raw)), since, bool(told))
            for event, room, raw, since, told in rows
        ]

    def told(self, event: str) -> None:
        """People know that this one could not be read."""
        self._db.execute("UPDATE sealed SET told = 1 WHERE event = ?", (event,))

    def drop(self, event: str) -> None:
        """It was read, or will never be."""
        self._db.execute("DELETE FROM sealed WHERE event = ?", (event,))
