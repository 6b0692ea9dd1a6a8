"""A platform's clock beside ours: moments of events are the platform's, what waits goes by ours."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from bot.ports.time import Clock

LOG = logging.getLogger(__name__)
NONE = timedelta(0)
TOLERATED = timedelta(minutes=1)
"""Less than this is the way of an answer, and a date that counts whole seconds."""


@dataclass(slots=True)
class Skew:
    """How far the clocks are apart, by the date of its answers; nothing while none came.

    Between two answers it goes by what nobody can set, so that a leap of ours is known at once.
    """

    clock: Clock
    _told: tuple[datetime, timedelta] | None = None
    _was: bool = False

    def hear(self, date: str) -> None:
        """The date of an answer, as HTTP has it; one that cannot be read tells nothing."""
        try:
            found = parsedate_to_datetime(date)
        except ValueError:
            return
        if found.tzinfo is not None:
            self._told = (found, self.clock.elapsed())
        if (by := self.by()) and not self._was:
            LOG.critical(
                "the clock of this machine is wrong: the platform's is %+d s from it",
                by.total_seconds(),
            )
        self._was = bool(by)

    def by(self) -> timedelta:
        """The platform's clock less ours; none where that is little."""
        if self._told is None:
            return NONE
        told, then = self._told
        by = told + (self.clock.elapsed() - then) - self.clock.now()
        return by if abs(by) >= TOLERATED else NONE

    def theirs(self) -> datetime:
        """What time it is there."""
        return self.clock.now() + self.by()

    def ours(self, moment: datetime) -> datetime:
        """A moment of the platform's by our clock."""
        return moment - self.by()

    def at(self, moment: datetime) -> datetime:
        """A moment of ours by the platform's clock."""
        return moment + self.by()
