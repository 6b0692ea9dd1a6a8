"""Keys that go with a commit, and keys that were lent: nothing is lost, nothing stays."""

# The store of the keys is stopped at its own steps.
# pyright: reportPrivateUsage=false

import asyncio
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from adapters.sql.keyring import KeyRing
from bot.model.people import ThreadId
from tests.contracts.houses import ANA, Files, living

MASTER = bytes(32)


def kept(path: Path) -> dict[str, bytes]:
    with closing(sqlite3.connect(path)) as store:
        return dict(store.execute("SELECT name, wrapped FROM keys").fetchall())


@pytest.mark.parametrize("turns", range(1, 8))
async def test_a_burial_that_is_cancelled_leaves_the_store_well(tmp_path: Path, turns: int) -> None:
    path = tmp_path / "keys.db"
    ring = await KeyRing.create(path, MASTER)
    await ring.make("pair:a")
    ring.drop("pair:a")
    burial = asyncio.create_task(ring.bury())
    for _ in range(turns):
        await asyncio.sleep(0)
    burial.cancel()
    await asyncio.gather(burial, return_exceptions=True)
    await ring.make("rooms:b")
    assert "rooms:b" in kept(path)
    await ring.bury()
    await ring.close()
    assert "pair:a" not in kept(path)


async def test_a_key_that_is_lent_in_place_of_a_doomed_one_replaces_it(tmp_path: Path) -> None:
    path = tmp_path / "keys.db"
    ring = await KeyRing.create(path, MASTER)
    old = await ring.make("route:t")
    ring.drop("route:t")
    ring.lend("route:t")
    await ring.bury()
    await ring.close()
    again = await KeyRing.open(path, MASTER)
    assert again.get("route:t") == ring.get("route:t") != old
    await again.close()


async def test_what_was_lent_twice_is_one_key(tmp_path: Path) -> None:
    ring = await KeyRing.create(tmp_path / "keys.db", MASTER)
    ring.lend("route:t")
    first = ring.get("route:t")
    ring.lend("route:t")
    assert ring.get("route:t") == first == await ring.make("route:t")
    await ring.close()
    assert "route:t" in kept(tmp_path / "keys.db")


async def test_a_key_doomed_anew_during_a_burial_is_buried_next(tmp_path: Path) -> None:
    path = tmp_path / "keys.db"
    ring = await KeyRing.create(path, MASTER)
    await ring.make("pair:k")
    ring.drop("pair:k")
    inner = ring._store.delete

    async def slow(names: Iterable[str]) -> None:
        await ring.make("pair:k")  # needed again before the burial had its turn
        await inner(names)
        ring.drop("pair:k")  # and its end committed before the burial ended

    ring._store.delete = slow  # type: ignore[method-assign]
    await ring.bury()
    ring._store.delete = inner  # type: ignore[method-assign]
    await ring.bury()
    await ring.close()
    assert "pair:k" not in kept(path)


async def test_nothing_is_sealed_under_a_key_that_goes_with_the_same_commit(
    tmp_path: Path,
) -> None:
    async with living(Files(tmp_path)) as house:
        route = await house.vault.open_thread(ANA)

        async def ends() -> None:
            await house.vault.close_thread(route.thread)

        async def cries() -> object:
            return await house.vault.again(ThreadId(route.thread.id), ANA)

        _, again = await asyncio.gather(
            house.store.unit("tidy", ends), house.store.unit("cry", cries)
        )
        assert again is None


async def test_a_unit_that_is_undone_leaves_the_key_to_all_others(tmp_path: Path) -> None:
    async with living(Files(tmp_path)) as house:
        route = await house.vault.open_thread(ANA)

        async def fails() -> None:
            await house.vault.close_thread(route.thread)
            raise ValueError

        with pytest.raises(ValueError):  # noqa: PT011 - it is the one above
            await house.store.unit("fails", fails)
        assert await house.vault.again(ThreadId(route.thread.id), ANA) is not None


async def test_a_lent_key_that_is_dropped_while_it_is_written_stays_gone(tmp_path: Path) -> None:
    path = tmp_path / "keys.db"
    ring = await KeyRing.create(path, MASTER)
    ring.lend("route:t")
    burial = asyncio.create_task(ring.bury())
    while "route:t" not in kept(path):  # noqa: ASYNC110 - what is waited for is in a file
        await asyncio.sleep(0)
    ring.drop("route:t")
    await burial
    await ring.bury()
    await ring.close()
    assert ring.get("route:t") is None
    assert "route:t" not in kept(path)
