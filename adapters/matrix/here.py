"""Where we are: the client of this moment, our own name, and which rooms are private."""

from dataclasses import dataclass

from adapters.matrix.crypto.asking import ask
from adapters.matrix.crypto.client import people_in
from adapters.matrix.crypto.inside import DurableClient
from adapters.matrix.payload import Payload
from adapters.matrix.reading.messages import Where

TWO = 2


@dataclass(slots=True)
class Here:
    """What is known while a client lives. `rooms` are those of the settings: never private."""

    rooms: frozenset[str] = frozenset()
    client: DurableClient | None = None
    us: str = ""

    async def ask(self, method: str, path: str, body: object = None, /) -> Payload:
        """Ask through the present client. ConnectionRefusedError while there is none."""
        if self.client is None:
            raise ConnectionRefusedError
        return await ask(self.client, method, path, body)

    def where(self, room: str) -> Where:
        """A room as its events are read."""
        return Where(room, self.us, room not in self.rooms and self._holds_two(room))

    def _holds_two(self, room: str) -> bool:
        """Whether we are there with one person, or that person has left meanwhile."""
        return self.client is not None and 0 < people_in(self.client, room) <= TWO
