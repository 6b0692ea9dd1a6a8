"""Restoring: everything is checked before anything is touched, and what was erased stays so."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.sql.backup import Backup, Deployment, Refused, Why, back_up
from adapters.sql.connect import Damaged
from adapters.sql.house import InUse, Lock
from adapters.sql.keyring import KeysWrong
from adapters.sql.migrate import Newer
from adapters.sql.opening import open_ring
from adapters.sql.reseal import reseal
from adapters.sql.restore import Restored, restore
from tests.contracts.houses import ANA, BEN, Files, living, put, recalled, remember

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


class Case:
    """A deployment with a backup of its data and keys."""

    def __init__(self, folder: Path) -> None:
        self.files = Files(folder / "house")
        self.files.folder.mkdir(parents=True)
        self.at = Deployment(self.files.database, self.files.keys)
        self.to, self.keys_to = folder / "copies", folder / "copies of keys"
        self.made: Backup

    async def back_up(self, now: datetime = NOW) -> Backup:
        self.made = await back_up(self.at, self.to, self.keys_to, now)
        return self.made

    async def restore(
        self, data: Path | None = None, keys: Path | None = None, *, replaced: bool = False
    ) -> Restored:
        return await restore(self.at, data or self.made.data, keys, LATER, replace=replaced)

    def lose_the_data(self) -> None:
        for file in self.files.folder.glob("house.db*"):
            file.unlink()

    def everything(self) -> dict[str, bytes]:
        """Every file but the lock, which is made whenever somebody asks for it."""
        found = self.files.everything()
        return {name: held for name, held in found.items() if not name.endswith(".lock")}


@pytest.fixture
async def case(tmp_path: Path) -> Case:
    """Ana is remembered and on duty in the copy, Ben is remembered only afterwards."""
    made = Case(tmp_path / "one")
    await remember(made.files)
    async with living(made.files) as house:
        await house.store.unit("duty", lambda: house.rota.join(ANA, NOW))
    await made.back_up()
    await remember(made.files, BEN)
    return made


@pytest.fixture
async def other(tmp_path: Path) -> Case:
    """Another community on the same machine."""
    made = Case(tmp_path / "two")
    await remember(made.files)
    await made.back_up()
    return made


async def refused(
    case: Case, data: Path | None = None, keys: Path | None = None, *, replaced: bool = True
) -> Why:
    """Why it is refused; nothing that is there may have changed."""
    before = case.everything()
    with pytest.raises(Refused) as why:
        await case.restore(data, keys, replaced=replaced)
    assert case.everything() == before
    return why.value.why


# put back ------------------------------------------------------------------------------------


async def test_lost_data_comes_back_with_todays_keys(case: Case) -> None:
    case.lose_the_data()
    done = await case.restore()
    assert done == Restored(None, (), 0)
    assert case.files.database.stat().st_mode & 0o777 == 0o600
    assert await recalled(case.files) == "AT"


async def test_lost_data_and_lost_keys_come_back_together(case: Case) -> None:
    shutil.rmtree(case.files.folder)
    await case.restore(keys=case.made.keys)
    for file in (case.files.master, case.files.store):
        assert file.stat().st_mode & 0o777 == 0o600
    assert not list(case.files.folder.rglob(".*"))
    assert await recalled(case.files) == "AT"


async def test_the_database_that_is_there_is_kept_aside(case: Case) -> None:
    assert await refused(case, replaced=False) is Why.OCCUPIED
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
    log = Path(f"{case.files.database}-wal")
    log.write_bytes(b"a log of something")
    done = await case.restore(replaced=True)
    assert done.aside is not None
    assert done.aside.read_bytes() == b"\xff" * 8_192
    assert Path(f"{done.aside}-wal").read_bytes() == b"a log of something"
    assert not log.exists()
    assert await recalled(case.files) == "AT"


async def test_a_log_without_its_database_is_not_applied(case: Case) -> None:
    async with living(case.files) as house:
        await put(house, "a", "v")
        log = Path(f"{case.files.database}-wal").read_bytes()
    case.lose_the_data()
    Path(f"{case.files.database}-wal").write_bytes(log)
    await case.restore()
    async with living(case.files) as house:
        assert await house.facts.get("a") is None


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
    assert await refused(case) is Why.OTHER_TIME
    await case.restore(keys=case.made.keys, replaced=True)
    ring = await open_ring(case.files.keys, None, make=False)
    await ring.close()
    assert ring.epochs() == (1, 2)
    assert await recalled(case.files) == "AT"


async def test_two_epochs_of_one_number_are_not_mixed(case: Case) -> None:
    first = case.made
    await seal_anew(case)
    second = await case.back_up(NOW + timedelta(minutes=1))
    shutil.rmtree(case.files.keys)
    case.made = first
    await case.restore(keys=first.keys, replaced=True)
    await seal_anew(case)
    assert await refused(case, second.data, second.keys) is Why.OTHER_TIME


async def seal_anew(case: Case) -> None:
    """What `keys rotate` does."""
    async with living(case.files) as house:
        await reseal(house)


# refused -------------------------------------------------------------------------------------


async def test_a_copy_of_another_community_is_refused(case: Case, other: Case) -> None:
    theirs = other.made
    assert await refused(case, theirs.data) is Why.FOREIGN
    assert await refused(case, theirs.data, case.made.keys) is Why.FOREIGN_KEYS
    assert await refused(case, case.made.data, theirs.keys) is Why.FOREIGN_KEYS
    assert await refused(case, theirs.data, theirs.keys) is Why.FOREIGN_PLACE


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
    assert await refused(case, tmp_path / "empty.db") is Why.NOT_OURS
    assert await refused(case, tmp_path / "theirs.db") is Why.NOT_OURS
    assert await refused(case, tmp_path / "nothing.db") is Why.NO_COPY
    assert await refused(case, tmp_path) is Why.NO_COPY
    assert await refused(case, case.files.database) is Why.ITSELF


async def test_without_keys_the_copy_of_the_same_time_is_asked_for(case: Case) -> None:
    shutil.rmtree(case.files.keys)
    assert await refused(case) is Why.NO_KEYS
    assert not case.files.keys.exists()
    assert await refused(case, keys=case.to) is Why.NO_KEY_COPY
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
