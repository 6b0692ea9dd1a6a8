"""Lanes: in order in each, none halts another, and what is urgent is let out."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.crew import Crew
from bot.lanes import DEEP, Lanes

Work = Callable[[], Awaitable[None]]


@pytest.fixture
async def lanes() -> AsyncIterator[Lanes]:
    """Nothing is under way."""
    crew = Crew()
    await crew.begin()
    yield Lanes(crew)
    await crew.end()


def notes(done: list[str], name: str) -> Work:
    """Work that waits for nothing, as a harmless text does."""

    async def work() -> None:
        done.append(name)

    return work


async def test_a_long_lane_of_what_waits_for_nothing_halts_nothing(lanes: Lanes) -> None:
    done: list[str] = []
    for number in range(100):
        lanes.put("a", notes(done, f"a{number}"))
    await asyncio.sleep(0)
    lanes.put("b", notes(done, "b"))
    await lanes.settled()
    assert done.index("b") < 10
    assert [one for one in done if one != "b"] == [f"a{number}" for number in range(100)]


async def test_while_something_urgent_is_handled_queues_stand_still_and_what_is_first_does_not(
    lanes: Lanes,
) -> None:
    done: list[str] = []

    async def urgent() -> None:
        for number in range(5):
            lanes.put("queue", notes(done, f"queued {number}"))
        lanes.put("interaction", notes(done, "first of its lane"))
        await asyncio.sleep(0.02)
        done.append("urgent")

    await lanes.first(urgent)
    await lanes.settled()
    assert done[:3] == ["queued 0", "first of its lane", "urgent"]
    assert done[3:] == [f"queued {number}" for number in range(1, 5)]


async def test_a_lane_is_deep_while_many_wait_or_something_long_goes_on(lanes: Lanes) -> None:
    done: list[str] = []
    assert not lanes.is_deep("a")
    lanes.put_long("a", notes(done, "long"))
    assert lanes.is_deep("a")
    await lanes.settled()
    assert not lanes.is_deep("a")
    for _ in range(DEEP):
        lanes.put("a", notes(done, "short"))
    assert lanes.is_deep("a")


async def test_a_lane_that_was_cut_short_is_deep_no_more(lanes: Lanes) -> None:
    async def for_ever() -> None:
        await asyncio.Event().wait()

    lanes.put_long("a", for_ever)
    await asyncio.sleep(0)
    await lanes.crew.end()
    await asyncio.sleep(0)
    assert not lanes.is_deep("a")
