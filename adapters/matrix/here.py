"""Where we are: the client of this moment, our own name, and which rooms are private."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from adapters.matrix.crypto.asking import ask
from adapters.matrix.crypto.client import (
    called_in,
    is_encrypted,
    is_in,
    name_of,
    people_in,
    shares_a_room,
)
from adapters.matrix.crypto.inside import DurableClient
from adapters.matrix.payload import Payload
from adapters.matrix.reading.messages import Where
from adapters.matrix.rooms.company import Company
from adapters.matrix.rooms.moves import Moves

Holds = Callable[[str, str], frozenset[str]]
"""The ids of the roles that a user holds in a room."""


def no_roles(user: str, room: str) -> frozenset[str]:
    """Nobody holds one."""
    del user, room
    return frozenset()


@dataclass(slots=True)
class Here:
    """What is known while a client lives. `rooms` are those of the settings: never private.

    Nor is the `space`, if the community has one, nor any room that goes on from one of these.
    """

    rooms: frozenset[str] = frozenset()
    client: DurableClient | None = None
    us: str = ""
    space: str = ""
    holds: Holds = no_roles
    moves: Moves = field(default_factory=Moves)
    company: Company = field(default_factory=Company)
    _last: dict[str, Where] = field(default_factory=dict[str, Where])

    async def ask(self, method: str, path: str, body: object = None, /) -> Payload:
        """Ask through the present client. ConnectionRefusedError while there is none."""
        if self.client is None:
            raise ConnectionRefusedError
        return await ask(self.client, method, path, body)

    @property
    def home(self) -> frozenset[str]:
        """The rooms by which somebody is of the community: the space, else those we know of."""
        return frozenset({self.space}) if self.space else self.rooms

    def is_home(self, room: str) -> bool:
        """Whether somebody is of the community who is in this room."""
        return room in self.home or self.moves.first(room) in self.home

    def is_ours(self, room: str) -> bool:
        """Whether a room is one of the settings, or of the space, or goes on from one."""
        return room in self.rooms or self.moves.first(room) in self.rooms or self.is_home(room)

    def known_as(self, room: str) -> str:
        """The id by which the core knows a room."""
        return self.moves.first(room)

    def are_in(self, room: str) -> bool:
        """Whether we are in a room."""
        return self.client is not None and people_in(self.client, room) > 0

    def meets(self, user: str) -> bool:
        """Whether somebody is in any room with us."""
        return self.client is not None and shares_a_room(self.client, user)

    def where(self, room: str) -> Where:
        """A room as its events are read.

        One that we are not in any more, and every one between two clients, is as it was: what is
        private must not be taken for public.
        """
        if not self.are_in(room):
            return self._last.get(room) or self._seen(room)
        self._last[room] = found = self._seen(room)
        return found

    def _seen(self, room: str) -> Where:
        return Where(
            room, self.us, self._is_private(room), self._name(room),
            self._called(room, self.us), partial(self._called, room),
            partial(self._held, room), self.known_as(room),
        )  # fmt: skip

    def _is_private(self, room: str) -> bool:
        people = 0 if self.client is None else people_in(self.client, room)
        return not self.is_ours(room) and self.company.is_private(room, max(people - 1, 0))

    def _held(self, room: str, user: str) -> frozenset[str]:
        return self.holds(user, room)

    def is_in(self, user: str, room: str) -> bool:
        """Whether somebody is in a room now, as far as we know."""
        return self.client is not None and is_in(self.client, user, room)

    def is_encrypted(self, room: str) -> bool:
        """Whether what is said in a room has to be encrypted."""
        return self.client is not None and is_encrypted(self.client, room)

    def name_of(self, room: str) -> str:
        """What a room is called now, by any of its ids; empty where it has no name."""
        return self._name(self.moves.now(room))

    def _name(self, room: str) -> str:
        return "" if self.client is None else name_of(self.client, room)

    def _called(self, room: str, user: str) -> str:
        """The name that somebody chose, else the first half of their id."""
        known = "" if self.client is None else called_in(self.client, room, user)
        return known or user.removeprefix("@").partition(":")[0]
