"""The stage: one task owns the rehearsal, and one act follows another."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

from adapters.memory.acts import Impossible
from adapters.memory.script import NotAStep
from bot.app.rehearsal import Rehearsal

Act = Callable[[], Awaitable[object]]
Turn = tuple[Act, asyncio.Future[None]]


class Stage:
    """A rehearsal that any task may ask for acts.

    The bot is started, restarted and stopped by the same task, as its task groups demand.
    """

    def __init__(self, rehearsal: Rehearsal) -> None:
        """Nothing runs yet; use `open`."""
        self.rehearsal = rehearsal
        self._turns: asyncio.Queue[Turn | None] = asyncio.Queue()
        self._opened = asyncio.Event()

    @asynccontextmanager
    async def open(self) -> AsyncGenerator["Stage", None]:
        """The bot is in the town until left. What breaks in it is raised here."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._play())
            await self._opened.wait()
            try:
                yield self
            finally:
                self._turns.put_nowait(None)

    async def do(self, act: Act) -> None:
        """Wait until this act and all that follows from it is done.

        Raises Impossible or NotAStep when nobody could do that.
        """
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._turns.put_nowait((act, done))
        await done

    async def _play(self) -> None:
        async with self.rehearsal.running():
            self._opened.set()
            while (turn := await self._turns.get()) is not None:
                await self._take(*turn)

    @staticmethod
    async def _take(act: Act, done: asyncio.Future[None]) -> None:
        try:
            await act()
        except (Impossible, NotAStep) as no:
            if not done.done():
                done.set_exception(no)
        else:
            if not done.done():
                done.set_result(None)
