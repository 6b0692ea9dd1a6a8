"""What is owed: messages that were promised in a transaction and are paid until they arrive."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import NewType

from bot.model.people import MessageRef, Target
from bot.ui.reply import Reply

DeliveryKey = NewType("DeliveryKey", str)
"""HMAC(K, event id, step), 24 characters: the same after a crash, and it tells nobody anything."""


class Priority(IntEnum):
    """Who goes first. ALERT and ANSWER may use the reserve of a rate limit."""

    ALERT = 0
    ANSWER = 1
    UPDATE = 2
    REPLY = 3
    REMINDER = 4


@dataclass(frozen=True, slots=True)
class Rung:
    """One way to pay a delivery: a target, and what is shown there."""

    to: Target
    what: Reply


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that is owed.

    The rungs are tried in order: a closed one (no permission, gone, DMs off) leads to the
    next at once. `slot` names a message that is later edited in place; with `edits` this
    delivery replaces what stands in the slot. `incident` is told when nothing worked. Where all
    rungs are closed it is tried again each day, an alert within minutes, until `again_until`; of
    such an alert that reached nobody the auditor knows.
    """

    key: DeliveryKey
    rungs: tuple[Rung, ...]
    due: datetime
    priority: Priority = Priority.REPLY
    slot: str | None = None
    edits: bool = False
    incident: str | None = None
    again_until: datetime | None = None

    @property
    def lone(self) -> bool:
        """An alert that is tried for a time of its own, since no incident climbs for it."""
        return self.priority is Priority.ALERT and self.again_until is not None


@dataclass(frozen=True, slots=True)
class Owed:
    """A delivery as the outbox holds it: which rung is next, and what is known of attempts.

    `unsure` says that an earlier attempt may have arrived, so that the history is looked up;
    so does an attempt of another process than `process`, which may have died in it.
    """

    delivery: Delivery
    rung: int = 0
    attempts: int = 0
    first_attempt: datetime | None = None
    unsure: bool = False
    process: str = ""

    @property
    def now(self) -> Rung:
        """The rung that is to be tried."""
        return self.delivery.rungs[self.rung]


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived; `ref` is where it stands (None where messages have no address)."""

    ref: MessageRef | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """It can not arrive there: no permission, gone, DMs off. `cause` is a slug."""

    cause: str


@dataclass(frozen=True, slots=True)
class Later:
    """The platform asks to wait; nothing was posted."""

    wait: timedelta


@dataclass(frozen=True, slots=True)
class Unsure:
    """Nobody knows whether it arrived: a time-out, a reset, a server error."""

    cause: str


Outcome = Sent | Closed | Later | Unsure
