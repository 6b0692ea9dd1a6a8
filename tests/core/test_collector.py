"""What is built once is left to itself; the collector is as it was, whatever happens."""

import asyncio
import gc
import weakref

import pytest

from bot.app.collector import collected, spared

BROKEN = "broken"


def test_nothing_is_collected_meanwhile_and_what_is_there_is_looked_at_no_more() -> None:
    frozen = gc.get_freeze_count()
    with spared():
        assert not gc.isenabled()
        kept = [[n] for n in range(1_000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= frozen + len(kept)
    gc.unfreeze()


def test_a_start_that_fails_leaves_the_collector_on() -> None:
    with pytest.raises(ValueError, match=BROKEN), spared():
        raise ValueError(BROKEN)
    assert gc.isenabled()


def test_who_has_it_switched_off_keeps_it_so() -> None:
    gc.disable()
    try:
        with spared():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()


class Ring:
    """Only the collector frees it."""

    def __init__(self) -> None:
        self.me = self


async def test_what_is_old_is_freed_when_there_is_little_to_do() -> None:
    usual = gc.get_threshold()
    ring = Ring()
    gc.collect()  # it is old now
    freed = asyncio.Event()
    weakref.finalize(ring, freed.set)
    del ring
    task = asyncio.ensure_future(collected(0.05))
    async with asyncio.timeout(30):
        await freed.wait()
    assert gc.get_threshold() != usual
    task.cancel()
    await asyncio.wait([task])
    assert gc.get_threshold() == usual


async def test_no_old_object_is_looked_through_by_itself() -> None:
    looked: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            looked.append(info["generation"])

    task = asyncio.ensure_future(collected(3600.0))
    await asyncio.sleep(0)
    gc.callbacks.append(note)
    try:
        kept = [[n] for n in range(2_000_000)]
    finally:
        gc.callbacks.remove(note)
        task.cancel()
        await asyncio.wait([task])
    assert kept
    assert {0, 1} <= set(looked)
    assert 2 not in looked
