"""The books: what an outcome changes in the rows, and who hears of it; within one unit of work."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from bot.model.people import Direct, SealedRoute
from bot.outbox.courier import ENDED, GONE, NEVER_POSTED, OURS
from bot.ports.delivery import Closed, Delivery, Later, Outcome, Owed, Priority, Sent, Unsure
from bot.ports.outbox import Debts
from bot.ports.store import Store, StoreUnavailable

LOG = logging.getLogger(__name__)
STUCK_AFTER = timedelta(seconds=10)
"""An alert that nobody could confirm for so long sends the ladder to its next rung."""
BACKOFF = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 4, 8, 15, 30))
LONGEST_BACKOFF = timedelta(minutes=1)
CLOSED_FOR = timedelta(days=7)
ROOM_CLOSED_FOR = timedelta(minutes=1)
KNOCKS_AGAIN, CALLS_AGAIN = timedelta(days=1), timedelta(minutes=5)
"""A closed DM is not knocked at again for a week; a room's permissions are mended sooner. An alert
that nobody took is tried again within minutes."""
Hint = Callable[[str, bool], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Books:
    """Settles one attempt; `hint` is told of incidents whose alerts are stuck or lost."""

    store: Store
    debts: Debts
    hint: Hint

    async def settle(self, owed: Owed, outcome: Outcome, now: datetime) -> None:
        """Write down what came of an attempt."""
        match outcome:
            case Sent(ref=ref):
                await self.debts.paid(owed, ref, now)
            case Closed(cause=cause):
                await self._next_rung(owed, now, cause)
            case Later(wait=wait):
                await self.debts.postpone(owed, now + wait)
                await self._stuck(owed, now + wait)
            case Unsure():
                await self._again(owed, now)
            case _:
                assert_never(outcome)

    async def _next_rung(self, owed: Owed, now: datetime, cause: str) -> None:
        """The target is closed: remember it, and try the next one at once.

        A doubt goes along: what an outage was shown out of memory may stand there already.
        """
        to = owed.now.to
        knocked = cause not in OURS
        if knocked and not isinstance(to, SealedRoute):  # a row would tell when it was knocked at
            until = now + (CLOSED_FOR if isinstance(to, Direct) else ROOM_CLOSED_FOR)
            await self.debts.close(to, until)
        since = owed.first_attempt if owed.unsure else None
        fresh = replace(owed, attempts=0, first_attempt=since)
        if owed.rung + 1 < len(owed.delivery.rungs):
            return await self.debts.postpone(replace(fresh, rung=owed.rung + 1), now)
        return await self._no_rung_left(replace(fresh, rung=0), now, cause)

    async def _no_rung_left(self, owed: Owed, now: datetime, cause: str) -> None:
        """Owed to nobody any more, tried again another day, or lost, which is said."""
        delivery = owed.delivery
        if cause == NEVER_POSTED or (cause == ENDED and delivery.incident is None):
            return await self.debts.withdraw(owed)
        if cause == GONE and delivery.edits and owed.now.what.gone:
            return await self.debts.withdraw(owed)  # somebody took it away by hand: it is done
        if cause != ENDED and delivery.again_until is not None and now < delivery.again_until:
            await self._tell(delivery, lost=False)
            alert = delivery.priority is Priority.ALERT
            return await self.debts.postpone(owed, now + (CALLS_AGAIN if alert else KNOCKS_AGAIN))
        LOG.warning("a delivery has no rung left: priority %s", delivery.priority.name)
        await self.debts.give_up(owed, now)
        await self._tell(delivery, lost=True)
        return None

    async def _again(self, owed: Owed, now: datetime) -> None:
        tried = replace(owed, unsure=True, attempts=owed.attempts + 1)
        wait = BACKOFF[owed.attempts - 1] if owed.attempts <= len(BACKOFF) else LONGEST_BACKOFF
        await self.debts.postpone(tried, now + wait)
        await self._stuck(owed, now)

    async def _stuck(self, owed: Owed, until: datetime) -> None:
        """An alert that nobody can have got before then hurries the ladder."""
        since = owed.first_attempt or owed.delivery.due
        if owed.delivery.priority is Priority.ALERT and until - since >= STUCK_AFTER:
            await self._tell(owed.delivery, lost=False)

    async def _tell(self, delivery: Delivery, *, lost: bool) -> None:
        """A feature that fails on it keeps no outcome from being written."""
        incident = delivery.incident
        if incident is None:
            return
        try:
            await self.store.attempt(lambda: self.hint(incident, lost))
        except StoreUnavailable:
            raise
        except Exception as broken:  # noqa: BLE001 - one delivery must not stop the others
            LOG.critical("a hint failed: %s", type(broken).__name__)
