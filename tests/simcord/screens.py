"""What the bot does in simcord's model lands on the screens of the town, as simcord keeps it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from simcord._clock import Clock
from simcord.backend import Backend
from simcord.backend.access import channel_accessible
from simcord.backend.errors import BackendError
from simcord.backend.models import Message
from simcord.components import _assign_ids  # pyright: ignore[reportPrivateUsage]
from simcord.enums import ChannelType, MessageType

from adapters.memory.places import Place
from adapters.memory.town import Town
from bot.model.people import Member
from tests.simcord.ids import Numbers
from tests.wire.discord.ids import APPLICATION, BOT
from tests.wire.discord.state import HERE, State, is_direct
from tests.wire.discord.views import View, modal_view, view_of

LOADING = 1 << 7
"""The flag of a sign of waiting, which shows no words. Source: Discord's reference, Messages."""
CLOSED_DM = 50_007
Json = dict[str, Any]


class TownsClock(Clock):
    """Discord's clock is the town's."""

    def __init__(self, town: Town) -> None:
        super().__init__()
        self._town = town

    def now(self) -> datetime:
        """The present moment."""
        return self._town.clock.now()


class Screens(Backend):
    """simcord's model of Discord. `sent` is the body that is being handled."""

    def __init__(self, state: State) -> None:
        self.state, self.numbers = state, Numbers(state.town.ledger)
        state.ids = self.numbers
        super().__init__(clock=TownsClock(state.town))
        self.application_id = int(APPLICATION)
        self.bot_user.id, self.bot_user.name = int(BOT), "porchlight"
        self.users = {self.bot_user.id: self.bot_user}
        self.sent: Json = {}
        self._drawn: dict[int, int] = {}

    @property
    def town(self) -> Town:
        """Where all this is."""
        return self.state.town

    def snowflake(self) -> int:
        """A number of this moment; they never go back, whatever a clock does."""
        return self.numbers.new(self.clock.now())

    def place(self, channel_id: int) -> Place:
        """The place of a channel."""
        return next(
            place for room, place in self.town.places.items()
            if (room.platform, room.id) == (HERE, str(channel_id))
        )  # fmt: skip

    def account(self, number: int) -> Member:
        """The town's name for an account."""
        return self.town.people[self.users[number].name].on(HERE)

    def prepare_message(
        self,
        channel_id: int,
        author_id: int,
        content: str | None = "",
        **how: Any,  # noqa: ANN401 - as simcord has it
    ) -> Message:
        """Something is about to be posted. simcord knows nobody who takes no private messages."""
        channel = self.get_channel(channel_id)
        answers = how.get("interaction_metadata") is not None
        if author_id == self.bot_user.id and channel.type == ChannelType.DM and not answers:
            whose = {self.account(one) for one in channel.recipient_ids}
            if whose & self.town.faults.closed_dms:
                raise BackendError(403, CLOSED_DM, "Cannot send messages to this user")
        return super().prepare_message(channel_id, author_id, content, **how)

    def commit_message(self, message: Message, *, broadcast: bool = True) -> Message:
        """Something was posted."""
        self._number(message)
        made = super().commit_message(message, broadcast=broadcast)
        self._draw(made)
        return made

    def edit_message(self, channel_id: int, message_id: int, fields: Json) -> Message:
        """Something was changed."""
        made = super().edit_message(channel_id, message_id, fields)
        self._number(made)
        self._draw(made)
        return made

    def delete_message(self, channel_id: int, message_id: int) -> None:
        """Something was taken away."""
        message = self.get_message(channel_id, message_id)
        super().delete_message(channel_id, message_id)
        if message_id in self._drawn:
            self._show(message, View(""))

    def create_system_message(
        self,
        channel_id: int,
        message_type: MessageType,
        author_id: int,
        **about: Any,  # noqa: ANN401 - as simcord has it
    ) -> Message:
        """Of a private thread nobody is told in the room beside it; simcord tells everybody.

        Source: Discord's reference, Threads: sent when a public thread is created.
        """
        thread = self.channels.get(about.get("target_channel_id") or 0)
        if thread is not None and thread.type == ChannelType.PRIVATE_THREAD:
            return Message(self.snowflake(), channel_id, author_id)
        return super().create_system_message(channel_id, message_type, author_id, **about)

    def opened(self, number: int) -> None:
        """A form stands open before who acted, if this was answered with one."""
        record = self.interactions[number]
        if record.modal is not None:
            view = modal_view(record.modal, self.town)
            self.state.forms[record.modal["custom_id"]] = view.form
            who = self.users[record.user_id].name
            self.state.show(self.place(record.channel_id), view, private=True, only=who)

    def _number(self, message: Message) -> None:
        """Discord keeps the numbers that components came with; simcord makes all of them 0.

        By Discord's reference, 0 stands in what was posted before April 2025 alone.
        """
        if message.author_id == self.bot_user.id:
            sent: Json = self.sent.get("data") or self.sent
            for row, given in zip(message.components, sent.get("components") or (), strict=False):
                row["id"] = given.get("id", 0)
            _assign_ids(message.components, {one["id"] for one in message.components})

    def _draw(self, message: Message) -> None:
        if message.author_id != self.bot_user.id or message.flags & LOADING:
            return
        body = {"content": message.content, "components": message.components}
        files = [(one["filename"], self._held(one["url"])) for one in message.attachments]
        self._show(message, view_of(body, self.town, files))

    def _held(self, url: str) -> bytes:
        return self.cdn.get(url) or b""

    def _show(self, message: Message, view: View) -> None:
        place = self.place(message.channel_id)
        known = self.town.ledger.get(str(self._drawn.get(message.id, 0)))
        old = None if known is None else self.town.ledger.newest(known)
        if old is not None and (view.text, view.buttons) == (old.text, old.buttons):
            return
        shown = self.state.show(
            Place(place.room, frozenset(self._seeing(place, message))), view,
            private=message.is_ephemeral or is_direct(place.room),
            edits=None if old is None else old.n, key=str(self.sent.get("nonce") or ""),
        )  # fmt: skip
        if known is None:
            self._drawn[message.id] = shown.n
            self.numbers.call(shown, message.id)

    def _seeing(self, place: Place, message: Message) -> Sequence[str]:
        """Who of those in a room sees a message, as simcord has it."""
        return [
            name
            for name in place.people
            if message.visible_to(number := int(self.town.people[name].on(HERE).id))
            and channel_accessible(self, message.channel_id, number)
        ]
