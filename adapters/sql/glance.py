"""A glance at a database that must not touch it: before keys are made, and before it is opened."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

FINGERPRINT = "key_fingerprint"
"""The fact that names the keys which a database is sealed under."""
OWN = {"migrations", "facts"}
"""Tables that hold nothing of anybody."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What a database says of itself: applied migrations with checksums, its keys, any data."""

    applied: Mapping[int, str]
    fingerprint: str | None
    empty: bool

    @property
    def new(self) -> bool:
        """Whether keys may be made: nothing in it is sealed under others."""
        return self.empty and self.fingerprint is None


STEPS = "SELECT number, checksum FROM migrations"
NOTHING_YET = Glance({}, None, empty=True)


def glance(path: Path) -> Glance | None:
    """Read without writing a byte; None when it cannot be read at all."""
    if not path.exists() or path.stat().st_size == 0:
        return NOTHING_YET
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as found:
            return _read(found)
    except sqlite3.Error:
        return None


def _read(found: sqlite3.Connection) -> Glance:
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    tables = {row[0] for row in found.execute(sql)}
    steps = (
        found.execute("SELECT number, checksum FROM migrations") if "migrations" in tables else ()
    )
    facts = found.execute("SELECT name, value FROM facts") if "facts" in tables else ()
    return Glance(
        applied={row[0]: row[1] for row in steps},
        fingerprint=next((row[1] for row in facts if row[0] == FINGERPRINT), None),
        empty=not any(_holds_rows(found, table) for table in tables - OWN),
    )


def _holds_rows(found: sqlite3.Connection, table: str) -> bool:
    name = table.replace('"', '""')
    row = found.execute(f'SELECT EXISTS (SELECT 1 FROM "{name}")').fetchone()  # noqa: S608 - quoted
    return bool(row[0])
