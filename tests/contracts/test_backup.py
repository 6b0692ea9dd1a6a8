"""Backups: whole while others write, never with the keys in them, and keys for seven days."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.sql.backup import Deployment, Refused, Why, back_up
from adapters.sql.connect import Damaged
from adapters.sql.copies import DATA, KEYS, age, copies, key_copies, within
from adapters.sql.house import Lock
from tests.contracts.houses import Files, living, put, remember
from tests.house.rules import HOUSE

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
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
    assert [one.name for one in to.iterdir()] == [made.data.name]
    assert sorted(one.name for one in made.keys.iterdir()) == ["keys.db", "master.key"]
    for file in (made.data, *made.keys.iterdir()):
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
    written = 0
    async with living(files) as house:

        async def write() -> None:
            nonlocal written
            while True:
                written += 1
                await house.store.unit("pair", lambda: pair(str(written)))

        async def pair(value: str) -> None:
            await house.facts.put("left", value)
            await house.facts.put("right", value)

        await house.store.unit("pair", lambda: pair("0"))
        async with asyncio.TaskGroup() as group:
            writing = group.create_task(write())
            made: list[Path] = []
            during: list[int] = []
            for second in range(5):
                before = written
                made.append(
                    (await back_up(place(files), to, None, NOW + timedelta(0, second))).data
                )
                during.append(written - before)
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
    assert not list(keys_to.iterdir())


# nothing half-made ---------------------------------------------------------------------------


async def test_a_full_disk_leaves_nothing_behind(files: Files, to: Path) -> None:
    await remember(files)
    fatten(files)
    done = subprocess.run(
        [sys.executable, "-c", DISK_FULL, files.database, files.keys, to],
        capture_output=True, check=False, cwd=HOUSE, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert "sqlite3.OperationalError" in done.stderr
    assert not list(to.iterdir())
    assert (await back_up(place(files), to, None, NOW)).fits


async def test_a_damaged_database_is_not_copied_over_good_copies(files: Files, to: Path) -> None:
    await remember(files)
    fatten(files)
    await back_up(place(files), to, None, NOW)
    whole = files.database.read_bytes()
    files.database.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Damaged):
        await back_up(place(files), to, None, NOW + timedelta(1), keep=1)
    assert [one.name for one in to.iterdir()] == ["porchlight-20260105T090000Z.db"]


async def test_what_a_backup_that_died_left_is_swept_an_hour_later(
    files: Files, to: Path, keys_to: Path
) -> None:
    await remember(files)
    left = (to / ".porchlight-x.db.partial", keys_to / ".porchlight-keys-x.partial")
    for folder in (to, keys_to, left[1]):
        folder.mkdir()
    for file in (left[0], left[1] / "master.key"):
        file.write_text("half")
    await back_up(place(files), to, keys_to, NOW)
    assert left[0].exists()
    assert left[1].exists()
    for one in left:
        os.utime(one, (0, 0))
    await back_up(place(files), to, keys_to, NOW + timedelta(1))
    assert not left[0].exists()
    assert not left[1].exists()


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


# apart ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "keys", "why"),
    [
        ("house/keys", None, Why.IN_KEYS),
        ("house/keys/copies", None, Why.IN_KEYS),
        ("house", None, Why.IN_KEYS),
        ("link to keys", None, Why.IN_KEYS),
        ("copies", "house/keys/copies", Why.IN_KEYS),
        ("copies", "copies", Why.TOGETHER),
        ("copies", "copies/keys", Why.TOGETHER),
        ("copies/data", "copies", Why.TOGETHER),
        ("copies", "link to copies", Why.TOGETHER),
        ("copies", "house/other", Why.KEYS_IN_DATA),
    ],
)
async def test_keys_and_data_never_come_to_lie_together(
    files: Files, tmp_path: Path, data: str, keys: str | None, why: Why
) -> None:
    await remember(files)
    (tmp_path / "copies").mkdir()
    (tmp_path / "link to keys").symlink_to(files.keys)
    (tmp_path / "link to copies").symlink_to(tmp_path / "copies")
    before = set(tmp_path.rglob("*"))
    with pytest.raises(Refused) as refused:
        await back_up(place(files), tmp_path / data, keys and tmp_path / keys, NOW)
    assert refused.value.why is why
    assert set(tmp_path.rglob("*")) == before


def test_a_folder_is_within_itself_and_its_parents_alone(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert within(tmp_path / "a", tmp_path)
    assert within(tmp_path / "a" / "new", tmp_path / "a")
    assert not within(tmp_path, tmp_path / "a")
    assert not within(tmp_path / "ab", tmp_path / "a")


# seven days ----------------------------------------------------------------------------------


async def test_with_a_backup_each_day_no_copy_of_keys_ever_turns_seven_days_old(
    files: Files, to: Path, keys_to: Path
) -> None:
    await remember(files)
    for day in range(12):
        now = NOW + timedelta(day)
        await back_up(place(files), to, keys_to, now)
        at_the_next = now + timedelta(days=1)
        assert all(age(one, at_the_next) <= timedelta(days=7) for one in key_copies(keys_to))
    assert len(copies(to, DATA)) == 7
    assert len(copies(keys_to, KEYS)) == 6


async def test_old_keys_go_even_when_the_copy_fails(files: Files, to: Path, keys_to: Path) -> None:
    await remember(files)
    await back_up(place(files), to, keys_to, NOW)
    files.database.write_bytes(b"no database" * 1_000)
    with pytest.raises(Damaged):
        await back_up(place(files), to, keys_to, NOW + timedelta(8))
    assert not copies(keys_to, KEYS)


async def test_a_name_from_the_future_does_not_keep_keys_alive(
    files: Files, to: Path, keys_to: Path
) -> None:
    await remember(files)
    await back_up(place(files), to, keys_to, NOW + timedelta(days=4_000))
    (copy,) = copies(keys_to, KEYS)
    os.utime(copy.path, (NOW.timestamp(), NOW.timestamp()))
    await back_up(place(files), to, keys_to, NOW + timedelta(8))
    assert copy.path not in [one.path for one in copies(keys_to, KEYS)]


async def test_nothing_else_in_the_folder_of_keys_is_touched(
    files: Files, to: Path, keys_to: Path
) -> None:
    await remember(files)
    keys_to.mkdir()
    theirs = [keys_to / "porchlight-keys-notes", keys_to / "porchlight-keys-20209999T000000Z"]
    for one in theirs:
        one.write_text("theirs")
    target = files.folder / "linked"
    target.mkdir()
    (target / "file").write_text("theirs")
    (keys_to / "porchlight-keys-20200101T000000Z").symlink_to(target)
    await back_up(place(files), to, keys_to, NOW)
    assert [one.read_text() for one in theirs] == ["theirs", "theirs"]
    assert not (keys_to / "porchlight-keys-20200101T000000Z").exists()
    assert (target / "file").read_text() == "theirs"
