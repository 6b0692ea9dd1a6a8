"""What a community says of its rooms: where games are played, and where sorrow is at home."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from bot.model.finding import Category, Finding, Severity
from bot.model.people import Room


class RoomKind(StrEnum):
    """What a room is for, where that changes what words mean in it."""

    GAMING = "gaming"
    VENTING = "venting"


Rooms = Mapping[str, RoomKind]
"""By platform and id: `discord:123456789012345678`, `matrix:!room:example.org`."""


def heard_in(rooms: Rooms, room: Room, found: Finding) -> Finding:
    """A finding as it counts in this room. Level 4 is the same everywhere, and so is failure.

    Where games are played, threats against others count two levels less, and what is at level 2
    gets an offer instead of a call. Where people come to vent, low distress is what the room is
    for: no offer; it is still counted over the day.
    """
    kind = rooms.get(f"{room.platform}:{room.id}")
    if kind is None or found.severity is None or found.severity is Severity.IMMINENT:
        return found
    if kind is RoomKind.GAMING:
        return _in_a_game(found, found.severity)
    return replace(found, severity=Severity.NONE) if found.severity is Severity.DISTRESS else found


def _in_a_game(found: Finding, level: Severity) -> Finding:
    if found.category is Category.HARM_TO_OTHERS:
        return replace(found, severity=Severity(max(level - 2, min(level, Severity.DISTRESS))))
    offer = level is Severity.PASSIVE
    return replace(found, severity=Severity.DISTRESS) if offer else found
