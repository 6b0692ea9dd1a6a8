"""Every event is done once: delivered twice, at once, after a restart, on another day."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.memory.clock import MORNING
from adapters.sql.house import House
from bot.model.events import EventId
from tests.contracts.houses import Files, living

ONE, OTHER = EventId("discord:m1"), EventId("discord:m2")
DAY = timedelta(days=1)


@pytest.fixture
async def house(files: Files) -> AsyncIterator[House]:
    async with living(files) as opened:
        yield opened


async def does(house: House, event: EventId, *, day: int = 0, name: str = "count") -> str | None:
    """Count one more, once for this event."""

    async def work() -> str:
        count = str(int(await house.facts.get(name) or "0") + 1)
        await house.facts.put(name, count)
        return count

    return await house.store.once(event, MORNING + day * DAY, work)


async def test_twice_is_once(house: House) -> None:
    assert await does(house, ONE) == "1"
    assert await does(house, ONE) is None
    assert await does(house, OTHER) == "2"


async def test_twice_at_the_same_time_is_once(house: House) -> None:
    done = await asyncio.gather(*(does(house, ONE) for _ in range(50)))
    assert [one for one in done if one] == ["1"]


async def test_twice_with_a_restart_between_is_once(files: Files) -> None:
    async with living(files) as house:
        assert await does(house, ONE) == "1"
    async with living(files) as house:
        assert await does(house, ONE) is None
        assert await house.facts.get("count") == "1"


async def test_what_failed_was_not_done_and_is_done_when_it_comes_again(house: House) -> None:
    async def broken() -> None:
        await house.facts.put("count", "9")
        raise LookupError

    with pytest.raises(LookupError):
        await house.store.once(ONE, MORNING, broken)
    assert await does(house, ONE) == "1"


async def test_an_attempt_that_failed_inside_leaves_the_event_done(house: House) -> None:
    async def fails() -> None:
        await house.facts.put("feature", "half")
        raise LookupError

    async def work() -> None:
        await house.facts.put("alert", "kept")
        with pytest.raises(LookupError):
            await house.store.attempt(fails)

    await house.store.once(ONE, MORNING, work)
    assert await house.facts.get("alert") == "kept"
    assert await house.facts.get("feature") is None
    assert await does(house, ONE) is None


async def test_the_same_event_is_the_same_however_late_it_comes_again(house: House) -> None:
    assert await does(house, ONE, day=0) == "1"
    assert await does(house, ONE, day=0) is None
    await house.store.forget_seen(MORNING + 4 * DAY)
    assert await does(house, OTHER, day=4) == "2"
    assert await does(house, OTHER, day=4) is None


async def test_yesterdays_hashes_are_dropped_and_todays_stay(house: House) -> None:
    await does(house, ONE, day=0)
    await does(house, OTHER, day=1)
    assert await house.store.forget_seen(MORNING + DAY) == 1
    assert await does(house, OTHER, day=1) is None


async def test_a_seen_row_names_neither_the_event_nor_the_same_event_of_another_day(
    house: House, files: Files
) -> None:
    await does(house, ONE, day=0)
    await does(house, ONE, day=1)
    tags = [row["tag"] for row in await house.store.rows.all("SELECT tag FROM seen")]
    assert len(set(tags)) == 2
    assert ONE.encode() not in b"".join(files.everything().values())


async def test_keys_of_deliveries_are_the_same_after_a_crash_and_differ_between_events(
    house: House,
) -> None:
    async def key(step: str) -> str:
        return await house.outbox.owe(step, (), due=MORNING)

    keys = [
        await house.store.unit(seed, lambda: key(step))  # noqa: B023 - awaited in this turn
        for seed in ("e1", "e1", "e2")
        for step in ("card", "answer")
    ]
    assert keys[:2] == keys[2:4]
    assert len(set(keys)) == 4
    assert {len(one) for one in keys} == {22}
