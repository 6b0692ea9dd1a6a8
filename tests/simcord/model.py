"""simcord's guild over the town: the same people, rooms and permissions."""

from typing import Any

from simcord.backend.models import Channel, Guild, Member, Message, Overwrite, Role, User
from simcord.enums import ChannelType, OverwriteType

from adapters.memory.ledger import Shown
from adapters.memory.places import MODERATORS, OFFICES, OWNER, Person, Place, office_id
from bot.model.people import Room
from tests.simcord.screens import Screens
from tests.wire.discord import objects, permissions
from tests.wire.discord.ids import GUILD
from tests.wire.discord.objects import BOTS_ROLE
from tests.wire.discord.state import HERE, State, is_direct

SINCE = "2024-01-01T00:00:00+00:00"
EVERYBODYS = permissions.invited() | 1 << 31
"""What our invitation asks for, and what it takes to use commands."""
LONGEST = 2_000
"""simcord lets nobody write more. Some may write 4,000 signs, and stories are about more."""


class Sim(Screens):
    """Follows the town. `impossible` is what no client would have let anybody do."""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.impossible: list[str] = []
        self.guild = self._founded()
        self.match()

    def _founded(self) -> Guild:
        guild = Guild(int(GUILD), "town", int(self.town.people[OWNER].on(HERE).id))
        guild.roles[guild.id] = Role(id=guild.id, name="@everyone", permissions=EVERYBODYS)
        for position, name in enumerate(OFFICES, 1):
            number = int(office_id(name, HERE))
            may = EVERYBODYS | (permissions.MANAGE_THREADS if name == MODERATORS else 0)
            guild.roles[number] = Role(id=number, name=name, permissions=may, position=position)
        guild.members[self.bot_user.id] = Member(self.bot_user.id, joined_at=SINCE)
        self.guilds[guild.id] = guild
        return guild

    def match(self) -> None:
        """People, rooms and what is forbidden, as they are now in the town."""
        for person in self.town.people.values():
            self._joins(person)
        for room, place in list(self.town.places.items()):
            if room.platform is HERE and is_direct(room):
                (name,) = place.people
                self.get_dm_channel(int(self.town.people[name].on(HERE).id))
            elif room.platform is HERE and "/" not in room.name:
                self._opens(place)

    def _joins(self, person: Person) -> None:
        number = int(person.on(HERE).id)
        account, member = objects.user(person), objects.member(person)
        user = self.users.setdefault(number, User(number, person.name))
        user.global_name, user.avatar = account["global_name"], account["avatar"]
        known = self.guild.members.setdefault(number, Member(number, joined_at=SINCE))
        known.nick, known.role_ids = member["nick"], [int(one) for one in member["roles"]]

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
        found = [
            Overwrite(
                int(one["id"]), OverwriteType(one["type"]), int(one["allow"]), int(one["deny"])
            )
            for one in self.state.channel(place)["permission_overwrites"]
            if one["id"] != BOTS_ROLE
        ]
        found[
            -1
        ].allow |= permissions.VIEW  # as its role has it, which simcord cannot mark as a bot's
        if self.town.faults.no_threads:
            found[-1].deny |= permissions.PRIVATE_THREADS
            found[-1].allow &= ~permissions.PRIVATE_THREADS
        if place.people < frozenset(self.town.people):
            people = (int(self.town.people[one].on(HERE).id) for one in place.people)
            found += [Overwrite(one, OverwriteType.MEMBER, permissions.VIEW) for one in people]
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

    def create_thread(self, parent_id: int, name: str, owner_id: int, **how: Any) -> Channel:  # noqa: ANN401 - simcord's
        """A thread is a room of the town, too."""
        thread = super().create_thread(parent_id, name, owner_id, **how)
        room = Room(HERE, str(thread.id), f"{self.place(parent_id).room.name}/private")
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

    def keep(self, shown: Shown) -> None:
        """What a person wrote stands in the history, whether or not the bot is told of it."""
        room, person = shown.where, self.town.people.get(shown.sender)
        if room is None or room.platform is not HERE or person is None:
            return
        self.match()
        first = self.town.ledger.first(shown)
        number, channel = int(self.numbers.of(first)), int(room.id)
        if shown.n == first.n:
            who = int(person.on(HERE).id)
            self.keep_as(number, self.prepare_message(channel, who, shown.text[:LONGEST]))
        message = self.messages[channel][number]
        message.content = shown.text
        message.edited_timestamp = None if shown.n == first.n else self.now_iso()

    def keep_as(self, number: int, message: Message) -> Message:
        """A person's message under its number."""
        message.id = number
        return self.commit_message(message, broadcast=False)
