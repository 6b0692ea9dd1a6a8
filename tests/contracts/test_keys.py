"""Keys: made only for new data, renewed so that no crash loses any, never guessed."""

import shutil
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.memory.clock import MORNING, TownClock
from adapters.sql import reseal as resealing
from adapters.sql.house import House
from adapters.sql.keyring import KeyRing, KeysMissing, KeysWrong
from adapters.sql.opening import (
    NEXT_MASTER,
    Mode,
    Opened,
    is_new,
    open_data,
    open_ring,
    remember_keys,
    renew_master,
)
from adapters.sql.reseal import SEALED, reseal
from adapters.sql.seal import epoch_of
from bot.model.people import Member, Platform, Room
from tests.contracts.crash import at_every_step
from tests.contracts.houses import Files, living, running

ANA = Member(Platform.DISCORD, "100000000000000001", "ana")
BEN = Member(Platform.DISCORD, "100000000000000002", "ben")
SECOND = timedelta(seconds=1)
HERE = Room(Platform.MATRIX, "!room:example.org", "#room")


@asynccontextmanager
async def opening(files: Files, given: str | None = None) -> AsyncGenerator[Opened]:
    """Whatever mode it opens in."""
    opened = await open_data(files.database, files.keys, given, TownClock())
    async with running(opened.house):
        yield opened


async def remember(files: Files, who: Member = ANA, value: str = "AT") -> None:
    """Something of a member that only the right keys can read."""
    async with living(files) as house:
        await house.store.unit("put", lambda: house.preferences.put(who, "country", value))


async def recalled(files: Files, who: Member = ANA) -> str | None:
    async with living(files) as house:
        return await house.preferences.get(who, "country")


def copied(files: Files, name: str) -> Files:
    return Files(Path(shutil.copytree(files.folder, files.folder.parent / name)))


# made and found again ----------------------------------------------------------------------------


async def test_keys_are_made_for_new_data_and_found_again(files: Files) -> None:
    await remember(files)
    assert await recalled(files) == "AT"


async def test_only_their_owner_can_read_the_keys(files: Files) -> None:
    await remember(files)
    for one in (files.master, files.store):
        assert one.stat().st_mode & 0o777 == 0o600
    assert files.keys.stat().st_mode & 0o077 == 0


async def test_keys_that_were_made_before_the_data_are_adopted(files: Files) -> None:
    ring = await open_ring(files.keys, None, make=True)
    await ring.close()
    made = files.master.read_bytes()
    await remember(files)
    assert files.master.read_bytes() == made
    assert await recalled(files) == "AT"


async def test_a_master_key_from_outside_leaves_no_file(files: Files) -> None:
    given = "ab" * 32
    async with opening(files, given) as opened:
        assert opened.mode is Mode.WHOLE
        await remember_keys(opened.house)
    assert not files.master.exists()
    async with opening(files, "cd" * 32) as opened:
        assert opened.mode is Mode.ALARM_ONLY
    async with opening(files, given) as opened:
        assert opened.mode is Mode.WHOLE


async def test_data_without_the_note_of_its_keys_is_not_new(files: Files) -> None:
    await remember(files)
    with closing(sqlite3.connect(files.database, isolation_level=None)) as other:
        other.execute("DELETE FROM facts")
    assert not is_new(files.database)
    shutil.rmtree(files.keys)
    async with opening(files) as opened:
        assert opened.mode is Mode.ALARM_ONLY


async def test_no_master_key_is_made_beside_a_store_that_another_one_opens(files: Files) -> None:
    ring = await open_ring(files.keys, None, make=True)
    await ring.close()
    files.master.unlink()
    with pytest.raises(KeysMissing):
        await open_ring(files.keys, None, make=True)
    assert not files.master.exists()


# missing, wrong, foreign -------------------------------------------------------------------------

TROUBLES = ("no folder", "no master", "no store", "garbled", "wrong", "not hex", "no store at all")


async def break_keys(files: Files, trouble: str) -> None:
    match trouble:
        case "no folder":
            shutil.rmtree(files.keys)
        case "no master":
            files.master.unlink()
        case "no store":
            files.store.unlink()
        case "garbled":
            files.store.write_bytes(b"\xff" * 8192)
        case "wrong":
            files.master.write_text("cd" * 32)
        case "not hex":
            files.master.write_text("please let me in \xe9")
        case _:
            files.store.write_bytes(b"")


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_data_whose_keys_are_gone_or_wrong_is_left_alone_in_alarm_only_mode(
    files: Files, trouble: str
) -> None:
    await remember(files)
    await break_keys(files, trouble)
    before = files.data()
    async with opening(files) as opened:
        assert opened.mode is Mode.ALARM_ONLY
        assert opened.because
        house = opened.house
        await house.store.unit("put", lambda: house.preferences.put(ANA, "country", "DE"))
        assert await house.preferences.get(ANA, "country") == "DE"
    assert files.data() == before


async def test_a_key_store_of_another_deployment_is_recognised(files: Files) -> None:
    other = Files(files.folder / "other")
    await remember(files)
    await remember(other)
    shutil.rmtree(files.keys)
    shutil.copytree(other.keys, files.keys)
    before = files.data()
    async with opening(files) as opened:
        assert opened.mode is Mode.ALARM_ONLY
        assert "another database" in opened.because
    assert files.data() == before


async def test_once_the_right_keys_are_back_everything_is(files: Files) -> None:
    await remember(files)
    files.keys.rename(files.folder / "away")
    async with opening(files) as opened:
        assert opened.mode is Mode.ALARM_ONLY
    assert not files.keys.exists() or not files.store.exists()
    shutil.rmtree(files.keys, ignore_errors=True)
    (files.folder / "away").rename(files.keys)
    assert await recalled(files) == "AT"


async def test_a_store_that_does_not_open_raises_and_holds_no_file(files: Files) -> None:
    ring = await open_ring(files.keys, None, make=True)
    await ring.close()
    for make in (KeyRing.create, KeyRing.open):
        with pytest.raises(KeysWrong):
            await make(files.store, b"x" * 32)


# crashes -----------------------------------------------------------------------------------------


async def test_a_crash_at_any_step_of_the_first_start_leaves_a_start_that_works(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def life(k: int) -> None:
        await remember(Files(files.folder / str(k)))

    async def after(k: int) -> None:
        await remember(Files(files.folder / str(k)), BEN, "DE")
        assert await recalled(Files(files.folder / str(k)), BEN) == "DE"

    assert await at_every_step(monkeypatch, life, after) > 20


async def test_a_crash_at_any_step_of_a_new_master_key_leaves_one_that_opens(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Files(files.folder / "whole")
    await remember(whole)

    async def life(k: int) -> None:
        ring = await open_ring(copied(whole, str(k)).keys, None, make=False)
        try:
            await renew_master(files.folder / str(k) / "keys", ring)
        finally:
            await ring.close()

    async def after(k: int) -> None:
        mine = Files(files.folder / str(k))
        assert await recalled(mine) == "AT"
        await remember(mine, BEN, "DE")
        assert await recalled(mine, BEN) == "DE"

    assert await at_every_step(monkeypatch, life, after) > 4
    last = max((one for one in files.folder.iterdir() if one.name.isdigit()), key=_number)
    assert Files(last).master.read_bytes() != whole.master.read_bytes()
    assert not (last / "keys" / NEXT_MASTER).exists()


async def test_the_old_master_key_opens_nothing_once_it_was_renewed(files: Files) -> None:
    await remember(files)
    old = files.master.read_bytes()
    ring = await open_ring(files.keys, None, make=False)
    await renew_master(files.keys, ring)
    await ring.make("made after the renewal")
    await ring.close()
    assert await recalled(files) == "AT"
    files.master.write_bytes(old)
    with pytest.raises(KeysWrong):
        await open_ring(files.keys, None, make=False)


MANY = 7


async def fill(files: Files) -> None:
    """More rows than one batch of a renewal takes below."""
    async with living(files) as house:

        async def work() -> None:
            for n in range(MANY):
                await house.rota.join(Member(Platform.DISCORD, str(n)), MORNING + n * SECOND)
            await house.cursors.save({HERE: 41})
            await house.preferences.put(ANA, "country", "AT")

        await house.store.unit("fill", work)


async def hold(house: House) -> None:
    """Everything that was filled in is there."""
    assert [one.id for one in await house.rota.on_duty()] == [str(n) for n in range(MANY)]
    assert await house.cursors.load() == {HERE: 41}
    assert await house.preferences.get(ANA, "country") == "AT"


async def epochs_in(house: House) -> set[int]:
    """The epochs that rows are sealed under; 0 is a member's own key."""
    found: set[int] = set()
    for table in SEALED:
        rows = await house.store.rows.all(f"SELECT sealed FROM {table}")  # noqa: S608 - our names
        found |= {epoch_of(row["sealed"]) for row in rows if row["sealed"]}
    return found


async def test_a_crash_at_any_step_of_a_renewal_loses_nothing_and_the_next_one_finishes(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resealing, "AT_ONCE", 3)
    whole = Files(files.folder / "whole")
    await fill(whole)

    async def life(k: int) -> None:
        async with living(copied(whole, str(k))) as house:
            await reseal(house)

    async def after(k: int) -> None:
        async with living(Files(files.folder / str(k))) as house:
            await hold(house)
            await reseal(house)
            assert len(house.ring.epochs()) == 1
            assert await epochs_in(house) == {0, *house.ring.epochs()}
            await hold(house)

    assert await at_every_step(monkeypatch, life, after) > 15


async def test_what_was_sealed_before_a_renewal_opens_with_no_key_that_is_left(
    files: Files,
) -> None:
    await fill(files)
    async with living(files) as house:
        old = house.ring.epochs()
        assert await reseal(house) == MANY + 1
        assert not set(old) & set(house.ring.epochs())
        await hold(house)


# erasure: the key goes first ---------------------------------------------------------------------


async def test_a_member_whose_key_was_destroyed_is_forgotten_though_rows_remain(
    files: Files,
) -> None:
    await remember(files, ANA)
    await remember(files, BEN, "DE")
    async with living(files) as house:
        await house.ring.destroy(house.ring.of_member(ANA.platform, ANA.id))
    async with living(files) as house:
        assert await house.preferences.all_of(ANA) == {}
        assert await house.preferences.all_of(BEN) == {"country": "DE"}
        rows = await house.store.rows.all("SELECT 1 FROM preferences")
        assert len(rows) == 2


async def test_who_comes_back_after_such_a_crash_begins_anew(files: Files) -> None:
    await remember(files)
    async with living(files) as house:
        await house.ring.destroy(house.ring.of_member(ANA.platform, ANA.id))
        await house.store.unit("put", lambda: house.preferences.put(ANA, "quiet", "yes"))
        assert await house.preferences.all_of(ANA) == {"quiet": "yes"}


async def test_a_destroyed_key_is_in_no_file_any_more(files: Files) -> None:
    async with living(files) as house:
        name = house.ring.of_member(ANA.platform, ANA.id)
        await house.ring.make(name)
        with closing(sqlite3.connect(files.store)) as store:
            (wrapped,) = store.execute(
                "SELECT wrapped FROM keys WHERE name = ?", (name,)
            ).fetchone()
        await house.ring.destroy(name)
        assert wrapped not in b"".join(files.everything().values())


def _number(path: Path) -> int:
    return int(path.name)
