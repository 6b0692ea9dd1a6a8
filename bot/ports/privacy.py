"""Erasing, and who left: what the privacy feature needs of the rows and the keys."""

from collections.abc import Sequence
from datetime import date
from typing import NewType, Protocol

from bot.model.people import Member

Mark = NewType("Mark", str)
"""The name of one erasure; it stands in the key store until the rows are gone, too."""


class Erasures(Protocol):
    """Erases a member: the key first, for ever, then the rows."""

    async def begin(self, who: Member) -> Mark | None:
        """Destroy the member's key, durably, and leave a mark in its place. Inside a unit.

        None when the key store cannot be written: then nothing was changed.
        """
        ...

    async def rows(self, who: Member, mark: Mark) -> None:
        """Drop what belongs to no feature, inside the unit that drops all the rest.

        Questions under way, choices, closed DMs, private rooms, what is owed to the member (but
        no crisis answer), what is hidden on cards that are still owed, and who left.
        """
        ...

    def waiting(self) -> Sequence[tuple[Mark, Member]]:
        """Erasures whose mark still stands."""
        ...

    async def rows_are_gone(self, mark: Mark) -> bool:
        """Whether the unit of this erasure was committed."""
        ...

    async def close(self, mark: Mark) -> None:
        """Take the mark away: nothing is left of the member. Outside a unit."""
        ...


class Leavers(Protocol):
    """Who left the community, and on which day the rest of their data goes; sealed."""

    async def put(self, who: Member, day: date) -> None:
        """Erase this member on that day."""
        ...

    async def drop(self, who: Member) -> None:
        """They came back."""
        ...

    async def all(self) -> Sequence[tuple[Member, date]]:
        """Everybody, the first due first."""
        ...
