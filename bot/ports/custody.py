"""The custodians' requests and their trail, as they are kept."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar

R = TypeVar("R")
E_co = TypeVar("E_co", covariant=True)
K_co = TypeVar("K_co", covariant=True)


class Unseals(Protocol[R]):
    """Requests to break a seal (`bot.relay.unseal.Request`), until nothing can come of them."""

    async def put(self, request: R) -> None:
        """Keep or replace a request."""
        ...

    async def all(self) -> Sequence[R]:
        """Every request that is kept."""
        ...

    async def drop(self, id_: str) -> None:
        """Forget a request; the trail keeps that it was."""
        ...


class Audit(Protocol[E_co, K_co]):
    """The trail: `E_co` is `bot.relay.audit.Entry`, `K_co` one as it is kept (`Marked`)."""

    async def add(
        self, on: date, what: str, who: str, *, thread: str = "", reason: str = ""
    ) -> tuple[E_co, bytes]:
        """One more entry, and its mark. Needs a unit of work."""
        ...

    def unconfirmed(self) -> bool:
        """Whether the head does not yet rest on the last entry alone."""
        ...

    async def confirm(self) -> None:
        """The last entry is on disk: from now on the trail must reach it."""
        ...

    async def all(self) -> Sequence[K_co]:
        """Every entry, oldest first."""
        ...

    async def fault(self) -> int | None:
        """The number of the first entry that is missing or was changed; None when whole."""
        ...
