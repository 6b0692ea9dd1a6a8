"""Opening SQLite the one way that was measured to lose nothing (shared facts: safety, part 5)."""

import sqlite3
from pathlib import Path

import aiosqlite

BUSY_MS = 2_000
"""How long a write waits for a lock before the store counts as unavailable."""

HOUSE = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA temp_store = MEMORY",
)
KEYS = ("PRAGMA journal_mode = TRUNCATE", *HOUSE[1:])
"""The key store keeps no write-ahead log: a destroyed key leaves no copy in one."""


class Damaged(Exception):  # noqa: N818 - a state of the file, said as such
    """The file is not a healthy database; restore the newest backup."""


async def connect(path: Path | None, pragmas: tuple[str, ...] = HOUSE) -> aiosqlite.Connection:
    """Open a database, or one in memory for None; every pragma is set and the vital ones checked.

    Raises sqlite3.OperationalError when it cannot be opened, Damaged when it is no database, or
    when secure_delete or FULL is refused.
    """
    connection = await aiosqlite.connect(path or ":memory:", isolation_level=None)
    try:
        await connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        for pragma in pragmas:
            await connection.execute(pragma)
        await _hold(connection, "secure_delete", 1)
        await _hold(connection, "synchronous", 2)
    except BaseException as broken:
        await connection.close()
        if type(broken) is sqlite3.DatabaseError:
            message = "the file is not a database"
            raise Damaged(message) from broken
        raise
    return connection


async def _hold(connection: aiosqlite.Connection, pragma: str, wanted: int) -> None:
    async with connection.execute(f"PRAGMA {pragma}") as cursor:
        row = await cursor.fetchone()
    if row is None or row[0] != wanted:
        message = f"this SQLite refuses {pragma} = {wanted}"
        raise Damaged(message)


async def check(connection: aiosqlite.Connection) -> None:
    """Raise Damaged unless SQLite itself finds the file whole."""
    try:
        async with connection.execute("PRAGMA quick_check(1)") as cursor:
            row = await cursor.fetchone()
    except sqlite3.DatabaseError as broken:
        message = "the file is not a database"
        raise Damaged(message) from broken
    if row is None or row[0] != "ok":
        message = "SQLite's integrity check failed"
        raise Damaged(message)
