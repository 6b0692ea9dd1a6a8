"""Backups: whole while others write, never with a key in them, never half-made."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from adapters.sql.backup import Deployment, Refused, Why, back_up
from adapters.sql.connect import Damaged
from adapters.sql.copies import DATA, copies
from adapters.sql.house import Lock
from tests.contracts.copying import NOW, names
from tests.contracts.houses import Files, living, put, remember
from tests.house.rules import HOUSE

BULK = 5_000
DISK_FULL = """
import asyncio, resource, sys
from datetime import UTC, datetime
from pathlib import Path
from adapters.sql.backup import Deployment, back_up
resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, 65_536))
at = Deployment(Path(sys.argv[1]), Path(sys.argv[2]))
asyncio.run(back_up(at, Path(sys.argv[3]), None, datetime.now(UTC)))
"""


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """A deployment in a folder of its own, so that copies have room beside it."""
    (tmp_path / "house").mkdir()
    return Files(tmp_path / "house")


@pytest.fixture
def to(tmp_path: Path) -> Path:
    """Where copies of the data go."""
    return tmp_path / "copies"


@pytest.fixture
def keys_to(tmp_path: Path) -> Path:
    """Where copies of the keys go."""
    return tmp_path / "copies of keys"


def place(files: Files) -> Deployment:
    """The deployment as the commands know it."""
    return Deployment(files.database, files.keys)


def fatten(files: Files) -> None:
    """Some megabytes, so that a copy takes a while."""
    with closing(sqlite3.connect(files.database)) as other:
        rows = ((f"bulk{number}", "x" * 1_000) for number in range(BULK))
        other.executemany("INSERT INTO facts (name, value) VALUES (?, ?)", rows)
        other.commit()


def copy_on_a_full_disk(files: Files, to: Path) -> subprocess.CompletedProcess[str]:
    """A backup in a process that may write files of 64 KiB and no more."""
    return subprocess.run(
        [sys.executable, "-c", DISK_FULL, files.database, files.keys, to],
        capture_output=True, check=False, cwd=HOUSE, text=True,
    )  # fmt: skip


def facts(copy: Path) -> dict[str, str]:
    """The facts that a copy holds."""
    with closing(sqlite3.connect(copy)) as other:
        return dict(other.execute("SELECT name, value FROM facts"))


# whole ---------------------------------------------------------------------------------------


async def test_a_copy_opens_and_only_its_owner_can_read_it(
    files: Files, to: Path, keys_to: Path
) -> None:
    await remember(files)
    made = await back_up(place(files), to, keys_to, NOW)
    assert made.fits
    assert made.data.name == "porchlight-20260105T090000Z.db"
    assert made.keys is not None
    assert made.keys.name == "porchlight-keys-20260105T090000Z"
    assert names(to) == [made.data.name]
    assert names(made.keys) == ["keys.db", "master.key"]
    for file in (made.data, made.keys / "keys.db", made.keys / "master.key"):
        assert file.stat().st_mode & 0o777 == 0o600
    for folder in (to, keys_to, made.keys):
        assert folder.stat().st_mode & 0o777 == 0o700


async def test_the_copy_of_the_data_holds_no_key(files: Files, to: Path, keys_to: Path) -> None:
    await remember(files)
    made = await back_up(place(files), to, keys_to, NOW)
    raw = made.data.read_bytes()
    async with living(files) as house:
        secrets = [house.ring.get(name) for name in house.ring.names("")]
    assert len(secrets) > 2
    assert not [one for one in secrets if one is None or one in raw or one.hex().encode() in raw]
    assert files.master.read_bytes().strip() not in raw


async def test_writes_go_on_while_a_copy_is_made_and_each_copy_is_of_one_moment(
    files: Files, to: Path
) -> None:
    await remember(files)
    fatten(files)
    lock = Lock(files.database)  # as the running bot holds it
    written: list[str] = []
    async with living(files) as house:

        async def write() -> None:
            while True:
                value = str(len(written))
                await house.store.unit("pair", partial(pair, value))
                written.append(value)

        async def pair(value: str) -> None:
            await house.facts.put("left", value)
            await house.facts.put("right", value)

        await house.store.unit("pair", partial(pair, "0"))
        async with asyncio.TaskGroup() as group:
            writing = group.create_task(write())
            made: list[Path] = []
            during: list[int] = []
            for second in range(5):
                before = len(written)
                made.append(
                    (await back_up(place(files), to, None, NOW + timedelta(0, second))).data
                )
                during.append(len(written) - before)
            writing.cancel()
    lock.release()
    assert all(during), during
    for copy in made:
        held = facts(copy)
        assert held["left"] == held["right"]
        assert len(held) > BULK


async def test_what_only_the_log_holds_after_a_crash_is_in_the_copy(
    files: Files, tmp_path: Path, to: Path
) -> None:
    after = Files(tmp_path / "after a crash")
    async with living(files) as house:
        await put(house, "a", "v")
        after.folder.mkdir()
        for name, content in files.data().items():
            (after.folder / name).write_bytes(content)
    files.keys.rename(after.keys)
    made = await back_up(place(after), to, None, NOW)
    assert facts(made.data)["a"] == "v"


async def test_a_database_without_its_keys_is_copied_and_no_older_copy_goes(
    files: Files, to: Path, keys_to: Path
) -> None:
    await remember(files)
    for day in range(2):
        await back_up(place(files), to, None, NOW + timedelta(day), keep=1)
    assert len(copies(to, DATA)) == 1
    files.master.write_text("cd" * 32)
    made = await back_up(place(files), to, keys_to, NOW + timedelta(3), keep=1)
    assert not made.fits
    assert made.keys is None
    assert len(copies(to, DATA)) == 2
    assert not names(keys_to)


# nothing half-made ---------------------------------------------------------------------------


async def test_a_full_disk_leaves_nothing_behind(files: Files, to: Path) -> None:
    await remember(files)
    fatten(files)
    done = copy_on_a_full_disk(files, to)
    assert done.returncode == 1
    assert "sqlite3.OperationalError" in done.stderr
    assert not names(to)
    assert (await back_up(place(files), to, None, NOW)).fits


async def test_a_damaged_database_is_not_copied_over_good_copies(files: Files, to: Path) -> None:
    await remember(files)
    fatten(files)
    await back_up(place(files), to, None, NOW)
    whole = files.database.read_bytes()
    files.database.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Damaged):
        await back_up(place(files), to, None, NOW + timedelta(1), keep=1)
    assert names(to) == ["porchlight-20260105T090000Z.db"]


async def test_what_is_no_database_of_ours_is_not_taken_for_a_backup(
    files: Files, to: Path
) -> None:
    with closing(sqlite3.connect(files.database)) as theirs:
        theirs.execute("CREATE TABLE theirs (id INTEGER)")
    with pytest.raises(Refused, match=Why.NOT_OURS):
        await back_up(place(files), to, None, NOW)
    assert not names(to)


async def test_what_a_backup_that_died_left_is_swept_an_hour_later(
    files: Files, to: Path, keys_to: Path
) -> None:
    await remember(files)
    left = (to / ".porchlight-x.db.partial", keys_to / ".porchlight-keys-x.partial")
    for folder in (to, keys_to, left[1]):
        folder.mkdir()
    journal = to / f"{left[0].name}-journal"
    for file in (left[0], journal, left[1] / "master.key"):
        file.write_text("half")
    await back_up(place(files), to, keys_to, NOW)
    assert left[0].exists()
    assert left[1].exists()
    for one in (*left, journal):
        os.utime(one, (0, 0))
    await back_up(place(files), to, keys_to, NOW + timedelta(1))
    assert not left[0].exists()
    assert not left[1].exists()
    assert not journal.exists()


async def test_a_second_copy_of_one_second_is_refused(files: Files, to: Path) -> None:
    await remember(files)
    await back_up(place(files), to, None, NOW)
    before = (to / "porchlight-20260105T090000Z.db").read_bytes()
    with pytest.raises(Refused, match=Why.EXISTS):
        await back_up(place(files), to, None, NOW)
    assert (to / "porchlight-20260105T090000Z.db").read_bytes() == before


async def test_a_folder_that_cannot_be_made_is_said(files: Files, tmp_path: Path) -> None:
    await remember(files)
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        await back_up(place(files), tmp_path / "file" / "copies", None, NOW)
