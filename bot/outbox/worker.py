"""The worker: takes what is due, shows it once, and writes down what came of it."""

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.model.people import Direct, Member, Platform, Room
from bot.outbox.books import Books, Hint
from bot.outbox.bucket import Bucket
from bot.outbox.courier import Courier, platform_of
from bot.outbox.unwritten import Unwritten, doubtful
from bot.ports.delivery import Outcome, Owed, Priority, Unsure
from bot.ports.outbox import Debts
from bot.ports.store import Store, StoreUnavailable
from bot.ports.time import Clock

LOG = logging.getLogger(__name__)
AT_ONCE = 64
MOST_WAITING = 16 * AT_ONCE
"""How deep the outbox is searched for a lane that is not stuck."""
FEW_IN_A_ROOM = 2
"""So much that is no alert is under way to one room: a platform takes a room's messages in order, a
few in some seconds, and an alert that comes meanwhile waits for all that were handed over."""
STORE_AGAIN_S = 1.0
POLL_S, UNWRITTEN_POLL_S = 0.02, 0.2
"""How soon rows that look due are read again; what rests looks due in them all the while."""


@dataclass(frozen=True, slots=True)
class Payroll:
    """What the worker works with; `hint` is told of incidents whose alerts are stuck or lost.

    `buckets` are shared by all who use a platform.
    """

    store: Store
    debts: Debts
    courier: Courier
    buckets: Mapping[Platform, Bucket]
    clock: Clock
    hint: Hint


class Worker:
    """Pays deliveries. One is under way per slot or target, so that order is kept."""

    def __init__(self, payroll: Payroll) -> None:
        """Nothing is under way."""
        self._has = payroll
        self._books = Books(payroll.store, payroll.debts, payroll.hint)
        self._woken = asyncio.Event()
        self._busy: set[str] = set()
        self._rooms: Counter[str] = Counter()
        self._unwritten = Unwritten()

    def kick(self) -> None:
        """Something new is owed."""
        self._woken.set()

    async def run(self) -> None:
        """Pay for ever; every delivery in a task of its own."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._woken.clear()
                for owed in await self._payable():
                    self._busy |= taken_by(owed)
                    self._rooms.update(crowds(owed))
                    group.create_task(self._pay_and_go_on(owed))
                await self._wait()

    async def drain(self) -> None:
        """Pay all that can be paid now, one after another: for tests, demo and shutdown."""
        while payable := await self._payable():
            for owed in payable:
                await self.pay(owed)

    async def pay(self, owed: Owed) -> None:
        """Try one delivery once, and write down what came of it."""
        outcome = self._unwritten.outcome(owed)
        if outcome is None:
            if owed.attempts == 0:
                owed = await self._begin(owed)
            outcome = await self._carry(owed)
        await self._write(owed, outcome)

    async def _carry(self, owed: Owed) -> Outcome:
        """Carry it; whatever a platform's library throws is one delivery's trouble, not the end."""
        try:
            return await self._has.courier.carry(owed)
        except Exception as broken:  # noqa: BLE001 - one delivery must not stop the others
            LOG.error("a delivery failed: %s", type(broken).__name__)
            return Unsure(type(broken).__name__)

    async def _payable(self) -> list[Owed]:
        """What can be paid now; a lane that is stuck never hides those behind it."""
        taken = set(self._busy)  # before the read: what is paid meanwhile still looks due in it
        now = self._has.clock.now()
        shown = self._to_write(taken, now)
        for skip in range(0, MOST_WAITING, AT_ONCE):
            try:
                due = await self._has.debts.due(now, AT_ONCE, skip)
            except StoreUnavailable:
                return shown
            await self._prune(now)
            free = self._free(due, taken, now)
            if free or len(due) < AT_ONCE:
                return shown + free
        return shown

    async def _prune(self, now: datetime) -> None:
        """Drop what events took back; the rows say what is owed, however long nothing was carried.

        What is still owed keeps its doubt and the rung it reached: else it would be shown twice.
        """
        if stale := self._unwritten.stale(now):
            with suppress(StoreUnavailable):
                self._unwritten.drop(stale - await self._has.debts.still_owed(stale), now)

    def _to_write(self, taken: set[str], now: datetime) -> list[Owed]:
        """What was shown and is still to be written down; its lane is taken for that moment."""
        found = [owed for owed in self._unwritten.ripe(now) if lane(owed) not in taken]
        first = {lane(owed): owed for owed in reversed(found)}
        taken |= first.keys()
        return list(first.values())

    def _free(self, due: Sequence[Owed], taken: set[str], now: datetime) -> list[Owed]:
        """One for each lane in which nothing is under way."""
        free: list[Owed] = []
        rooms = self._rooms.copy()
        for owed in map(self._unwritten.doubted, due):
            rests = not taken.isdisjoint(taken_by(owed)) or self._unwritten.rests(owed, now)
            crowded = any(rooms[room] >= FEW_IN_A_ROOM for room in crowds(owed))
            if not rests and not crowded and self._may(owed, now):
                taken.add(lane(owed))
                rooms.update(crowds(owed))
                free.append(owed)
        return free

    def _may(self, owed: Owed, now: datetime) -> bool:
        name = platform_of(owed.now.to)
        bucket = None if name is None else self._has.buckets.get(name)
        return bucket is None or bucket.take(owed.delivery.priority, now)

    async def _pay_and_go_on(self, owed: Owed) -> None:
        try:
            await self.pay(owed)
        except Exception as broken:  # noqa: BLE001 - one delivery must not stop the others
            LOG.critical("a delivery cannot be begun: %s", type(broken).__name__)
            now = self._has.clock.now()
            self._unwritten.keep(doubtful(owed, now), None, now)
        finally:
            self._busy -= taken_by(owed)
            self._rooms.subtract(crowds(owed))
            self._woken.set()

    async def _begin(self, owed: Owed) -> Owed:
        """Make the attempt durable first. An alert or an answer goes out even if that fails.

        Another run may have gone that far with it, so what it owed is looked up.
        """
        now = self._has.clock.now()
        if owed.process not in {"", self._has.debts.process}:
            since = owed.first_attempt or owed.delivery.due
            owed = replace(owed, unsure=True, first_attempt=since)
        try:
            return await self._attempted(owed, now)
        except StoreUnavailable:
            if owed.delivery.priority <= Priority.ANSWER:
                return replace(owed, attempts=1, first_attempt=owed.first_attempt or now)
        while True:
            await asyncio.sleep(STORE_AGAIN_S)
            with suppress(StoreUnavailable):
                return await self._attempted(owed, now)

    async def _attempted(self, owed: Owed, now: datetime) -> Owed:
        return await self._has.store.unit("attempt", lambda: self._has.debts.attempted(owed, now))

    async def _write(self, owed: Owed, outcome: Outcome) -> None:
        """Write down an outcome; one that cannot be written now is kept, and its lane is free.

        Kept is only what was shown, to be written: all else is carried again, out of memory.
        """
        now = self._has.clock.now()
        seed = f"outcome:{owed.delivery.key}:{owed.rung}:{owed.attempts}"
        try:
            await self._has.store.unit(seed, lambda: self._books.settle(owed, outcome, now))
        except StoreUnavailable:
            self._unwritten.go_on(owed, outcome, now, timedelta(seconds=STORE_AGAIN_S))
        except Exception as broken:  # noqa: BLE001 - one delivery must not stop the others
            LOG.critical("an outcome cannot be written: %s", type(broken).__name__)
            await self._later(owed, outcome, now)
        else:
            self._unwritten.forget(owed)

    async def _later(self, owed: Owed, outcome: Outcome, now: datetime) -> None:
        """Kept, and postponed in the rows with a doubt, for a process that knows nothing of it."""
        onward, wait = self._unwritten.go_on(owed, outcome, now)
        postpone = partial(self._has.debts.postpone, doubtful(onward, now), now + wait)
        try:
            await self._has.store.unit(f"later:{owed.delivery.key}:{now.isoformat()}", postpone)
        except Exception as broken:  # noqa: BLE001 - as above; this process remembers it
            LOG.critical("an outcome cannot be postponed: %s", type(broken).__name__)

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(await self._patience()):
                await self._woken.wait()
        except TimeoutError:
            return

    async def _patience(self) -> float:
        try:
            due = await self._has.debts.next_due()
        except StoreUnavailable:
            return STORE_AGAIN_S
        wait = 1.0 if due is None else (due - self._has.clock.now()).total_seconds()
        return min(1.0, max(UNWRITTEN_POLL_S if self._unwritten else POLL_S, wait))


def taken_by(owed: Owed) -> set[str]:
    """What is taken while it is under way: a row that was read before may show another rung."""
    return {lane(owed), owed.delivery.key}


def crowds(owed: Owed) -> tuple[str, ...]:
    """The room in which it is one of a few at once; none for an alert, or in private."""
    match owed.now.to:
        case Room(platform=platform, id=id_) if owed.delivery.priority is not Priority.ALERT:
            return (f"{platform}:{id_}",)
        case _:
            return ()


def lane(owed: Owed) -> str:
    """What is paid one after another: a slot, else a room or a member; else it stands alone."""
    if owed.delivery.slot is not None:
        return owed.delivery.slot
    match owed.now.to:
        case Room(platform=platform, id=id_) | Direct(member=Member(platform=platform, id=id_)):
            return f"{platform}:{id_}"
        case _:
            return owed.delivery.key
