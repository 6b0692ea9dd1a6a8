"""Messages of ours on Matrix: posted once under a key, edited, found again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.matrix.here import Here
from adapters.matrix.payload import Payload
from bot.model.people import MessageRef, Role, Target
from bot.ports.delivery import DeliveryKey, Later, Outcome
from bot.ports.time import Clock
from bot.ui.reply import Reply
from bot.underway import Underway

Holders = Callable[[Role], Sequence[str]]
"""The ids of the users who hold a role; asked for anew each time."""
Arrived = Callable[[str, str, Payload], None]
"""Told of each message of ours that arrived: its room, its id, its content in plain."""


@dataclass(slots=True)
class Posts:
    """Posts through the present client of `here`."""

    here: Here
    clock: Clock
    underway: Underway
    holders: Holders
    arrived: Arrived

    async def post(self, to: Target, what: Reply, key: DeliveryKey) -> Outcome:
        """Show something once. Raises OSError where nobody knows whether it arrived."""
        raise NotImplementedError

    async def say(self, room: str, what: Reply, name: str = "") -> Outcome:
        """Say what is not owed in a room; once, where `name` is that of what it answers."""
        raise NotImplementedError

    def opens(self, to: Target) -> bool | None:
        """Whether a post there would begin a private conversation; None where nobody knows yet."""
        raise NotImplementedError

    async def edit(self, ref: MessageRef, what: Reply) -> Outcome:
        """Replace what a message of ours shows, or take it away."""
        raise NotImplementedError

    async def find(
        self, to: Target, key: DeliveryKey, since: datetime
    ) -> MessageRef | Later | None:
        """The message that this key posted, if it did arrive."""
        raise NotImplementedError

    async def settled(self) -> None:
        """Wait for what is under way."""
        await self.underway.settled()
