"""What is refused: each copy that would not open is, before anything is touched."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.sql.backup import Why
from adapters.sql.connect import Damaged
from adapters.sql.house import InUse, Lock
from adapters.sql.keyfile import KeysWrong
from adapters.sql.migrate import Newer
from tests.contracts.copying import NOW, Case
from tests.contracts.houses import BEN, recalled, remember


@pytest.fixture
async def case(tmp_path: Path) -> Case:
    """Ana is remembered and on duty in the copy, Ben is remembered only afterwards."""
    made = await Case.begun(tmp_path / "one")
    await remember(made.files, BEN)
    return made


@pytest.fixture
async def other(tmp_path: Path) -> Case:
    """Another community on the same machine."""
    return await Case.begun(tmp_path / "two")


# refused -------------------------------------------------------------------------------------


async def test_a_copy_of_another_community_is_refused(case: Case, other: Case) -> None:
    theirs = other.made
    assert await case.refused(theirs.data) is Why.FOREIGN
    assert await case.refused(theirs.data, case.made.keys) is Why.FOREIGN_KEYS
    assert await case.refused(case.made.data, theirs.keys) is Why.FOREIGN_KEYS
    assert await case.refused(theirs.data, theirs.keys) is Why.FOREIGN_PLACE


async def test_a_copy_of_a_newer_version_is_refused(case: Case) -> None:
    with closing(sqlite3.connect(case.made.data)) as newer:
        newer.execute("INSERT INTO migrations VALUES (9999, 'x', 'y')")
        newer.commit()
    before = case.everything()
    with pytest.raises(Newer):
        await case.restore(replaced=True)
    assert case.everything() == before


@pytest.mark.parametrize("left", [1, 100, 4_096, 5_000, -4_096, -1])
async def test_a_truncated_copy_is_refused(case: Case, left: int) -> None:
    case.made.data.write_bytes(case.made.data.read_bytes()[:left])
    before = case.everything()
    with pytest.raises(Damaged):
        await case.restore(replaced=True)
    assert case.everything() == before


async def test_a_garbled_copy_is_refused(case: Case) -> None:
    raw = bytearray(case.made.data.read_bytes())
    raw[4_096 : 4_096 + 512] = b"\xff" * 512
    case.made.data.write_bytes(raw)
    before = case.everything()
    with pytest.raises(Damaged):
        await case.restore(replaced=True)
    assert case.everything() == before


async def test_what_is_no_copy_of_ours_is_refused(case: Case, tmp_path: Path) -> None:
    (tmp_path / "empty.db").write_bytes(b"")
    with closing(sqlite3.connect(tmp_path / "theirs.db")) as theirs:
        theirs.execute("CREATE TABLE theirs (id INTEGER)")
    assert await case.refused(tmp_path / "empty.db") is Why.NOT_OURS
    assert await case.refused(tmp_path / "theirs.db") is Why.NOT_OURS
    assert await case.refused(tmp_path / "nothing.db") is Why.NO_COPY
    assert await case.refused(tmp_path) is Why.NO_COPY
    assert await case.refused(case.files.database) is Why.ITSELF


async def test_without_keys_the_copy_of_the_same_time_is_asked_for(case: Case) -> None:
    shutil.rmtree(case.files.keys)
    assert await case.refused() is Why.NO_KEYS
    assert not case.files.keys.exists()
    assert await case.refused(keys=case.to) is Why.NO_KEY_COPY
    assert not case.files.keys.exists()


async def test_keys_that_are_one_letter_wrong_are_refused(case: Case) -> None:
    assert case.made.keys is not None
    shutil.rmtree(case.files.keys)
    master = case.made.keys / "master.key"
    right = master.read_text()
    master.write_text(("1" if right[0] == "0" else "0") + right[1:])
    before = case.everything()
    with pytest.raises(KeysWrong):
        await case.restore(keys=case.made.keys, replaced=True)
    assert case.everything() == before


async def test_a_master_key_from_outside_opens_a_copy_without_one(tmp_path: Path) -> None:
    case = Case(tmp_path)
    await remember(case.files)
    given = case.files.master.read_text().strip()
    case.files.master.unlink()
    case.at = replace(case.at, master=given)
    made = await case.back_up()
    assert made.fits
    assert made.keys is not None
    assert [one.name for one in made.keys.iterdir()] == ["keys.db"]
    shutil.rmtree(case.files.folder)
    case.at = replace(case.at, master="0" * 64)
    with pytest.raises(KeysWrong):
        await case.restore(keys=made.keys)
    case.at = replace(case.at, master=given)
    await case.restore(keys=made.keys)
    case.files.master.write_text(given)
    assert await recalled(case.files) == "AT"


async def test_wrong_keys_that_are_there_are_put_aside_and_destroyed_in_time(case: Case) -> None:
    case.files.master.write_text("cd" * 32)
    done = await case.restore(keys=case.made.keys, replaced=True)
    assert [one.name for one in done.keys_aside] == [
        "keys.db.aside-20260105T100000Z", "master.key.aside-20260105T100000Z",
    ]  # fmt: skip
    assert await recalled(case.files) == "AT"
    await case.back_up(NOW + timedelta(days=7))
    assert not [one for one in done.keys_aside if one.exists()]
    assert await recalled(case.files) == "AT"


async def test_a_running_bot_is_not_restored_under(case: Case) -> None:
    lock = Lock(case.files.database)
    before = case.everything()
    with pytest.raises(InUse):
        await case.restore(replaced=True)
    assert case.everything() == before
    lock.release()
    await case.restore(replaced=True)
