"""Lanes: what happens in one room is handled in order, and rooms do not wait for one another."""

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.crew import Crew, tried

Work = Callable[[], Awaitable[object]]
DEEP = 4
"""So many wait in a lane, and what is urgent goes before them."""
HALTS_S, LETS_OUT_S = 1.0, 0.05
"""How long lanes stand still for what is urgent at most, and how long after it was handled: what it
owes has still to get out of the door."""


class Lanes:
    """One after another in each lane; a lane that is empty is none."""

    def __init__(self, crew: Crew) -> None:
        """Nothing is under way."""
        self.crew = crew
        self._lanes: dict[str, deque[Work]] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._long: Counter[str] = Counter()
        self._free = asyncio.Event()
        self._free.set()

    def is_deep(self, lane: str) -> bool:
        """Whether what is put there now would wait for long."""
        return self._long[lane] > 0 or len(self._lanes.get(lane, ())) >= DEEP

    async def first(self, work: Work) -> None:
        """Do this now, while what waits in lanes stands still; what is first in one does not."""
        self._free.clear()
        try:
            await work()
        finally:
            asyncio.get_running_loop().call_later(LETS_OUT_S, self._free.set)

    def put_long(self, lane: str, work: Work) -> None:
        """The same as `put`, for something that takes long."""

        async def longer() -> None:
            try:
                await work()
            finally:
                self._long[lane] -= 1
                self._long += Counter()  # what is none is no key

        self._long[lane] += 1
        self.put(lane, longer)

    def put(self, lane: str, work: Work) -> None:
        """Do this after everything that was put into its lane before."""
        waiting = self._lanes.get(lane)
        if waiting is not None:
            waiting.append(work)
            return
        mine = self._lanes[lane] = deque((work,))
        try:
            task = self.crew.go(self._run(lane))
        except ConnectionRefusedError:
            del self._lanes[lane]
            raise
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        task.add_done_callback(lambda _: self._over(lane, mine))

    def _over(self, lane: str, mine: deque[Work]) -> None:
        """A lane that was cut short is none, either."""
        if self._lanes.get(lane) is mine:
            del self._lanes[lane], self._long[lane]

    async def settled(self) -> None:
        """Wait until nothing is left."""
        while self._running:
            await asyncio.wait(set(self._running))

    async def _run(self, lane: str) -> None:
        waiting = self._lanes[lane]
        while waiting:
            await tried(waiting[0]())  # one event must not hold up its room
            waiting.popleft()
            await asyncio.sleep(0)  # harmless texts wait for nothing: a long lane would halt all
            if waiting and not self._free.is_set():
                await self._stand_still()
        del self._lanes[lane]

    async def _stand_still(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(HALTS_S):
                await self._free.wait()
