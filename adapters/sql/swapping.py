"""Putting a copy where the data or the keys live: made ready beside, then renamed, durably."""

import os
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from adapters.sql.backup import Refused, Why, gather_keys
from adapters.sql.copies import destroy, stamp, sync
from adapters.sql.copying import copy_database, examine
from adapters.sql.glance import glance
from adapters.sql.keyfile import KeysMissing
from adapters.sql.opening import MASTER, NEXT_MASTER, STORE
from adapters.sql.tables.numbers import LAST
from bot.ports.delivery import Priority

RESTORED = "restored"
"""The fact by which the next start knows that its data came out of a copy."""
WITHDRAW = """UPDATE deliveries SET state = 'cancelled', sealed = NULL
  WHERE state = 'owed' AND priority >= ?"""
NOTE = """INSERT INTO facts (name, value) VALUES (?, ?)
  ON CONFLICT (name) DO UPDATE SET value = excluded.value"""
GAP = """INSERT INTO facts (name, value) SELECT ?, (max(
    (SELECT coalesce(max(number), 0) FROM incidents),
    coalesce((SELECT CAST(value AS INTEGER) FROM facts WHERE name = ?), 0)) / 1000 + 1) * 1000
  WHERE true ON CONFLICT (name) DO UPDATE SET value = excluded.value"""
"""Incidents since the copy are unknown to it, and their cards stand: none shares its number."""
STAGE = ".restoring"
LOGS = ("-wal", "-journal")
"""What SQLite would apply to whatever database stands under the name."""


@contextmanager
def staged_data(
    database: Path, copy: Path, now: datetime
) -> Generator[tuple[Path, int], None, None]:
    """A checked copy beside the database, and how many replies in it are not owed any more."""
    fresh = database.with_name(f".{database.name}{STAGE}")
    _discard(fresh)
    try:
        copy_database(copy, fresh)
        examine(fresh)
        yield fresh, _ready(fresh, now)
    finally:
        _discard(fresh)


def _discard(fresh: Path) -> None:
    """The journal first: left by a restore that died, it would be applied to the next file."""
    fresh.with_name(f"{fresh.name}-journal").unlink(missing_ok=True)
    fresh.unlink(missing_ok=True)


def _ready(fresh: Path, now: datetime) -> int:
    """Withdraw what must not be said again, and note the restore (decision 0051)."""
    with closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN")
        withdrawn = connection.execute(WITHDRAW, (Priority.REPLY,)).rowcount
        connection.execute(NOTE, (RESTORED, now.isoformat()))
        connection.execute(GAP, (LAST, LAST))
        connection.execute("COMMIT")
    sync(fresh)
    return withdrawn


def swap(fresh: Path, database: Path, now: datetime) -> Path | None:
    """Let `fresh` be the database; where the one that was there is kept, if there was one.

    Where the file system knows links, a database stands under the name at every moment: a bot that
    started without one would begin a new one. No log of the old one stays, since SQLite would
    apply it to the new.
    """
    database = database.resolve()
    aside = database.with_name(f"{database.name}.aside-{stamp(now)}")
    if aside.exists():
        raise Refused(Why.EXISTS)
    was_there = database.exists()
    if was_there:
        _checkpoint(database)
        try:
            os.link(database, aside)
        except OSError:  # a file system without links
            database.rename(aside)
    for log in LOGS:
        with suppress(FileNotFoundError):
            Path(f"{database}{log}").rename(f"{aside}{log}")
    Path(f"{database}-shm").unlink(missing_ok=True)
    fresh.replace(database)
    sync(database.parent)
    return aside if was_there else None


def _checkpoint(database: Path) -> None:
    """Move what the log holds into the file; what cannot be read keeps its log as it is."""
    if glance(database) is None:
        return
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(database, isolation_level=None)) as connection,
    ):
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def staged_keys(keys: Path, copy: Path) -> Generator[Path, None, None]:
    """A copy of keys inside the key folder, so that putting them in place is a rename."""
    made = not keys.exists()
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    stage = keys / STAGE
    try:
        if stage.exists():
            destroy(stage)
        gather_keys(copy, stage)
        yield stage
    except KeysMissing:
        raise Refused(Why.NO_KEY_COPY) from None
    finally:
        if stage.exists():
            destroy(stage)
        if made:
            with suppress(OSError):  # it holds the new keys
                keys.rmdir()


def put_keys(stage: Path, keys: Path, now: datetime) -> tuple[Path, ...]:
    """Let the staged keys be the keys; those that did not open are put aside, and named."""
    journal = keys / f"{STORE}-journal"
    if journal.exists() and journal.stat().st_size == 0:
        journal.unlink()
    aside = tuple(
        one.rename(f"{one}.aside-{stamp(now)}")
        for one in (keys / STORE, journal, keys / MASTER, keys / NEXT_MASTER)
        if one.exists()
    )
    for name in (STORE, MASTER, NEXT_MASTER):
        if (stage / name).exists():
            (stage / name).rename(keys / name)
    sync(keys)
    return aside
