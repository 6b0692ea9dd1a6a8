"""The writer: units share commits, each stands or falls alone, and a bad disk harms none later."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextvars import copy_context

import pytest

from adapters.sql.house import House
from adapters.sql.writer import Writer
from bot.ports.store import StoreUnavailable
from tests.contracts.houses import (
    Files,
    commits_of,
    fill_disk,
    free_disk,
    impatient,
    living,
    locked,
    put,
    statements_of,
    writing,
)

BIG = "x" * 50_000
PAGE_BYTES = 4096


@pytest.fixture
async def house(files: Files) -> AsyncIterator[House]:
    async with living(files) as opened:
        yield opened


async def facts(house: House) -> set[str]:
    rows = await house.store.rows.all("SELECT name FROM facts")
    return {row["name"] for row in rows} - {"key_fingerprint"}


async def test_a_hundred_concurrent_units_share_a_commit(house: House) -> None:
    commits = await commits_of(house)
    await asyncio.gather(*(put(house, f"n{n}", "v") for n in range(100)))
    assert commits() == 1
    assert len(await facts(house)) == 100


async def test_a_flood_is_cut_into_commits_so_that_the_first_need_not_wait_for_the_last(
    house: House,
) -> None:
    commits = await commits_of(house)
    await asyncio.gather(*(put(house, f"n{n}", "v") for n in range(600)))
    assert commits() == 3


async def test_units_one_after_another_have_a_commit_each(house: House) -> None:
    commits = await commits_of(house)
    for n in range(5):
        await put(house, f"n{n}", "v")
    assert commits() == 5


async def test_a_unit_that_fails_undoes_itself_and_nothing_else(house: House) -> None:
    async def broken() -> None:
        await house.facts.put("half", "v")
        raise LookupError

    units = [put(house, "a", "v"), house.store.unit("broken", broken), put(house, "b", "v")]
    commits = await commits_of(house)
    results = await asyncio.gather(*units, return_exceptions=True)
    assert [type(one) for one in results] == [type(None), LookupError, type(None)]
    assert commits() == 1
    assert await facts(house) == {"a", "b"}


async def test_a_broken_constraint_is_the_units_own_fault(house: House) -> None:
    async def twice() -> None:
        for _ in range(2):
            await house.store.rows.run("INSERT INTO facts VALUES ('same', 'v')")

    results = await asyncio.gather(
        house.store.unit("twice", twice), put(house, "a", "v"), return_exceptions=True
    )
    assert isinstance(results[0], sqlite3.IntegrityError)
    assert await facts(house) == {"a"}


async def test_an_attempt_inside_a_unit_undoes_only_itself(house: House) -> None:
    async def fails() -> None:
        await house.facts.put("inner", "v")
        raise LookupError

    async def work() -> None:
        await house.facts.put("before", "v")
        with pytest.raises(LookupError):
            await house.store.attempt(fails)
        await house.facts.put("after", "v")

    await house.store.unit("work", work)
    assert await facts(house) == {"before", "after"}


async def test_a_unit_inside_a_unit_joins_it(house: House) -> None:
    async def outer() -> None:
        await put(house, "inner", "v")
        raise LookupError

    with pytest.raises(LookupError):
        await house.store.unit("outer", outer)
    assert await facts(house) == set()


async def test_a_unit_reads_what_it_wrote_and_nobody_else_does_before_the_commit(
    house: House,
) -> None:
    seen: list[str | None] = []

    async def work() -> None:
        await house.facts.put("a", "v")
        seen.append(await house.facts.get("a"))
        async with asyncio.TaskGroup() as group:
            group.create_task(peek(), context=outside)

    async def peek() -> None:
        seen.append(await house.facts.get("a"))

    outside = copy_context()
    await house.store.unit("work", work)
    assert seen == ["v", None]


async def test_a_full_disk_fails_the_whole_batch_and_later_writes_resume(house: House) -> None:
    await put(house, "before", "v")
    await fill_disk(house)
    units = [put(house, "small", "v"), put(house, "big", BIG), put(house, "next", "v")]
    results = await asyncio.gather(*units, return_exceptions=True)
    assert [type(one) for one in results] == [StoreUnavailable, StoreUnavailable, type(None)]
    assert await facts(house) == {"before", "next"}
    await free_disk(house)
    await put(house, "after", BIG)
    assert await facts(house) == {"before", "next", "after"}


async def test_a_full_disk_behind_an_attempt_is_not_taken_for_a_fault_of_the_feature(
    house: House,
) -> None:
    async def work() -> None:
        await house.facts.put("kept", "v")
        await house.store.attempt(lambda: house.facts.put("big", BIG))

    await fill_disk(house)
    with pytest.raises(StoreUnavailable):
        await house.store.unit("work", work)
    assert await facts(house) == set()


async def test_whoever_waits_for_a_lock_fails_together_and_later_writes_resume(
    house: House, files: Files
) -> None:
    await impatient(house)
    done = await statements_of(house)
    with locked(files):
        units = [put(house, f"n{n}", "v") for n in range(20)]
        results = await asyncio.gather(*units, return_exceptions=True)
    assert {type(one) for one in results} == {StoreUnavailable}
    assert done.count("BEGIN IMMEDIATE") == 1
    await put(house, "after", "v")
    assert await facts(house) == {"after"}


async def test_a_page_that_is_damaged_later_is_said_as_unavailable(files: Files) -> None:
    async with living(files):
        pass
    async with living(files) as house:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'rota'"
        page = int(await house.store.rows.value(sql))
        with files.database.open("r+b") as file:
            file.seek((page - 1) * PAGE_BYTES)
            file.write(b"\xff" * PAGE_BYTES)
        with pytest.raises(StoreUnavailable):
            await house.rota.on_duty()


async def test_a_waiter_that_gave_up_harms_nobody(house: House) -> None:
    async with asyncio.TaskGroup() as group:
        gone = group.create_task(put(house, "gone", "v"))
        stays = group.create_task(put(house, "stays", "v"))
        await asyncio.sleep(0)
        gone.cancel()
    assert stays.done()
    assert "stays" in await facts(house)
    await put(house, "later", "v")


async def test_what_was_queued_before_the_close_is_still_written_and_nothing_after(
    files: Files,
) -> None:
    async with living(files) as house:
        async with asyncio.TaskGroup() as group:
            for n in range(10):
                group.create_task(put(house, f"n{n}", "v"))
            await asyncio.sleep(0)
            house.stop()
        with pytest.raises(StoreUnavailable):
            await put(house, "late", "v")
    async with living(files) as house:
        assert await facts(house) == {f"n{n}" for n in range(10)}


async def test_a_writer_that_dies_leaves_nobody_waiting(files: Files) -> None:
    async with living(files) as house:
        writer = Writer(writing(house))
        started = asyncio.Event()

        async def slow() -> None:
            started.set()
            await asyncio.Event().wait()

        async with asyncio.TaskGroup() as group:
            running = group.create_task(writer.run())
            units = [group.create_task(_refused(writer, slow)) for _ in range(3)]
            await started.wait()
            running.cancel()
        assert all(unit.result() for unit in units)
        assert running.cancelled()
        assert await _refused(writer, slow)
        assert not writing(house).in_transaction


async def _refused(writer: Writer, work: Callable[[], Awaitable[None]]) -> bool:
    try:
        await writer.do("slow", work)
    except StoreUnavailable:
        return True
    return False
