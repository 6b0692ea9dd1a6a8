"""Keys: made only for new data; missing, wrong or foreign ones mean alarm-only mode."""

import shutil
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing

import pytest

from adapters.memory.clock import TownClock
from adapters.sql.keyfile import KeysMissing, KeysWrong
from adapters.sql.keyring import KeyRing
from adapters.sql.opening import (
    Mode,
    Opened,
    is_new,
    open_data,
    open_ring,
    remember_keys,
)
from tests.contracts.houses import ANA, Files, recalled, remember, running


@asynccontextmanager
async def opening(files: Files, given: str | None = None) -> AsyncGenerator[Opened]:
    """Whatever mode it opens in."""
    opened = await open_data(files.database, files.keys, given, TownClock())
    async with running(opened.house):
        yield opened


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
