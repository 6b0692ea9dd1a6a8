"""What is wrong with services: kept sealed, renewed with the keys, gone when it is looked at."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from adapters.sql.house import House
from adapters.sql.reported import reported
from adapters.sql.reseal import reseal
from bot.ports.mistakes import MistakeId
from tests.contracts.houses import Files, living

DAY = date(2026, 1, 5)


@pytest.fixture
async def house(files: Files) -> AsyncIterator[House]:
    async with living(files) as opened:
        yield opened


def written(files: Files) -> dict[str, bytes]:
    """The database with its log."""
    found = files.folder.glob(f"{files.database.name}*")
    return {one.name: one.read_bytes() for one in found if not one.name.endswith("-shm")}


async def test_a_reviewer_reads_them_beside_the_running_bot(house: House, files: Files) -> None:
    await add(house, "a", "one")
    before = written(files)
    (found,) = await reported(files.database, files.keys, None)
    assert (found.words, found.services) == ("one", ("ie-x",))
    assert written(files) == before


async def test_where_there_is_no_database_nothing_was_reported(tmp_path: Path) -> None:
    assert not await reported(tmp_path / "none.db", tmp_path, None)


async def add(house: House, seed: str, words: str, on: date = DAY) -> MistakeId:
    async def work() -> MistakeId:
        return (await house.mistakes.add(("ie-x",), words, on)).id

    return await house.store.unit(seed, work)


async def test_what_was_said_is_kept_the_oldest_first_and_forgotten_by_its_id(
    house: House,
) -> None:
    second = await add(house, "b", "two", date(2026, 1, 6))
    first = await add(house, "a", "one")
    assert [one.words for one in await house.mistakes.waiting()] == ["one", "two"]
    assert await house.store.unit("c", lambda: house.mistakes.done(first))
    assert not await house.store.unit("d", lambda: house.mistakes.done(first))
    assert [one.id for one in await house.mistakes.waiting()] == [second]


async def test_the_same_event_gives_the_same_id(house: House) -> None:
    first = await add(house, "event", "one")
    await house.store.unit("looked", lambda: house.mistakes.done(first))
    assert await add(house, "event", "one") == first


async def test_it_goes_on_under_new_keys(house: House) -> None:
    await add(house, "a", "one")
    await reseal(house)
    (kept,) = await house.mistakes.waiting()
    assert (kept.words, kept.services, kept.on) == ("one", ("ie-x",), DAY)


async def test_what_is_older_than_a_day_goes(house: House) -> None:
    await add(house, "a", "old")
    await add(house, "b", "new", date(2026, 1, 7))
    await house.store.unit("c", lambda: house.mistakes.forget_before(date(2026, 1, 6)))
    assert [one.words for one in await house.mistakes.waiting()] == ["new"]
