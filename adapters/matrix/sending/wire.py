"""The wire: one event into one room, sealed where the room is encrypted."""

from dataclasses import dataclass, field
from urllib.parse import quote

from adapters.matrix.crypto import outbound
from adapters.matrix.crypto.inside import MEGOLM, DurableClient
from adapters.matrix.crypto.sharing import Sharing
from adapters.matrix.gateway.errors import Refused
from adapters.matrix.here import Here
from adapters.matrix.payload import Payload, payload_of, payloads_of, text_of
from adapters.matrix.reading.messages import ENCRYPTED, MESSAGE

ROOM = "/_matrix/client/v3/rooms/{}"
ENCRYPTION = "m.room.encryption"
INSIDE = frozenset({"join", "invite"})


@dataclass(slots=True)
class Wire:
    """Sends through the present client. Every method raises Refused, or OSError."""

    here: Here
    _sharing: Sharing | None = None
    _encrypted: set[str] = field(default_factory=set[str])
    _asked_in: dict[str, str] = field(default_factory=dict[str, str])

    async def send(self, room: str, content: Payload, transaction: str) -> str:
        """A message, once under its transaction; the id of its event."""
        kind, sealed = MESSAGE, content
        if await self.is_encrypted(room):
            kind, sealed = ENCRYPTED, await self._sealed(room, content)
        path = f"{room_path(room)}/send/{kind}/{transaction}"
        return _event_in(await self.here.ask("PUT", path, sealed))

    async def redact(self, room: str, event: str, transaction: str) -> None:
        """Take a message away."""
        path = f"{room_path(room)}/redact/{quote(event, safe='')}/{transaction}"
        _event_in(await self.here.ask("PUT", path, {}))

    async def is_encrypted(self, room: str) -> bool:
        """Whether a room is encrypted, by its homeserver where it is not known to be.

        What cannot be told raises: nothing goes out in plain because nobody could say.
        """
        if room in self._encrypted or outbound.is_encrypted(self.client(), room):
            return True
        try:
            told = await self.here.ask("GET", f"{room_path(room)}/state/{ENCRYPTION}/")
        except Refused as no:
            if (no.status, no.code) == (404, "M_NOT_FOUND"):
                return False
            raise
        if told.get("algorithm") != MEGOLM:
            raise Refused(400, "M_UNKNOWN_ALGORITHM")
        self._encrypted.add(room)
        return True

    def made_for(self, room: str, user: str) -> None:
        """We made this room, encrypted, and asked somebody in: sync may tell of it in pieces."""
        self._encrypted.add(room)
        self._asked_in[room] = user

    async def members(self, room: str) -> frozenset[str]:
        """Who is in a room or asked into it, as far as sync has told, else by its homeserver."""
        known = outbound.members_of(self.client(), room)
        if known is None:
            return await self.members_now(room)
        asked = self._asked_in.get(room)
        if asked in known:
            del self._asked_in[room]  # from now on what sync tells of them counts
        return known if asked is None else known | {asked}

    async def members_now(self, room: str) -> frozenset[str]:
        """Who is in a room or asked into it, by its homeserver."""
        told = await self.here.ask("GET", f"{room_path(room)}/members")
        return frozenset(
            text_of(one.get("state_key"))
            for one in payloads_of(told.get("chunk"))
            if payload_of(one.get("content")).get("membership") in INSIDE
        )

    def client(self) -> DurableClient:
        """The present one. ConnectionRefusedError while there is none."""
        if self.here.client is None:
            raise ConnectionRefusedError
        return self.here.client

    async def _sealed(self, room: str, content: Payload) -> Payload:
        client = self.client()
        if self._sharing is None or self._sharing.client is not client:
            self._sharing = Sharing(client)
        return await self._sharing.sealed(room, self.members, MESSAGE, content)


def room_path(room: str) -> str:
    """Where a room is asked about."""
    return ROOM.format(quote(room, safe=""))


def _event_in(answer: Payload) -> str:
    """Raises ConnectionAbortedError for an answer that is none."""
    if event := text_of(answer.get("event_id")):
        return event
    raise ConnectionAbortedError
