"""Check-ins and reminders as they are kept.

Both ports are generic, because a port may not import the pure rules: `E` is
`bot.checkins.entry.Entry`, `R` is `bot.checkins.reminder.Reminder`.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar

from bot.model.people import Member

E = TypeVar("E")
R = TypeVar("R")


class CheckIns(Protocol[E]):
    """What members said of their days, each under the member's own key. Writing needs a unit."""

    async def name(self, who: Member) -> tuple[str, int]:
        """An id and this member's next number for a new entry; the id is the same after a crash."""
        ...

    async def add(self, who: Member, entry: E) -> None:
        """Keep a new entry."""
        ...

    async def for_member(self, who: Member, since: date | None = None) -> Sequence[E]:
        """The member's entries for days since then (None: all), the newest number first."""
        ...

    async def get(self, who: Member, about: str | int) -> E | None:
        """By its id or its number; None when this member has no such entry."""
        ...

    async def replace(self, who: Member, entry: E) -> bool:
        """Keep this instead of the entry of the same id. False when there is none."""
        ...

    async def remove(self, who: Member, about: str) -> bool:
        """Take an entry out, by its id. False when this member has no such entry."""
        ...

    async def forget(self, who: Member) -> None:
        """Drop every entry of this member. The key is destroyed by the privacy feature."""
        ...


class Reminders(Protocol[R]):
    """Who wants to be reminded and when; readable without the member. Writing needs a unit."""

    def tag(self, who: Member) -> str:
        """A name of this member in hex: always the same, and it tells nobody anything."""
        ...

    async def get(self, who: Member) -> R | None:
        """The member's reminder."""
        ...

    async def put(self, reminder: R) -> None:
        """Keep or replace the reminder of its member."""
        ...

    async def drop(self, who: Member) -> None:
        """Forget it."""
        ...

    async def due(self, now: datetime, most: int) -> Sequence[R]:
        """At most so many that are due by now, the longest due first."""
        ...

    async def next_due(self) -> datetime | None:
        """When the next one falls due."""
        ...
