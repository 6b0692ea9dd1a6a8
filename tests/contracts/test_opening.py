"""Starting: one process for each database, and a damaged file is refused with a sentence."""

import asyncio
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from adapters.memory.clock import TownClock
from adapters.sql.connect import Damaged
from adapters.sql.house import InUse, Lock
from adapters.sql.opening import is_new, open_data
from bot.app.commands.says import words
from bot.app.content import Content
from bot.app.rehearsal import Rehearsal
from bot.app.trouble import sentence_of
from tests.contracts.houses import Files, connections, living, put

HOLD = """
import sys
from pathlib import Path
from adapters.sql.house import Lock
lock = Lock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.readline()
"""


def said(trouble: BaseException) -> str:
    """The sentence that a person reads."""
    sentence = sentence_of(trouble, words())
    assert sentence is not None
    return sentence


async def test_a_second_process_on_one_database_is_refused_in_words(
    files: Files, content: Content
) -> None:
    async with living(files):
        pass
    holder = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLD, str(files.database),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"held\n"
    town = Rehearsal(files.database, content=content)
    with pytest.raises(InUse) as refused:
        await town.start()
    assert "Another Porchlight" in said(refused.value)
    holder.kill()
    await holder.communicate()
    Lock(files.database).release()


async def test_the_lock_is_given_back_by_whoever_held_it(files: Files) -> None:
    first = Lock(files.database)
    with pytest.raises(InUse):
        Lock(files.database)
    first.release()
    Lock(files.database).release()


async def damaged(files: Files, at: float, junk: bytes) -> bytes:
    """A database of ours with some bytes in it overwritten; what the file is then."""
    async with living(files) as house:
        for n in range(400):
            await put(house, f"name {n}", "v" * 200)
    content = bytearray(files.database.read_bytes())
    start = int(len(content) * at)
    content[start : start + len(junk)] = junk
    files.database.write_bytes(content)
    return bytes(content)


@pytest.mark.parametrize(
    ("at", "junk"),
    [(0, b"this is no database at all......"), (0.5, b"\xff" * 12_000), (0.9, b"\xff" * 6_000)],
    ids=["header", "middle", "end"],
)
async def test_a_damaged_file_is_refused_in_words_and_left_as_it_is(
    files: Files, at: float, junk: bytes
) -> None:
    before = await damaged(files, at, junk)
    with pytest.raises(Damaged) as refused:
        await open_data(files.database, files.keys, None, TownClock())
    sentence = said(refused.value)
    assert "damaged" in sentence
    assert "backup" in sentence
    assert files.database.read_bytes() == before


async def test_a_file_that_was_cut_off_is_refused_in_words(files: Files) -> None:
    content = await damaged(files, 0, b"")
    files.database.write_bytes(content[: len(content) // 2])
    with pytest.raises(Damaged) as refused:
        await open_data(files.database, files.keys, None, TownClock())
    assert "damaged" in said(refused.value)


async def test_every_connection_is_as_it_was_measured_to_lose_nothing(files: Files) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}
    async with living(files) as house:
        for connection in connections(house):
            for pragma, value in wanted.items():
                async with connection.execute(f"PRAGMA {pragma}") as cursor:
                    row = await cursor.fetchone()
                assert row is not None
                assert row[0] == value


async def test_what_was_committed_is_there_though_nobody_closed_the_file(
    files: Files, tmp_path: Path
) -> None:
    after = Files(tmp_path / "after a crash")
    async with living(files) as house:
        await put(house, "a", "v")
        after.folder.mkdir()
        for name, content in files.data().items():
            (after.folder / name).write_bytes(content)
    files.keys.rename(after.keys)
    async with living(after) as house:
        assert await house.facts.get("a") == "v"


def test_a_database_in_use_by_another_program_is_not_taken_for_new(files: Files) -> None:
    with closing(sqlite3.connect(files.database)) as other:
        other.execute("CREATE TABLE theirs (id INTEGER)")
        other.execute("INSERT INTO theirs VALUES (1)")
        other.commit()
    assert not is_new(files.database)
