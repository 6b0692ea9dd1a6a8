"""Copying a database while others write to it, and looking at a copy before it is trusted."""

import os
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from adapters.sql.connect import BUSY_MS, Damaged
from adapters.sql.copies import sync
from adapters.sql.glance import Glance, glance
from adapters.sql.keyring import KeyRing
from adapters.sql.migrate import agree, shipped
from adapters.sql.reseal import EPOCH_FACT, SEALED
from adapters.sql.seal import Sealer, Unreadable, epoch_of, place


class NotOurs(Exception):  # noqa: N818 - a state of the file, said as such
    """The file is a database, or empty, but none that Porchlight wrote."""


def copy_database(source: Path, target: Path) -> None:
    """Copy a database as it stands at one moment into a new file (0600), durable.

    It takes no lock that a writer would wait for: in WAL mode a reader stops nobody, and of a
    key store only the few pages are read. On failure no file is left.
    Raises Damaged, sqlite3.Error, OSError.
    """
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with _reading(source) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("VACUUM INTO ?", (str(target),))
        sync(target)
    except BaseException:
        for left in (target, target.with_name(f"{target.name}-journal")):
            left.unlink(missing_ok=True)
        raise


def examine(copy: Path) -> Glance:
    """What a whole copy says of itself. Raises Damaged, NotOurs, Newer or Changed."""
    with _reading(copy) as connection:
        (page_bytes,) = connection.execute("PRAGMA page_size").fetchone()
        row = connection.execute("PRAGMA quick_check(1)").fetchone()
    if copy.stat().st_size % page_bytes:  # SQLite fills a last page that was cut off with zeros
        message = "the end of the file is missing"
        raise Damaged(message)
    if row is None or row[0] != "ok":
        message = "SQLite's integrity check failed"
        raise Damaged(message)
    found = glance(copy)
    if found is None or not found.applied:
        message = "no schema of ours is in it"
        raise NotOurs(message)
    agree(found.applied, shipped())
    return found


def shut(ring: KeyRing, copy: Path) -> set[int]:
    """The sealing epochs of a copy that these keys do not open; none when they fit.

    One field of each table and epoch is tried. Fields under a key of their own (a member's, a
    thread's) are not: where that key was destroyed they must stay shut.
    """
    sealer = Sealer(ring)
    with _reading(copy) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        found = {newest} if (newest := _newest(connection)) > ring.epochs()[-1] else set[int]()
        for table, key in SEALED.items():
            if table in names:
                found |= _shut(sealer, connection, table, key)
    return found


def _newest(connection: sqlite3.Connection) -> int:
    """The epoch that the copy was written under; 0 where it does not say."""
    sql = "SELECT value FROM facts WHERE name = ?"
    row = connection.execute(sql, (EPOCH_FACT,)).fetchone()
    return int(row[0].partition(" ")[0]) if row else 0


def _shut(sealer: Sealer, connection: sqlite3.Connection, table: str, key: str) -> set[int]:
    sql = (
        f"SELECT {key}, sealed FROM {table} WHERE sealed IS NOT NULL GROUP BY substr(sealed, 2, 4)"  # noqa: S608 - our names
    )
    found: set[int] = set()
    for row, sealed in connection.execute(sql):
        if (epoch := epoch_of(sealed)) == 0:
            continue
        try:
            sealer.open(sealed, place(table, row))
        except Unreadable:
            found.add(epoch)
    return found


@contextmanager
def _reading(path: Path) -> Generator[sqlite3.Connection, None, None]:
    """A connection that cannot write; what is no whole database raises Damaged."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
        try:
            connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
            yield connection
        except sqlite3.DatabaseError as broken:
            if type(broken) is not sqlite3.DatabaseError:
                raise
            message = "the file is not a whole database"
            raise Damaged(message) from broken
