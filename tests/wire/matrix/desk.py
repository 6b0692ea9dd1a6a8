"""A desk of the bot: what posts for it on a real server, made anew as often as a test likes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from adapters.matrix.payload import Payload
from adapters.matrix.sending.posts import Posts
from bot.crew import Crew
from bot.model.people import MessageRef, Platform, Role, Room
from bot.ports.delivery import DeliveryKey, Sent
from bot.ui.reply import Reply
from bot.underway import Underway
from tests.wire.matrix.bot import Bot
from tests.wire.matrix.person import Person

KEY, OTHER = DeliveryKey("0123456789abcdef01234567"), DeliveryKey("76543210fedcba9876543210")
HELLO = Reply("hello", private=False)
EITHER = pytest.mark.parametrize("encrypted", [True, False], ids=["encrypted", "plain"])


@dataclass
class Desk:
    """The bot with what posts for it, both made anew at each `restarts`."""

    bot: Bot
    crew: Crew = field(default_factory=Crew)
    told: list[tuple[str, str, Payload]] = field(default_factory=list[tuple[str, str, Payload]])
    held: Mapping[Role, tuple[str, ...]] = field(default_factory=dict[Role, tuple[str, ...]])

    async def starts(self) -> Posts:
        """From the disk."""
        self.crew = Crew()
        await self.crew.begin()
        listening = await self.bot.starts()
        return Posts(
            listening.here, Underway(self.crew), lambda role: self.held.get(role, ()),
            lambda room, event, content: self.told.append((room, event, content)),
        )  # fmt: skip

    async def stops(self) -> None:
        """Nothing of it is left in memory."""
        await self.crew.end()
        await self.bot.stops()

    async def restarts(self) -> Posts:
        """As after an update."""
        await self.stops()
        return await self.starts()


async def met(desk: Desk, posts: Posts, ana: Person, *, encrypted: bool = True) -> Room:
    """A room of ana's, in which the bot is and knows that it is."""
    room = await ana.opens(desk.bot.id, encrypted=encrypted)
    await ana.is_with(desk.bot.id, room)
    await desk.bot.until(lambda: room in posts.wire.client().rooms)
    return Room(Platform.MATRIX, room)


def ref_of(outcome: object) -> MessageRef:
    assert isinstance(outcome, Sent)
    assert outcome.ref is not None
    return outcome.ref


def seen(ana: Person, room: Room) -> list[str]:
    return [text for where, text in ana.read if where == room.id]


def since() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=1)
