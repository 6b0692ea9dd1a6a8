"""What the check-in feature asks."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from bot.checkins.entry import Energy, Mood, Sleep
from bot.ui.form import Ask

NOTE_CHARS = 1000


class Day(StrEnum):
    """Which day an entry speaks of."""

    TODAY = "today"
    YESTERDAY = "yesterday"


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Say how you are.

    The note comes second, so that what is typed behind the mood is never taken apart.
    """

    mood: Annotated[Mood, Ask("checkin.mood")] = field(repr=False)
    note: Annotated[str | None, Ask("checkin.note", longest_chars=NOTE_CHARS, paragraph=True)] = (
        field(default=None, repr=False)
    )
    energy: Annotated[Energy | None, Ask("checkin.energy")] = field(default=None, repr=False)
    sleep: Annotated[Sleep | None, Ask("checkin.sleep")] = field(default=None, repr=False)
    day: Annotated[Day | None, Ask("checkin.day")] = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Change:
    """Say it again; what is left out stays as it was."""

    mood: Annotated[Mood, Ask("checkin.mood")] = field(repr=False)
    note: Annotated[
        str | None, Ask("checkin.new_note", longest_chars=NOTE_CHARS, paragraph=True)
    ] = field(default=None, repr=False)
    energy: Annotated[Energy | None, Ask("checkin.energy")] = field(default=None, repr=False)
    sleep: Annotated[Sleep | None, Ask("checkin.sleep")] = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ChangeNumbered:
    """The same for an entry that is called by its number."""

    number: Annotated[str, Ask("checkin.number", longest_chars=20)]
    mood: Annotated[Mood, Ask("checkin.mood")] = field(repr=False)
    note: Annotated[
        str | None, Ask("checkin.new_note", longest_chars=NOTE_CHARS, paragraph=True)
    ] = field(default=None, repr=False)
    energy: Annotated[Energy | None, Ask("checkin.energy")] = field(default=None, repr=False)
    sleep: Annotated[Sleep | None, Ask("checkin.sleep")] = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Numbered:
    """Which entry."""

    number: Annotated[str, Ask("checkin.number", longest_chars=20)]


@dataclass(frozen=True, slots=True)
class Remind:
    """When to be reminded, and where the member's clock hangs."""

    time: Annotated[str, Ask("remind.time")] = field(repr=False)
    zone: Annotated[str | None, Ask("remind.zone")] = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the member's clock hangs."""

    zone: Annotated[str, Ask("remind.zone")] = field(repr=False)
