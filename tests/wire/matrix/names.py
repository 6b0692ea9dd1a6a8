"""The town's names of rooms, and the homeserver's: the one thing that is translated for stories."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from adapters.memory.places import Person, dm_room, room_named
from bot.model.events import AnyEvent, Invoked, Said
from bot.model.people import Direct, Member, MessageRef, Platform, Room, Target
from bot.ports.survey import Survey
from bot.ui.reply import Reply

HERE = Platform.MATRIX
RefT = TypeVar("RefT", MessageRef, MessageRef | None)


@dataclass(slots=True)
class Names:
    """`there` are rooms of the town by their real ids, `ids` the other way round."""

    people: Mapping[str, Person]
    there: dict[str, Room] = field(default_factory=dict[str, Room])
    ids: dict[Room, str] = field(default_factory=dict[Room, str])
    stands: dict[str, str] = field(default_factory=dict[str, str])
    """The real room of each message of the bot."""

    def has(self, rooms: Mapping[str, str]) -> None:
        """The rooms of the town, by what people call them."""
        for name, real in rooms.items():
            self._pair(room_named(name, HERE), real)

    def private(self, name: str, real: str) -> None:
        """Somebody's private room, from now on."""
        self._pair(dm_room(name, HERE), real)

    def private_of(self, name: str) -> str | None:
        """Their private room, if there is one."""
        return self.ids.get(dm_room(name, HERE))

    def _pair(self, room: Room, real: str) -> None:
        self.there[real], self.ids[room] = room, real

    def called(self, user: str) -> str | None:
        """Who has this account."""
        found = (one.name for one in self.people.values() if one.on(HERE).id == user)
        return next(found, None)

    def in_town(self, room: Room) -> Room:
        """A real room as the town knows it."""
        return self.there.get(room.id, room)

    def real(self, room: Room) -> Room:
        """A room of the town as the homeserver knows it."""
        found = self.ids.get(room)
        return room if found is None else Room(HERE, found, room.name)

    def real_target(self, to: Target) -> Target:
        """The same for where something is to be said."""
        return self.real(to) if isinstance(to, Room) and to.platform is HERE else to

    def event(self, event: AnyEvent) -> AnyEvent:
        """What a person did, in the town; they hold what they hold there."""
        name = self.called(event.who.id)
        if event.direct and name is not None:
            self.private(name, event.room.id)
        who = event.who if name is None else Member(HERE, event.who.id, name)
        holds = self.people[name].holds(HERE) if name else frozenset[str]()
        event = replace(event, room=self.in_town(event.room), who=who, holds=holds)
        if isinstance(event, Said):
            answered = None if event.reply_to is None else self.ref(event.reply_to)
            return replace(event, message=self.ref(event.message), reply_to=answered)
        if isinstance(event, Invoked) and event.target is not None:
            told = event.target
            author = self.called(told.author.id)
            by = Member(HERE, told.author.id, author or told.author.name)
            return replace(event, target=replace(told, message=self.ref(told.message), author=by))
        return event

    def ref(self, ref: MessageRef) -> MessageRef:
        """A message in the town."""
        self.stands.setdefault(ref.id, ref.room.id)
        return replace(ref, room=self.in_town(ref.room))

    def real_ref(self, ref: MessageRef) -> MessageRef:
        """A message on the homeserver."""
        at = self.stands.get(ref.id)
        return replace(ref, room=self.real(ref.room) if at is None else Room(HERE, at))

    def real_reply(self, what: Reply) -> Reply:
        """What is said, with the message that it answers."""
        if what.answers is None or what.answers.room.platform is not HERE:
            return what
        return replace(what, answers=self.real_ref(what.answers))

    def survey(self, told: Survey, town: Survey) -> Survey:
        """What the adapter found, in the town; the roles are the town's, as `holds` is."""
        rooms = tuple(replace(one, room=self.in_town(one.room)) for one in told.rooms)
        return replace(told, rooms=rooms, roles=town.roles, runs=town.runs)

    def addressed(self, to: Target) -> str | None:
        """To whom alone something is said."""
        return self.called(to.member.id) if isinstance(to, Direct) else None
