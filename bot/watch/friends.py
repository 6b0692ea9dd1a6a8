"""Friends who ask after somebody: what they see, no detector may have seen."""

from dataclasses import replace
from datetime import timedelta

from bot.model.events import Said
from bot.model.finding import Concerns, Finding, Severity
from bot.model.people import Member, Room
from bot.watch.recent import Recent

WORRY = timedelta(minutes=10)
"""How long it counts that somebody wrote of distress, or that a first friend asked."""
MOST_ROOMS, MOST_NOTES = 2_000, 12


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
        if not asks and found.severity is not Severity.DISTRESS:
            return found
        others = {who for who, _ in self._heard.of(event.room, event.at)} - {event.who}
        if asks and others:
            self._heard.drop(lambda room: room == event.room)
            return replace(found, severity=Severity.PASSIVE)
        self._heard.add(event.room, event.at, (event.who, asks))
        return found

    def forget(self, who: Member) -> None:
        """Somebody asked to be forgotten."""
        self._heard.strip(lambda note: note[0] == who)


def is_asking(found: Finding) -> bool:
    """Whether nothing was found but that a friend asks: a signal of the lexicon (level 0)."""
    silent = found.severity is Severity.NONE and found.subject is Concerns.OTHER
    return silent and bool(found.rules)
