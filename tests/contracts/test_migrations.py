"""Migrations: from nothing, from each earlier schema, and never a step that is not ours."""

import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path

import aiosqlite
import pytest

from adapters.memory.clock import TownClock
from adapters.sql.connect import connect
from adapters.sql.migrate import Changed, Migration, Newer, applied, migrate, shipped
from adapters.sql.opening import open_data
from adapters.sql.reseal import SEALED
from bot.app.commands.says import words
from bot.app.trouble import sentence_of
from tests.contracts.houses import Files, living

SCHEMA = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
COLUMNS = """SELECT m.name, c.name, c.pk FROM sqlite_master AS m, pragma_table_info(m.name) AS c
             WHERE m.type = 'table'"""
NEWEST = shipped()[-1].number


@asynccontextmanager
async def opened(path: Path) -> AsyncGenerator[aiosqlite.Connection]:
    connection = await connect(path)
    try:
        yield connection
    finally:
        await connection.close()


def schema_of(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as found:
        return found.execute(SCHEMA).fetchall()


async def written(files: Files, *statements: str) -> None:
    """A database of ours with something done to it behind our back."""
    async with living(files):
        pass
    with closing(sqlite3.connect(files.database, isolation_level=None)) as other:
        for statement in statements:
            other.execute(statement)


async def test_an_empty_file_gets_every_step_once(tmp_path: Path) -> None:
    async with opened(tmp_path / "a.db") as connection:
        assert await migrate(connection) == shipped()
        assert await migrate(connection) == ()
        assert set(await applied(connection)) == {step.number for step in shipped()}


def test_the_numbers_of_the_steps_are_one_two_three_without_a_gap() -> None:
    assert [step.number for step in shipped()] == list(range(1, NEWEST + 1))


@pytest.mark.parametrize("known", range(NEWEST + 1))
async def test_from_each_earlier_schema_one_comes_to_todays(tmp_path: Path, known: int) -> None:
    async with opened(tmp_path / "old.db") as connection:
        await migrate(connection, shipped()[:known])
    async with opened(tmp_path / "old.db") as connection:
        assert await migrate(connection) == shipped()[known:]
    async with opened(tmp_path / "new.db") as connection:
        await migrate(connection)
    assert schema_of(tmp_path / "old.db") == schema_of(tmp_path / "new.db")


async def test_what_was_kept_before_a_step_is_kept_after_it(tmp_path: Path) -> None:
    step = Migration(NEWEST + 1, "later.sql", "ALTER TABLE facts ADD COLUMN extra TEXT;")
    async with opened(tmp_path / "a.db") as connection:
        await migrate(connection)
        await connection.execute("INSERT INTO facts VALUES ('a', 'v')")
        assert await migrate(connection, (*shipped(), step)) == (step,)
        async with connection.execute("SELECT name, value, extra FROM facts") as cursor:
            assert [tuple(row) for row in await cursor.fetchall()] == [("a", "v", None)]


async def test_a_step_that_was_changed_after_it_was_applied_is_refused(tmp_path: Path) -> None:
    changed = replace(shipped()[0], sql=f"{shipped()[0].sql}\n-- one word more")
    async with opened(tmp_path / "a.db") as connection:
        await migrate(connection)
        with pytest.raises(Changed):
            await migrate(connection, (changed, *shipped()[1:]))


async def test_a_step_that_fails_leaves_the_schema_from_before(tmp_path: Path) -> None:
    sql = "CREATE TABLE later (id INTEGER); CREATE TABLE later (id INTEGER);"
    broken = Migration(NEWEST + 1, "broken.sql", sql)
    async with opened(tmp_path / "a.db") as connection:
        await migrate(connection)
        before = schema_of(tmp_path / "a.db")
        with pytest.raises(sqlite3.OperationalError):
            await migrate(connection, (*shipped(), broken))
        assert NEWEST + 1 not in await applied(connection)
    assert schema_of(tmp_path / "a.db") == before


LATER = (
    "CREATE TABLE later (id INTEGER)",
    "INSERT INTO migrations SELECT max(number) + 1, 'later.sql', 'x' FROM migrations",
)
"""What a newer version does to a database."""


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
async def test_a_database_of_a_newer_version_is_refused_and_not_one_byte_of_it_changes(
    files: Files, journal: str
) -> None:
    await written(files, *LATER, f"PRAGMA journal_mode = {journal}")
    before = files.database.read_bytes()
    with pytest.raises(Newer) as refused:
        await open_data(files.database, files.keys, None, TownClock())
    assert files.database.read_bytes() == before
    said = sentence_of(refused.value, words())
    assert said is not None
    assert "newer version" in said


async def test_what_a_newer_version_still_had_in_its_log_stays_in_its_log(files: Files) -> None:
    await written(files, *LATER)
    crashed = Files(files.folder / "crashed")
    crashed.folder.mkdir()
    with closing(sqlite3.connect(files.database, isolation_level=None)) as later:
        later.execute("PRAGMA wal_autocheckpoint = 0")
        later.execute("INSERT INTO later VALUES (1)")
        for name, content in files.data().items():
            (crashed.folder / name).write_bytes(content)
    files.keys.rename(crashed.keys)
    before = crashed.data()
    assert before["house.db-wal"]
    with pytest.raises(Newer):
        await open_data(crashed.database, crashed.keys, None, TownClock())
    assert crashed.data() == before


async def test_a_changed_step_stops_the_start_before_anything_is_written(files: Files) -> None:
    await written(files, "UPDATE migrations SET checksum = 'x'")
    before = files.database.read_bytes()
    with pytest.raises(Changed):
        await open_data(files.database, files.keys, None, TownClock())
    assert files.database.read_bytes() == before


async def test_renewing_the_keys_knows_every_sealed_column(tmp_path: Path) -> None:
    async with opened(tmp_path / "a.db") as connection:
        await migrate(connection)
        async with connection.execute(COLUMNS) as cursor:
            columns = [tuple(row) for row in await cursor.fetchall()]
    sealed = {table for table, column, _ in columns if column == "sealed"}
    keys = {table: column for table, column, position in columns if position == 1}
    assert {table: keys[table] for table in sealed} == SEALED
