"""A crash between the two stores, at any step: data with its keys, or a key without data."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.memory.clock import MORNING
from adapters.sql import reseal as resealing
from adapters.sql.house import House
from adapters.sql.keyfile import KeysWrong
from adapters.sql.opening import (
    NEXT_MASTER,
    open_ring,
    renew_master,
)
from adapters.sql.reseal import SEALED, reseal
from adapters.sql.seal import epoch_of
from bot.model.people import Member, Platform, Room
from tests.contracts.crash import at_every_step
from tests.contracts.houses import ANA, BEN, Files, copied, living, recalled, remember

SECOND = timedelta(seconds=1)
HERE = Room(Platform.MATRIX, "!room:example.org", "#room")


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
