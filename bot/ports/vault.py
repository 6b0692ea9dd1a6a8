"""The identity vault: what turns an author into proofs and sealed ways, and never back."""

from typing import Protocol

from bot.model.people import Member, SealedRoute, Thread, ThreadId
from bot.model.venting import OwnerProof, PersonTag


class IdentityVault(Protocol):
    """Seals who an author is. Held by naming, by the vent feature's door and by privacy only."""

    async def open_thread(self, author: Member, *, lasting: bool = False) -> SealedRoute:
        """A new thread with a random name, and the sealed way back to its author.

        Where its key cannot be kept on disk it lasts for this run only; one that must be
        `lasting` raises KeysUnavailable instead.
        """
        ...

    async def address(
        self, thread: ThreadId, author: Member, *, lasting: bool = False
    ) -> SealedRoute:
        """A sealed way back to the author of a thread that exists; `lasting` as above."""
        ...

    async def again(self, thread: ThreadId, author: Member) -> SealedRoute | None:
        """The same where an address is kept already; None where none is, or it was destroyed."""
        ...

    async def close_thread(self, thread: Thread) -> None:
        """Destroy the key of the route: nobody can follow it any more."""
        ...

    def proof(self, thread: ThreadId, who: Member) -> OwnerProof:
        """What shows that a thread is this person's, and says nothing in any other thread."""
        ...

    def person(self, who: Member) -> PersonTag:
        """Which account this is, for bans alone: the same in every thread."""
        ...

    def same(self, one: PersonTag, other: PersonTag) -> bool:
        """Whether both are one person's: one account, or two that are linked now."""
        ...

    def first(self, person: PersonTag) -> PersonTag:
        """The same for each of a person's accounts, while they are linked."""
        ...

    async def person_behind(self, route: SealedRoute) -> PersonTag | None:
        """The same of a thread's author; None when the key of the route is gone."""
        ...

    def pass_for(self, thread: ThreadId) -> str:
        """What a button carries for whoever showed the receipt of a ghost's thread."""
        ...

    def passed(self, carried: str) -> ThreadId | None:
        """The thread of such a pass, if it is one of ours."""
        ...


class Seals(Protocol):
    """Breaks a seal. Held by the custodians' feature alone."""

    async def open(self, route: SealedRoute) -> Member | None:
        """The author, or None when the thread's key is gone."""
        ...
