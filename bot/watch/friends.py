"""Friends who ask after somebody: what they see, no detector may have seen."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.model.events import Said
from bot.model.finding import Concerns, Finding, Severity
from bot.model.people import Member, Room
from bot.watch.recent import Recent

WORRY = timedelta(minutes=10)
"""How long it counts that somebody wrote of distress, or that a first friend asked."""
MOST_ROOMS, MOST_NOTES = 2_000, 12
SIGNAL = ".signal."
"""In the id of every rule at level 0 by which somebody asks: `en.signal.asks`."""


class Friends:
    """Of each room who asked ("are you ok??") and who wrote of distress, for some minutes."""

    def __init__(self) -> None:
        """Nobody asked yet."""
        self._heard: Recent[Room, tuple[Member, bool]] = Recent(WORRY, MOST_NOTES, MOST_ROOMS)

    def heard(self, event: Said, found: Finding) -> Finding:
        """The finding once it is known what others in the room just said.

        A friend who asks, after somebody else wrote of distress or a second friend asked, calls
        people to look: level 2, about another. Then the room starts anew.
        """
        asks = is_asking(found)
        if found.alerted or not (asks or found.severity is Severity.DISTRESS):
            return found
        others = {who for who, _ in self._heard.of(event.room, event.at)} - {event.who}
        if asks and others:
            self._heard.drop(lambda room: room == event.room)
            return replace(found, severity=Severity.PASSIVE, subject=Concerns.OTHER)
        self._heard.add(event.room, event.at, (event.who, asks))
        return found

    def forget(self, who: Member) -> None:
        """Somebody asked to be forgotten."""
        self._heard.strip(lambda note: note[0] == who)

    def tidy(self, now: datetime) -> None:
        """Forget what is over."""
        self._heard.tidy(now)


def is_asking(found: Finding) -> bool:
    """Whether a friend asks after somebody: a signal (level 0) is among the rules."""
    return any(SIGNAL in rule for rule in found.rules)
