"""Places in the sync stream by our own numbers, and messages that cannot be read yet.

The engine keeps cursors, which are numbers that rise; a homeserver's tokens are words. What could
not be read is kept as it came, under a seal of ours, and dropped once it is read. Of rooms that are
not private it is known which events were finished, by names that tell nobody which they are.
"""

import logging
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from adapters.matrix.gateway.errors import Unusable
from adapters.matrix.keeping.files import touch_private
from adapters.matrix.keeping.seal import Seal
from adapters.matrix.payload import Payload, number_of, payload_of, text_of

LOG = logging.getLogger(__name__)
BITS = 20
"""A million events in one answer of sync have positions of their own."""
MADE = """
CREATE TABLE IF NOT EXISTS places (batch INTEGER PRIMARY KEY, token TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS waiting (
    event BLOB PRIMARY KEY, what BLOB NOT NULL, told INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS finished (event BLOB PRIMARY KEY, position INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS settled (one INTEGER PRIMARY KEY CHECK (one = 1), batch INTEGER) STRICT;
"""
WAITING = "waiting"
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

    def __init__(self, path: Path, seal: Seal) -> None:
        """Open it. Raises Unusable where it cannot be."""
        self.seal_of = seal
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

    def seal(self, event: str, room: str, raw: Payload, now_ms: int) -> None:
        """Keep this event of a room until it can be read."""
        what = {"event": event, "room": room, "raw": raw, "since_ms": now_ms}
        self._db.execute(
            "INSERT OR IGNORE INTO waiting (event, what) VALUES (?, ?)",
            (self.seal_of.name(event), self.seal_of.close(what, WAITING)),
        )

    def sealed(self) -> list[SealedEvent]:
        """Everything that could not be read yet, in the order in which it came."""
        rows = self._db.execute("SELECT event, what, told FROM waiting ORDER BY rowid").fetchall()
        return list(self._opened(rows))

    def _opened(self, rows: list[tuple[bytes, bytes, int]]) -> Iterator[SealedEvent]:
        for name, what, told in rows:
            try:
                found = payload_of(self.seal_of.open(what, WAITING))
            except ValueError:
                LOG.error("what could not be read was kept under another key: it is dropped")
                self._db.execute("DELETE FROM waiting WHERE event = ?", (name,))
                continue
            yield SealedEvent(
                text_of(found.get("event")), text_of(found.get("room")),
                payload_of(found.get("raw")), number_of(found.get("since_ms")) or 0, bool(told),
            )  # fmt: skip

    def told(self, event: str) -> None:
        """People know that this one could not be read."""
        name = self.seal_of.name(event)
        self._db.execute("UPDATE waiting SET told = 1 WHERE event = ?", (name,))

    def drop(self, event: str) -> None:
        """It was read, or will never be."""
        self._db.execute("DELETE FROM waiting WHERE event = ?", (self.seal_of.name(event),))

    def finished(self) -> Mapping[bytes, int]:
        """Events that were finished, by their names, with their positions."""
        return dict(self._db.execute("SELECT event, position FROM finished"))

    def finish(self, events: Mapping[bytes, int], oldest: int) -> None:
        """These, too; what has an older position than that is forgotten."""
        self._db.execute("BEGIN")
        self._db.executemany("INSERT OR REPLACE INTO finished VALUES (?, ?)", events.items())
        self._db.execute("DELETE FROM finished WHERE position < ?", (oldest,))
        self._db.execute("COMMIT")
