"""Outcomes that could not be written: remembered here, so that nothing is shown a second time.

What was shown is only written from here on. What was not is carried again, also to its next rung:
an outage of the database keeps nobody from hearing an alert.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from bot.outbox.books import BACKOFF, LONGEST_BACKOFF
from bot.ports.delivery import Closed, DeliveryKey, Later, Outcome, Owed, Priority, Sent, Unsure

FORGOTTEN_AFTER = timedelta(hours=1)
"""How long words stay here that an event took back; then the rows are asked whether it did."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """One outcome and since when it waits; None as outcome: it is carried anew, with a doubt."""

    owed: Owed
    outcome: Outcome | None
    at: datetime
    tries: int
    wait: timedelta

    def ripe(self, now: datetime) -> bool:
        """Whether its time has come; a clock that was set back keeps nothing waiting."""
        return not self.at <= now < self.at + self.wait

    def stale(self, now: datetime) -> bool:
        """Whether it waits for long already to be carried; what is to be written is never stale."""
        return self.outcome is None and abs(now - self.at) > self.wait + FORGOTTEN_AFTER


class Unwritten:
    """What is kept here keeps nobody else of its room waiting, only what edits it."""

    def __init__(self) -> None:
        """Everything is written."""
        self._kept: dict[DeliveryKey, _Kept] = {}

    def __bool__(self) -> bool:
        """Whether anything waits."""
        return bool(self._kept)

    def rests(self, owed: Owed, now: datetime) -> bool:
        """Whether it is not to be carried now: it was shown, or is tried again later."""
        kept = self._kept.get(owed.delivery.key)
        if kept is not None:
            return kept.outcome is not None or not kept.ripe(now)
        slot = owed.delivery.slot
        return slot is not None and slot in {one.owed.delivery.slot for one in self._written_only()}

    def outcome(self, owed: Owed) -> Outcome | None:
        """What came of it, where writing that is all there is to do."""
        kept = self._kept.get(owed.delivery.key)
        return None if kept is None else kept.outcome

    def doubted(self, owed: Owed) -> Owed:
        """The delivery as the rows have it, as far as it came here; what is in doubt is looked up.

        What it says, and to whom, is as the rows have it: it may have been reworded.
        """
        kept = self._kept.get(owed.delivery.key)
        if kept is None or kept.outcome is not None:
            return owed
        rung = min(kept.owed.rung, len(owed.delivery.rungs) - 1)
        return replace(kept.owed, delivery=owed.delivery, rung=rung)

    def ripe(self, now: datetime) -> Sequence[Owed]:
        """Of what outcomes are to be written now."""
        return [kept.owed for kept in self._written_only() if kept.ripe(now)]

    def keep(
        self, owed: Owed, outcome: Outcome | None, now: datetime, wait: timedelta | None = None
    ) -> timedelta:
        """Keep it for `wait`, or longer each time; how long that is."""
        known = self._kept.get(owed.delivery.key)
        tries = 0 if known is None else known.tries + 1
        if wait is None:
            wait = BACKOFF[tries] if tries < len(BACKOFF) else LONGEST_BACKOFF
        self._kept[owed.delivery.key] = _Kept(owed, outcome, now, tries, wait)
        return wait

    def go_on(
        self, owed: Owed, outcome: Outcome, now: datetime, write: timedelta | None = None
    ) -> tuple[Owed, timedelta]:
        """Keep what is to be done next with it; how it is then, and for how long it rests.

        What is only to be written is tried again after `write`, or less often each time.
        """
        tried = doubtful(owed, now)
        match outcome:
            case Sent():
                return owed, self.keep(owed, outcome, now, write)
            case Later(wait=wait):
                return tried, self.keep(tried, None, now, max(wait, BACKOFF[0]))
            case Unsure():
                return tried, self.keep(tried, None, now)
            case Closed() if owed.rung + 1 < len(owed.delivery.rungs):
                further = replace(tried, rung=owed.rung + 1)
                return further, self.keep(further, None, now, timedelta(0))
            case Closed() if owed.delivery.priority <= Priority.ANSWER:
                anew = replace(tried, rung=0)  # a room is mended sooner than some databases
                return anew, self.keep(anew, None, now)
            case Closed():
                return owed, self.keep(owed, outcome, now, write)
            case _:
                assert_never(outcome)

    def forget(self, owed: Owed) -> None:
        """The rows know of it."""
        self._kept.pop(owed.delivery.key, None)

    def stale(self, now: datetime) -> set[DeliveryKey]:
        """What was not carried for so long: owed no more, perhaps, or nothing could be carried."""
        return {key for key, kept in self._kept.items() if kept.stale(now)}

    def drop(self, keys: Iterable[DeliveryKey], now: datetime) -> None:
        """These are owed no more; one that was carried again while the rows were asked stays."""
        for key in self.stale(now).intersection(keys):
            del self._kept[key]

    def _written_only(self) -> Sequence[_Kept]:
        return [kept for kept in self._kept.values() if kept.outcome is not None]


def doubtful(owed: Owed, now: datetime) -> Owed:
    """The same, where the rows do not know of an attempt: it is looked up before the next one."""
    return replace(owed, unsure=True, first_attempt=owed.first_attempt or now)
