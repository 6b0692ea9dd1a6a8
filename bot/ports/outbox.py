"""Owing and paying: what cogs promise, and what the worker asks of the rows."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.model.people import Member, MessageRef, SealedRoute, Target
from bot.ports.delivery import DeliveryKey, Owed, Priority, Rung
from bot.ui.reply import Reply


class Outbox(Protocol):
    """What a feature may do: owe. Only inside a unit of work."""

    async def owe(  # noqa: PLR0913 - a delivery has this many sides; all but two have defaults
        self,
        step: str,
        rungs: Sequence[Rung],
        *,
        due: datetime,
        priority: Priority = Priority.REPLY,
        slot: str | None = None,
        edits: bool = False,
        incident: str | None = None,
        again_until: datetime | None = None,
    ) -> DeliveryKey:
        """Owe a message. The key comes from the unit's seed and `step`: twice is once."""
        ...

    async def owes(self, key: DeliveryKey) -> bool:
        """Whether this delivery is still unpaid."""
        ...

    async def stands(self, slot: str) -> bool:
        """Whether a message of this slot was posted, also where its place cannot be read."""
        ...

    async def reword(self, slot: str, what: Reply) -> None:
        """What is still unpaid under this slot, and no edit, says this instead; its key stays."""
        ...

    async def cancel(self, slot: str) -> None:
        """Owe no more of what is still unpaid under this slot, edits included."""
        ...


class Debts(Protocol):
    """What the worker needs of the rows."""

    async def due(self, now: datetime, most: int, skip: int = 0) -> Sequence[Owed]:
        """What is to be paid now, most urgent first; edits never before their post."""
        ...

    async def still_owed(self, keys: Collection[DeliveryKey]) -> set[DeliveryKey]:
        """Those of these deliveries that are unpaid, whenever they are due."""
        ...

    async def posting(self, slot: str) -> MessageRef | None:
        """Where the message of this slot stands, once it was posted; None too if unreadable."""
        ...

    async def stands(self, slot: str) -> bool:
        """Whether a message of this slot was posted, also where its place cannot be read."""
        ...

    async def next_due(self) -> datetime | None:
        """When the earliest unpaid delivery is due; what waits in a slot behind another is not."""
        ...

    @property
    def process(self) -> str:
        """A name of this run: an attempt of another run may have died half-way."""
        ...

    async def attempted(self, owed: Owed, now: datetime) -> Owed:
        """An attempt begins: durable before anything is sent. The delivery after it."""
        ...

    async def paid(self, owed: Owed, ref: MessageRef | None, now: datetime) -> None:
        """It arrived. Its content is forgotten, its key kept for a few days."""
        ...

    async def postpone(self, owed: Owed, due: datetime) -> None:
        """Try again then; `owed` carries the rung and what is unsure."""
        ...

    async def give_up(self, owed: Owed, now: datetime) -> None:
        """No rung is left."""
        ...

    async def withdraw(self, owed: Owed) -> None:
        """It has become owed to nobody."""
        ...

    async def close(self, to: Target, until: datetime) -> None:
        """Remember that this target is closed."""
        ...

    async def closed(self, to: Target, now: datetime) -> bool:
        """Whether this target is known to be closed now."""
        ...

    async def reopen(self, to: Target) -> None:
        """The person wrote to us there: it is open again."""
        ...

    async def oldest_alert(self) -> datetime | None:
        """Since when the oldest unpaid alert or answer is due; a lost alert counts for some days.

        Lost is one that was tried again until its end; all others climb with their incident.
        """
        ...


class Routes(Protocol):
    """Opens sealed routes, for the worker alone, at the moment of sending."""

    async def open(self, route: SealedRoute) -> Member | None:
        """The author, or None when the thread's key is gone."""
        ...
