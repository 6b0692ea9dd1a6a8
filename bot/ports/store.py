"""Durable memory: transactions, cursors, and what the core keeps in rows."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from bot.model.events import EventId
from bot.model.people import Member, Platform, Room

T = TypeVar("T")
Work = Callable[[], Awaitable[T]]


class StoreUnavailable(Exception):  # noqa: N818 - a state of the store, said as such
    """Nothing can be written now (disk full, I/O error, lock). Nothing was changed."""


class KeysUnavailable(Exception):  # noqa: N818 - a state of the keys, said as such
    """No key can be made or destroyed now, the database may be well: only what needs one fails."""


class Store(Protocol):
    """One database. Ports used inside a unit of work write to it; all of it or nothing."""

    async def once(
        self, event: EventId, at: datetime, work: Work[T], *, replayed: bool = False
    ) -> T | None:
        """Do `work` in one transaction unless this event was done before (then None).

        `replayed` says that it was handled once already while nothing could be written, so
        that what it owes is looked up before it is sent. Commits before it returns.
        Raises StoreUnavailable, or what `work` raised.
        """
        ...

    async def seen(self, event: EventId, at: datetime) -> bool:
        """Whether this event was done before; only a look. Raises StoreUnavailable."""
        ...

    async def unit(self, seed: str, work: Work[T]) -> T:
        """Do `work` in one transaction; `seed` names it for delivery keys. Joins an open one."""
        ...

    async def attempt(self, work: Work[T]) -> T:
        """Inside a unit: do `work` behind a savepoint, so that its failure undoes only it."""
        ...


class Cursors(Protocol):
    """Up to where each room was read; sealed."""

    async def load(self) -> Mapping[Room, int]:
        """Every cursor."""
        ...

    async def save(self, cursors: Mapping[Room, int]) -> None:
        """Move cursors; never backwards."""
        ...

    async def shared(self) -> Mapping[Platform, int]:
        """The position that the private rooms of each platform share, where one was saved."""
        ...

    async def save_private(
        self, rooms: Mapping[Room, Member], positions: Mapping[Platform, int]
    ) -> None:
        """Remember whose private rooms there are, and one position for all of a platform."""
        ...


class Drafts(Protocol):
    """Forms that are being answered one question at a time; sealed, and they expire."""

    async def load(self, who: Member, now: datetime) -> str | None:
        """The draft as it was saved, unless it expired."""
        ...

    async def save(self, who: Member, draft: str, until: datetime) -> None:
        """Keep or replace this person's draft."""
        ...

    async def drop(self, who: Member) -> None:
        """Forget the draft."""
        ...


class Preferences(Protocol):
    """What a member chose to have remembered, by name; sealed under the member's own key."""

    async def get(self, who: Member, name: str) -> str | None:
        """The value, if there is one."""
        ...

    async def put(self, who: Member, name: str, value: str | None) -> None:
        """Remember, replace, or with None forget."""
        ...

    async def all_of(self, who: Member) -> Mapping[str, str]:
        """Everything that is remembered, for export."""
        ...


class Facts(Protocol):
    """Small facts of the deployment itself, such as when it was last alive."""

    async def get(self, name: str) -> str | None:
        """The value, if there is one."""
        ...

    async def put(self, name: str, value: str) -> None:
        """Remember or replace."""
        ...


class Rota(Protocol):
    """Who is on duty."""

    async def on_duty(self) -> Sequence[Member]:
        """Those who said so, longest first."""
        ...

    async def join(self, who: Member, at: datetime) -> None:
        """Go on duty; twice is once."""
        ...

    async def leave(self, who: Member) -> None:
        """Go off duty."""
        ...
