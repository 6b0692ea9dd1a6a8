"""Blocking work in a thread: its answer, or False; its failures by type alone."""

import asyncio
import gc
import threading

import pytest

from adapters.paging.blocking import in_thread

WRITTEN = "what nobody may read"


def broken() -> bool:
    raise LookupError(WRITTEN)


@pytest.mark.parametrize("answer", [True, False])
async def test_the_answer_of_the_work_is_returned(answer: bool) -> None:  # noqa: FBT001
    assert await in_thread(lambda: answer, "asking", 10) is answer


async def test_a_failure_is_a_no_and_logged_by_its_type(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1)
    assert not await in_thread(broken, "asking", 10)
    assert "asking failed: LookupError" in caplog.text
    assert WRITTEN not in caplog.text


async def test_a_failure_after_the_patience_ended_is_not_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    go, ended = threading.Event(), threading.Event()

    def late() -> bool:
        go.wait()
        ended.set()
        return broken()

    assert not await in_thread(late, "asking", 0.01)
    go.set()
    await asyncio.to_thread(ended.wait)
    await asyncio.get_running_loop().shutdown_default_executor()
    gc.collect()  # where asyncio would report a failure that nobody asked for
    assert "took longer" in caplog.text
    assert WRITTEN not in caplog.text


async def test_whoever_stops_waiting_is_let_go() -> None:
    go, began = threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow() -> bool:
        loop.call_soon_threadsafe(began.set)
        return go.wait()

    async with asyncio.TaskGroup() as group:
        asking = group.create_task(in_thread(slow, "asking", 60))
        await began.wait()
        asking.cancel()
    assert asking.cancelled()
    go.set()
