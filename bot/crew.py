"""Everything that an adapter does by itself, in one group: none is left behind at the end."""

import asyncio
import logging
from collections.abc import Awaitable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
LOG = logging.getLogger(__name__)


class Crew:
    """A group of tasks that begins and ends with its adapter. None of them ends the others."""

    def __init__(self) -> None:
        """Nobody works yet."""
        self._group: asyncio.TaskGroup | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def begin(self) -> None:
        """Work may be given from now on."""
        self._group = await asyncio.TaskGroup().__aenter__()

    async def end(self) -> None:
        """What still goes on is cut short."""
        group, self._group = self._group, None
        if group is not None:
            for task in self._tasks:
                task.cancel()
            await group.__aexit__(None, None, None)

    def go(self, work: Coroutine[Any, Any, object]) -> asyncio.Task[None]:
        """Do this. Raises ConnectionRefusedError before the beginning and after the end."""
        if self._group is None:
            work.close()
            raise ConnectionRefusedError
        task = self._group.create_task(tried(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: work.close())  # one that was cut short before it began
        return task

    def result_of(self, work: Coroutine[Any, Any, T]) -> asyncio.Future[T]:
        """Do this; what comes of it. Whoever gives up waiting for it does not end it."""
        if self._group is None:
            work.close()
            raise ConnectionRefusedError
        result: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        task = self.go(_told(work, result))
        task.add_done_callback(lambda _: result.done() or result.cancel())
        return result


async def tried(work: Awaitable[object]) -> None:
    """Do this; what it raises is told by its name, and goes no further."""
    try:
        await work
    except Exception as broken:  # noqa: BLE001 - one task that fails must not end the others
        LOG.critical("a task failed: %s", type(broken).__name__)


async def _told(work: Coroutine[Any, Any, T], result: asyncio.Future[T]) -> None:
    try:
        found = await work
    except Exception as broken:  # noqa: BLE001 - whoever waits for it is told
        if not result.done():
            result.set_exception(broken)
            result.exception()  # nobody may be waiting any more
    else:
        if not result.done():
            result.set_result(found)
