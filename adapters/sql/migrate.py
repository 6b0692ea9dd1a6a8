"""Numbered migrations: from an empty file, and from each earlier schema, to today's."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import aiosqlite

LEDGER = """CREATE TABLE IF NOT EXISTS migrations (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL)"""


class Newer(Exception):  # noqa: N818 - a state of the file, said as such
    """The database was written by a newer version; it was left untouched."""


class Changed(Exception):  # noqa: N818 - a state of the file, said as such
    """A migration that was applied is not the one that ships under its number."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema. The checksum is SHA-256 of its text."""

    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the text, in hex."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def shipped() -> tuple[Migration, ...]:
    """Every migration, oldest first."""
    folder = files("adapters.sql") / "migrations"
    found = sorted((one for one in folder.iterdir() if one.name.endswith(".sql")), key=str)
    return tuple(Migration(int(one.name[:4]), one.name, one.read_text("utf-8")) for one in found)


async def applied(connection: aiosqlite.Connection) -> dict[int, str]:
    """The checksums of what was applied, by number; empty for an empty file."""
    sql = "SELECT 1 FROM sqlite_master WHERE name = 'migrations'"
    async with connection.execute(sql) as cursor:
        if await cursor.fetchone() is None:
            return {}
    async with connection.execute("SELECT number, checksum FROM migrations") as cursor:
        return {row[0]: row[1] for row in await cursor.fetchall()}


async def migrate(
    connection: aiosqlite.Connection, steps: tuple[Migration, ...] | None = None
) -> tuple[Migration, ...]:
    """Apply what is missing, each in a transaction; return what was applied now.

    Raises Newer or Changed before anything is written.
    """
    steps = shipped() if steps is None else steps
    done = await applied(connection)
    agree(done, steps)
    missing = tuple(step for step in steps if step.number not in done)
    for step in missing:
        await _apply(connection, step)
    return missing


def agree(done: Mapping[int, str], steps: tuple[Migration, ...]) -> None:
    """Raise Newer or Changed unless everything that was applied is what ships."""
    known = {step.number: step for step in steps}
    for number, checksum in done.items():
        if number not in known:
            message = f"schema {number} is newer than this version knows"
            raise Newer(message)
        if known[number].checksum != checksum:
            message = f"migration {known[number].name} is not the one that was applied"
            raise Changed(message)


async def _apply(connection: aiosqlite.Connection, step: Migration) -> None:
    await connection.execute("BEGIN IMMEDIATE")
    try:
        await connection.execute(LEDGER)
        for statement in _statements(step.sql):
            await connection.execute(statement)
        values = (step.number, step.name, step.checksum)
        await connection.execute("INSERT INTO migrations VALUES (?, ?, ?)", values)
        await connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            await connection.execute("ROLLBACK")
        raise


def _statements(sql: str) -> list[str]:
    """The statements of a script; ours hold no semicolon inside a string."""
    lines = (line.split("--")[0] for line in sql.splitlines())
    return [one for one in (part.strip() for part in "\n".join(lines).split(";")) if one]
