"""simcord's guild over the town: the same people, rooms and clock; what stands there is drawn."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from simcord._clock import Clock
from simcord.backend import Backend
from simcord.backend.access import channel_accessible
from simcord.components import _assign_ids
from simcord.backend.models import (
    EPHEMERAL_FLAG,
    Channel,
    Guild,
    Member,
    Message,
    Overwrite,
    Role,
    User,
)
from simcord.enums import ChannelType, OverwriteType

from adapters.memory.ledger import Shown
from adapters.memory.places import MODERATORS, OFFICES, OWNER, Person, Place, office_id
from adapters.memory.town import Town
from bot.model.people import Room
from tests.simcord.ids import Numbers
from tests.wire.discord import objects
from tests.wire.discord.ids import APPLICATION, BOT, GUILD
from tests.wire.discord.state import HERE, State, is_direct
from tests.wire.discord.views import View, modal_view, view_of

LOADING = 1 << 7
"""The flag of a sign of waiting, which shows no words. Source: Discord's reference, Messages."""
SINCE = "2024-01-01T00:00:00+00:00"
EVERYBODYS = objects.ALL | 1 << 31
"""As on the wire, and what it takes to use commands."""
Json = dict[str, Any]


class TownsClock(Clock):
    """Discord's clock is the town's."""

    def __init__(self, town: Town) -> None:
        super().__init__()
        self._town = town

    def now(self) -> datetime:
        """This moment."""
        return self._town.clock.now()


class Sim(Backend):
    """simcord's model. Whatever the bot does to it lands on the screens of the town."""

    def __init__(self, state: State) -> None:
        self.state, self.numbers = state, Numbers(state.town.ledger)
        state.ids = self.numbers
        super().__init__(clock=TownsClock(state.town))
        self.application_id = int(APPLICATION)
        self.bot_user = self._account(int(BOT), "porchlight", bot=True)
        self.guild = self._founded()
        self.nonce = ""
        self.rows: Sequence[Json] = ()
        self.impossible: list[str] = []
        self.drawn: dict[int, int] = {}
        self.match()

    @property
    def town(self) -> Town:
        """Where all this is."""
        return self.state.town

    def snowflake(self) -> int:
        """A number of this moment; they never go back, whatever a clock does."""
        return self.numbers.new(self.clock.now())

    # the guild follows the town ---------------------------------------------------------------

    def _founded(self) -> Guild:
        guild = Guild(int(GUILD), "town", int(self.town.people[OWNER].on(HERE).id))
        guild.roles[guild.id] = Role(id=guild.id, name="@everyone", permissions=EVERYBODYS)
        for position, name in enumerate(OFFICES, 1):
            number = int(office_id(name, HERE))
            more = objects.MANAGE_THREADS if name == MODERATORS else 0
            guild.roles[number] = Role(
                id=number, name=name, permissions=objects.ALL | more, position=position
            )
        guild.members[self.bot_user.id] = Member(self.bot_user.id, joined_at=SINCE)
        self.guilds[guild.id] = guild
        return guild

    def match(self) -> None:
        """People, rooms and what is forbidden, as they are now in the town."""
        for person in self.town.people.values():
            self._joins(person)
        for room, place in list(self.town.places.items()):
            if room.platform is not HERE:
                continue
            if is_direct(room):
                (name,) = place.people
                self.get_dm_channel(int(self.town.people[name].on(HERE).id))
            elif "/" not in room.name:
                self._opens(place)

    def _joins(self, person: Person) -> None:
        number = int(person.on(HERE).id)
        account, member = objects.user(person), objects.member(person)
        user = self.users.get(number) or self._account(number, person.name)
        user.global_name, user.avatar = account["global_name"], account["avatar"]
        known = self.guild.members.setdefault(number, Member(number, joined_at=SINCE))
        known.nick, known.role_ids = member["nick"], [int(one) for one in member["roles"]]

    def _account(self, number: int, name: str, *, bot: bool = False) -> User:
        self.users[number] = user = User(id=number, name=name, bot=bot)
        return user

    def _opens(self, place: Place) -> None:
        number = int(place.room.id)
        if number not in self.channels:
            name = place.room.name.lstrip("#")
            self.channels[number] = Channel(number, ChannelType.TEXT, name, self.guild.id)
            self.messages[number] = {}
            self.guild.channel_ids.append(number)
        self.channels[number].overwrites = self._rules(place)

    def _rules(self, place: Place) -> list[Overwrite]:
        """As the wire has them, and for those who see a room that is closed to others."""
        rules = self.state.channel(place)["permission_overwrites"]
        found = [
            Overwrite(int(one["id"]), OverwriteType(one["type"]), int(one["allow"]), int(one["deny"]))
            for one in rules
        ]
        if self.town.faults.no_threads:
            found[-1].deny |= objects.PRIVATE_THREADS
            found[-1].allow &= ~objects.PRIVATE_THREADS
        if place.people < frozenset(self.town.people):
            people = (int(self.town.people[one].on(HERE).id) for one in place.people)
            found += [Overwrite(one, OverwriteType.MEMBER, objects.VIEW) for one in people]
        return found

    def get_dm_channel(self, user_id: int) -> Channel:
        """The conversation of the town."""
        if user_id not in self.dm_channels:
            name = self.get_user(user_id).name
            number = int(self.town.dm(name, HERE).room.id)
            self.channels[number] = Channel(number, ChannelType.DM, recipient_ids=[user_id])
            self.messages[number] = {}
            self.dm_channels[user_id] = number
        return self.channels[self.dm_channels[user_id]]

    def create_thread(self, parent_id: int, name: str, owner_id: int, **how: Any) -> Channel:
        """A thread is a room of the town, too."""
        thread = super().create_thread(parent_id, name, owner_id, **how)
        parent = self.place(parent_id).room
        room = Room(HERE, str(thread.id), f"{parent.name}/private")
        self.town.places[room] = Place(room, frozenset())
        return thread

    def add_thread_member(self, thread_id: int, user_id: int) -> Channel:
        """Who was asked in sees it, and so do moderators."""
        thread = super().add_thread_member(thread_id, user_id)
        place = self.place(thread_id)
        staff = {one.name for one in self.town.people.values() if MODERATORS in one.offices}
        people = place.people | staff | {self.users[user_id].name}
        self.town.places[place.room] = Place(place.room, frozenset(people))
        return thread

    def delete_channel(self, channel_id: int) -> None:
        """It is gone from the town, too."""
        self.town.places.pop(self.place(channel_id).room, None)
        super().delete_channel(channel_id)

    def place(self, channel_id: int) -> Place:
        """The place of a channel."""
        return next(
            place for room, place in self.town.places.items()
            if (room.platform, room.id) == (HERE, str(channel_id))
        )  # fmt: skip

    # what stands there is on screens ----------------------------------------------------------

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

    def _number(self, message: Message) -> None:
        """Discord keeps the numbers that components came with; simcord makes all of them 0.

        Its reference has 0 for components from before April 2025 alone.
        """
        if message.author_id == self.bot_user.id:
            for row, sent in zip(message.components, self.rows, strict=False):
                row["id"] = sent.get("id", 0)
            _assign_ids(message.components, {one["id"] for one in message.components})

    def delete_message(self, channel_id: int, message_id: int) -> None:
        """Something was taken away."""
        message = self.get_message(channel_id, message_id)
        super().delete_message(channel_id, message_id)
        if message_id in self.drawn:
            self._show(message, View(""))

    def _draw(self, message: Message) -> None:
        if message.author_id != self.bot_user.id or message.flags & LOADING:
            return
        body = {"content": message.content, "components": message.components}
        files = [(one["filename"], self._held(one["url"])) for one in message.attachments]
        self._show(message, view_of(body, self.town, files))

    def opened(self, number: int) -> None:
        """A form stands open before who acted, if this was answered with one."""
        record = self.interactions[number]
        if record.modal is not None:
            view = modal_view(record.modal, self.town)
            self.state.forms[record.modal["custom_id"]] = view.form
            who = self.users[record.user_id].name
            self.state.show(self.place(record.channel_id), view, private=True, only=who)

    def _held(self, url: str) -> str:
        held = self.cdn.get(url)
        return "" if held is None else held.decode()

    def _show(self, message: Message, view: View) -> None:
        place = self.place(message.channel_id)
        known = self.town.ledger.get(str(self.drawn.get(message.id, 0)))
        old = None if known is None else self.town.ledger.newest(known)
        if old is not None and (view.text, view.buttons) == (old.text, old.buttons):
            return
        private = message.is_ephemeral or is_direct(place.room)
        shown = self.state.show(
            Place(place.room, frozenset(self._seeing(place, message))), view, private=private,
            edits=None if old is None else old.n, key=self.nonce,
        )  # fmt: skip
        if known is None:
            self.drawn[message.id] = shown.n
            self.numbers.call(shown, message.id)

    def _seeing(self, place: Place, message: Message) -> Sequence[str]:
        """Who of those in a room sees a message, as simcord has it."""
        return [
            name
            for name in place.people
            if message.visible_to(number := int(self.town.people[name].on(HERE).id))
            and channel_accessible(self, message.channel_id, number)
        ]

    def keep(self, shown: Shown) -> Message | None:
        """What a person wrote stands in the history, whether or not the bot is told of it."""
        room, person = shown.where, self.town.people.get(shown.sender)
        if room is None or room.platform is not HERE or person is None:
            return None
        self.match()
        first = self.town.ledger.first(shown)
        number, channel = int(self.numbers.of(first)), int(room.id)
        if shown.n != first.n:
            message = self.messages[channel][number]
            message.content, message.edited_timestamp = shown.text, self.now_iso()
            return message
        message = self.prepare_message(channel, int(person.on(HERE).id), shown.text)
        message.id = number
        return super().commit_message(message, broadcast=False)


def hidden(message: Message) -> bool:
    """Whether one person alone sees this."""
    return bool(message.flags & EPHEMERAL_FLAG)
