"""What a member says of a day. Numbers order the words; nothing is ever summed or graded."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from typing import NewType

EntryId = NewType("EntryId", str)
"""A keyed name of 32 hex digits; it tells nobody anything."""


class Mood(IntEnum):
    """How somebody is (product.md, section 1)."""

    AWFUL = 1
    LOW = 2
    OKAY = 3
    GOOD = 4
    GREAT = 5

    @property
    def low(self) -> bool:
        """Whether a choice of help is offered beside the thanks."""
        return self <= Mood.LOW


class Energy(IntEnum):
    """How much there is to go on with."""

    EMPTY = 1
    LITTLE = 2
    SOME = 3
    ENOUGH = 4
    PLENTY = 5


class Sleep(IntEnum):
    """How the night was."""

    HARDLY = 1
    BADLY = 2
    OKAY = 3
    WELL = 4
    DEEPLY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One check-in.

    `number` is what the member calls it by: it counts from 1 for each member and stays when
    other entries are taken out. `at` is when it was written (UTC), `for_day` the member's
    local date that it speaks of.
    """

    id: EntryId
    number: int
    at: datetime
    for_day: date = field(repr=False)
    mood: Mood = field(repr=False)
    energy: Energy | None = field(default=None, repr=False)
    sleep: Sleep | None = field(default=None, repr=False)
    note: str | None = field(default=None, repr=False)
