"""Where we are: the client of this moment, our own name, and which rooms are private."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from adapters.matrix.crypto.asking import ask
from adapters.matrix.crypto.client import called_in, is_encrypted, is_in, name_of, people_in
from adapters.matrix.crypto.inside import DurableClient
from adapters.matrix.payload import Payload
from adapters.matrix.reading.messages import Where

TWO = 2
Holds = Callable[[str, str], frozenset[str]]
"""The ids of the roles that a user holds in a room."""


def no_roles(user: str, room: str) -> frozenset[str]:
    """Nobody holds one."""
    del user, room
    return frozenset()


@dataclass(slots=True)
class Here:
    """What is known while a client lives. `rooms` are those of the settings: never private.

    Nor is the `space`, if the community has one.
    """

    rooms: frozenset[str] = frozenset()
    client: DurableClient | None = None
    us: str = ""
    space: str = ""
    holds: Holds = no_roles
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

    def where(self, room: str) -> Where:
        """A room as its events are read.

        Between two clients it is as it was: what is private must not be taken for public.
        """
        if self.client is None or not people_in(self.client, room):
            return self._last.get(room) or self._seen(room)
        self._last[room] = found = self._seen(room)
        return found

    def _seen(self, room: str) -> Where:
        is_ours = room in self.rooms or room in self.home
        return Where(
            room, self.us, not is_ours and self._holds_two(room), self._name(room),
            self._called(room, self.us), partial(self._called, room),
            partial(self._held, room),
        )  # fmt: skip

    def _held(self, room: str, user: str) -> frozenset[str]:
        return self.holds(user, room)

    def is_in(self, user: str, room: str) -> bool:
        """Whether somebody is in a room now, as far as we know."""
        return self.client is not None and is_in(self.client, user, room)

    def is_encrypted(self, room: str) -> bool:
        """Whether what is said in a room has to be encrypted."""
        return self.client is not None and is_encrypted(self.client, room)

    def _name(self, room: str) -> str:
        return "" if self.client is None else name_of(self.client, room)

    def _called(self, room: str, user: str) -> str:
        """The name that somebody chose, else the first half of their id."""
        known = "" if self.client is None else called_in(self.client, room, user)
        return known or user.removeprefix("@").partition(":")[0]

    def _holds_two(self, room: str) -> bool:
        """Whether we are there with one person, or that person has left meanwhile."""
        return self.client is not None and 0 < people_in(self.client, room) <= TWO
