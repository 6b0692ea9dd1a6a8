"""Openings: how many private conversations are begun, for what is not urgent.

A platform that sees a bot write to many strangers takes it for one that molests them, and may keep
it from writing to anybody whom it did not write to before. So they are few, one after another, and
counted on disk: a number for a day, and of nobody.
"""

import asyncio
from datetime import date, datetime, timedelta

from bot.model.people import Platform
from bot.ports.chat import ChatPlatform
from bot.ports.delivery import Priority
from bot.ports.store import Facts, Store, StoreUnavailable
from bot.ports.time import Clock

DAY = timedelta(days=1)
EACH, SLACK = timedelta(minutes=1), timedelta(seconds=5)
"""Between two, and how much sooner the next one may be."""
KEPT = 3
"""One in so many of a day is no reminder's: a hundred who come at once, each to be welcomed, keep
no relayed reply waiting."""
NONE = timedelta(0)
HELD = " held"


def fact_of(platform: Platform) -> str:
    """The fact that holds a day, and how many began on it."""
    return f"openings:{platform}"


def begun_on(day: date, fact: str | None) -> int:
    """How many began on this day."""
    known, count, *_ = *(fact or "").split(), "", ""
    return int(count) if known == day.isoformat() and count.isdecimal() else 0


def held_on(day: date, fact: str | None) -> bool:
    """Whether something waits since this day, as no more may begin on it."""
    return begun_on(day, fact) > 0 and (fact or "").endswith(HELD)


class Openings:
    """Says when the next one may begin."""

    def __init__(self, store: Store, facts: Facts, clock: Clock) -> None:
        """Nobody waits."""
        self._store, self._facts, self._clock = store, facts, clock
        self._turn = asyncio.Lock()
        self._last: dict[Platform, datetime] = {}
        self._queue: dict[Platform, datetime] = {}

    async def wait(self, platform: ChatPlatform, priority: Priority) -> timedelta:
        """For how long it has to wait; zero: it may begin, and is counted.

        What is urgent never waits, and is not counted: nothing is written before it.
        """
        most = platform.abilities.opens_a_day
        if not most or priority <= Priority.ANSWER:
            return NONE
        if priority is Priority.REMINDER:
            most -= most // KEPT
        async with self._turn:
            try:
                return await self._wait(platform.name, most)
            except StoreUnavailable:
                return EACH

    async def _wait(self, platform: Platform, most: int) -> timedelta:
        now, name = self._clock.now(), fact_of(platform)
        fact = await self._facts.get(name)
        count = begun_on(now.date(), fact)
        if count >= most:
            if not held_on(now.date(), fact):
                await self._put(name, f"{now.date()} {count}{HELD}")
            return DAY  # at the same time of day: nobody is woken
        if (wait := self._paced(platform, now)) == NONE:
            held = HELD if held_on(now.date(), fact) else ""
            await self._put(name, f"{now.date()} {count + 1}{held}")
            self._last[platform] = now
        return wait

    async def _put(self, name: str, fact: str) -> None:
        await self._store.unit(f"{name}:{fact}", lambda: self._facts.put(name, fact))

    def _paced(self, platform: Platform, now: datetime) -> timedelta:
        """Behind those who were told to wait before; a clock that was set back holds up nobody."""
        last = self._last.get(platform)
        if last is None or not NONE <= now - last < EACH - SLACK:
            return NONE
        behind = max(self._queue.get(platform, last), last)
        self._queue[platform] = min(behind, now + DAY) + EACH
        return self._queue[platform] - now
