"""Outcomes that could not be written: remembered here, so that nothing is shown a second time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.outbox.books import BACKOFF, LONGEST_BACKOFF
from bot.ports.delivery import DeliveryKey, Outcome, Owed


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
        """The delivery as the rows have it now; an attempt that they do not know is looked up."""
        kept = self._kept.get(owed.delivery.key)
        if kept is None:
            return owed
        return replace(owed, unsure=True, first_attempt=owed.first_attempt or kept.at)

    def ripe(self, now: datetime) -> Sequence[Owed]:
        """Of what outcomes are to be written now."""
        return [kept.owed for kept in self._written_only() if kept.ripe(now)]

    def keep(
        self, owed: Owed, outcome: Outcome | None, now: datetime, wait: timedelta | None = None
    ) -> timedelta:
        """Keep it for `wait`, or longer each time; how long that is."""
        known = self._kept.get(owed.delivery.key)
        tries = 0 if known is None else known.tries + 1
        wait = wait or (BACKOFF[tries] if tries < len(BACKOFF) else LONGEST_BACKOFF)
        self._kept[owed.delivery.key] = _Kept(owed, outcome, now, tries, wait)
        return wait

    def forget(self, owed: Owed) -> None:
        """The rows know of it."""
        self._kept.pop(owed.delivery.key, None)

    def _written_only(self) -> Sequence[_Kept]:
        return [kept for kept in self._kept.values() if kept.outcome is not None]
