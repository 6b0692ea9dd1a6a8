"""Restoring: what was copied is back, and what was erased since stays erased."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.sql.backup import Refused, Why
from adapters.sql.connect import connect
from adapters.sql.migrate import migrate, shipped
from adapters.sql.opening import open_ring
from adapters.sql.reseal import EPOCH_FACT, reseal
from adapters.sql.restore import Restored
from adapters.sql.sweep import sweep
from tests.contracts.copying import NOW, Case
from tests.contracts.houses import ANA, BEN, Files, living, put, recalled, remember


@pytest.fixture
async def case(tmp_path: Path) -> Case:
    """Ana is remembered and on duty in the copy, Ben is remembered only afterwards."""
    made = await Case.begun(tmp_path / "one")
    await remember(made.files, BEN)
    return made


# put back ------------------------------------------------------------------------------------


async def test_lost_data_comes_back_with_todays_keys(case: Case) -> None:
    case.lose_the_data()
    done = await case.restore()
    assert done == Restored(None, (), 0)
    assert case.files.database.stat().st_mode & 0o777 == 0o600
    assert await recalled(case.files) == "AT"


async def test_lost_data_and_lost_keys_come_back_together(case: Case) -> None:
    shutil.rmtree(case.files.folder)
    assert (await case.restore(keys=case.made.keys)).keys_back
    for file in (case.files.master, case.files.store):
        assert file.stat().st_mode & 0o777 == 0o600
    assert not list(case.files.folder.rglob(".*"))
    assert await recalled(case.files) == "AT"


async def test_the_database_that_is_there_is_kept_aside(case: Case) -> None:
    assert await case.refused(replaced=False) is Why.OCCUPIED
    done = await case.restore(replaced=True)
    assert done.aside is not None
    assert await recalled(case.files, BEN) is None
    away = Files(case.files.folder.parent / "looked at")
    away.folder.mkdir()
    done.aside.rename(away.database)
    case.files.keys.rename(away.keys)
    assert await recalled(away, BEN) == "AT"


async def test_no_log_of_the_old_database_reaches_the_new_one(case: Case, tmp_path: Path) -> None:
    crashed = Case(tmp_path / "crashed")
    async with living(case.files) as house:
        await put(house, "a", "v")
        for name, content in case.files.data().items():
            (crashed.files.folder / name).write_bytes(content)
        shutil.copytree(case.files.keys, crashed.files.keys)
    assert (crashed.files.folder / "house.db-wal").stat().st_size
    crashed.made = case.made
    done = await crashed.restore(replaced=True)
    async with living(crashed.files) as house:
        assert await house.facts.get("a") is None
    assert done.aside is not None
    with closing(sqlite3.connect(done.aside)) as kept:
        assert kept.execute("SELECT value FROM facts WHERE name = 'a'").fetchone() == ("v",)


async def test_a_damaged_database_is_put_aside_with_its_log(case: Case) -> None:
    case.files.database.write_bytes(b"\xff" * 8_192)
    (case.files.folder / "house.db-wal").write_bytes(b"a log of something")
    done = await case.restore(replaced=True)
    assert done.aside is not None
    assert done.aside.read_bytes() == b"\xff" * 8_192
    log = done.aside.with_name(f"{done.aside.name}-wal")
    assert log.read_bytes() == b"a log of something"
    assert not (case.files.folder / "house.db-wal").exists()
    assert await recalled(case.files) == "AT"


async def test_a_log_without_its_database_is_not_applied(case: Case) -> None:
    async with living(case.files) as house:
        await put(house, "a", "v")
        log = case.files.data()["house.db-wal"]
    case.lose_the_data()
    (case.files.folder / "house.db-wal").write_bytes(log)
    await case.restore()
    async with living(case.files) as house:
        assert await house.facts.get("a") is None


async def test_a_copy_of_the_first_schema_is_brought_to_todays_by_the_start(case: Case) -> None:
    old = case.to / "old.db"
    connection = await connect(old)
    await migrate(connection, shipped()[:1])
    await connection.close()
    await case.restore(data=old, replaced=True)
    async with living(case.files) as house:
        assert await house.checkins.for_member(ANA) == []


async def test_what_a_restore_that_died_left_is_not_applied_to_the_next(case: Case) -> None:
    case.lose_the_data()
    left = case.files.folder / ".house.db.restoring"
    left.write_bytes(b"half")
    left.with_name(f"{left.name}-journal").write_bytes(b"of something else")
    await case.restore()
    assert await recalled(case.files) == "AT"
    assert not list(case.files.folder.glob(".house*"))


# what was erased stays erased ----------------------------------------------------------------


async def test_keys_that_were_destroyed_since_do_not_come_back(case: Case) -> None:
    ring = await open_ring(case.files.keys, None, make=False)
    (hers, *_) = ring.names("member:")
    for name in ring.names("member:"):
        await ring.destroy(name)
    await ring.close()
    await case.restore(keys=case.made.keys, replaced=True)
    ring = await open_ring(case.files.keys, None, make=False)
    await ring.close()
    assert ring.get(hers) is None
    assert await recalled(case.files) is None


async def test_after_a_renewal_the_epoch_of_the_copy_is_taken_from_its_keys(case: Case) -> None:
    await seal_anew(case)
    assert await case.refused() is Why.BYGONE
    await case.restore(keys=case.made.keys, replaced=True)
    ring = await open_ring(case.files.keys, None, make=False)
    await ring.close()
    assert ring.epochs() == (1, 2)
    assert await recalled(case.files) == "AT"


async def test_without_the_keys_of_its_time_what_members_own_comes_back_if_asked_for(
    case: Case,
) -> None:
    await seal_anew(case)
    await case.restore(replaced=True, partly=True)
    async with living(case.files) as house:
        await sweep(house)
        assert await house.rota.on_duty() == []
    assert await recalled(case.files) == "AT"


async def test_keys_from_before_the_data_are_refused_since_members_would_lose_theirs(
    case: Case,
) -> None:
    before = case.made.keys
    after = await case.back_up(NOW + timedelta(minutes=1))
    shutil.rmtree(case.files.keys)
    assert await case.refused(after.data, before) is Why.OLDER_KEYS
    await case.restore(after.data, before, replaced=True, partly=True)
    assert await recalled(case.files, BEN) is None


async def test_data_that_is_newer_than_all_keys_is_refused(case: Case) -> None:
    old = case.made.keys
    await seal_anew(case)
    async with living(case.files) as house:
        await put(house, EPOCH_FACT, f"2 {NOW.isoformat()}")
        await house.store.unit("duty", lambda: house.rota.leave(ANA))
    newer = await case.back_up(NOW + timedelta(minutes=1))
    shutil.rmtree(case.files.keys)
    with pytest.raises(Refused, match=Why.OTHER_TIME):
        await case.restore(newer.data, old, replaced=True, partly=True)


async def test_two_epochs_of_one_number_are_not_mixed(case: Case) -> None:
    first = case.made
    await seal_anew(case)
    second = await case.back_up(NOW + timedelta(minutes=1))
    shutil.rmtree(case.files.keys)
    case.made = first
    await case.restore(keys=first.keys, replaced=True)
    await seal_anew(case)
    assert await case.refused(second.data, second.keys) is Why.OTHER_TIME


async def seal_anew(case: Case) -> None:
    """What `keys rotate` does."""
    async with living(case.files) as house:
        await reseal(house)


async def test_incidents_since_the_copy_share_no_number_with_those_after_it(case: Case) -> None:
    """Their cards still stand in the rooms of the moderators."""
    await case.restore(replaced=True)
    async with living(case.files) as house:
        _, number = await house.store.unit("event", lambda: house.incidents.name(ANA))
    assert number == 1001
