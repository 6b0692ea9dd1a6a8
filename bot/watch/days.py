"""Low distress, again and again: what no single message says, a day may."""

from datetime import datetime, timedelta

from bot.model.events import Said
from bot.model.finding import Finding, Severity
from bot.model.people import Member
from bot.ports.detect import Detects
from bot.watch.recent import Recent

DAY = timedelta(hours=24)
APART = timedelta(minutes=10)
"""Messages closer together are one outpouring, and count once."""
OFTEN = 5
"""So many times within a day, and people are called. Ours: the sources name no number."""
MOST_MEMBERS = 10_000


class Days:
    """How often each member wrote of low distress within 24 hours: a count, never a word."""

    def __init__(self, detector: Detects) -> None:
        """The detector says what such a count is called in its language."""
        self._detector = detector
        self._count: Recent[Member, None] = Recent(DAY, OFTEN, MOST_MEMBERS)

    def heard(self, event: Said, alone: Finding, found: Finding) -> Finding:
        """The finding, raised to level 2 where this was once too often; then the count is anew.

        `alone` is what the text says anywhere, `found` as it counts in its room: either counts.
        """
        if Severity.DISTRESS not in {alone.severity, found.severity} or found.alerted:
            return found
        last = self._count.last(event.who, event.at)
        if last is not None and event.at - last < APART:
            return found
        self._count.add(event.who, event.at, None)
        if len(self._count.of(event.who, event.at)) < OFTEN:
            return found
        self.forget(event.who)
        return self._detector.again(found)

    def tidy(self, now: datetime) -> None:
        """Forget what is over."""
        self._count.tidy(now)

    def forget(self, who: Member) -> None:
        """The count of one member begins anew."""
        self._count.drop(lambda member: member == who)
