"""Private rooms: the one that a person and we have, else a new one."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from adapters.matrix.crypto import outbound
from adapters.matrix.crypto.inside import MEGOLM
from adapters.matrix.gateway.errors import BROKEN, Refused
from adapters.matrix.payload import Payload, payload_of, text_of, texts_of
from adapters.matrix.sending.wire import ENCRYPTION, Wire

LOG = logging.getLogger(__name__)
DIRECT = "/_matrix/client/v3/user/{}/account_data/m.direct"
CREATE = "/_matrix/client/v3/createRoom"


CLOSED, NOT_BEGUN = "dm-closed", "not-begun"
"""By the second: the homeserver lets us make no room: of the person it says nothing."""


class Shut(Exception):  # noqa: N818 - a wish of a person, said as such
    """Somebody wants no private conversation with us, or none can be begun. Its text is a slug."""


@dataclass(slots=True)
class Privates:
    """Knows private rooms by what sync tells of our rooms, and by what our account remembers.

    What it remembers is `m.direct`, as all clients write it; None until it was read once.
    """

    wire: Wire
    _noted: dict[str, list[str]] | None = None
    _made: dict[str, str] = field(default_factory=dict[str, str])
    _locks: defaultdict[str, asyncio.Lock] = field(
        default_factory=lambda: defaultdict(asyncio.Lock)
    )

    async def room_with(self, user: str) -> str:
        """Their private room, made where there is none. Raises Shut, or what asking raises."""
        async with self._locks[user]:
            if (found := await self.known_with(user)) is None:
                return await self._make(user)
            if found not in (await self._read()).get(user, ()):
                await self._note(user, found)
            return found

    async def known_with(self, user: str) -> str | None:
        """Their private room, if there is one.

        Raises Shut where there was one, and they left it or put us out: whoever closed the door
        is not asked in again by us. They open it by writing to us, from any room of two.
        Raises ConnectionRefusedError before our rooms are known: a second room would be made.
        """
        if not outbound.is_synced(self.wire.client()):
            raise ConnectionRefusedError
        if (found := self._live(user)) is not None:
            return found
        noted = (await self._read()).get(user, [])
        made = self._made.get(user)
        for room in reversed(noted if made is None or made in noted else [*noted, made]):
            if await self._is_ours(room, user):  # sync has not told us of all of it yet
                return room
        if noted or made is not None:
            raise Shut(CLOSED)
        return None

    def opens(self, user: str) -> bool | None:
        """Whether writing to them would make a room; None where that is not known yet."""
        client = self.wire.here.client
        if client is None or not outbound.is_synced(client):
            return None
        if user in self._made or self._live(user) is not None:
            return False
        return not (self._noted or {}).get(user)  # what was not read yet is, before one is made

    async def _is_ours(self, room: str, user: str) -> bool:
        """Whether a room is that of us two still, by its homeserver."""
        if self.wire.here.is_ours(room) or outbound.is_replaced(self.wire.client(), room):
            return False
        try:
            return await self.wire.members_now(room) == frozenset({self.wire.here.us, user})
        except Refused as no:
            if no.status in {403, 404}:  # we are not in there
                return False
            raise

    def _live(self, user: str) -> str | None:
        """Of the rooms of us two, an encrypted one, one that they are in, then always the same."""
        client = self.wire.client()
        found = sorted(self._of_two(user), key=lambda room: (
            not outbound.is_encrypted(client, room),
            outbound.is_asked_in(client, room, user), room,
        ))  # fmt: skip
        return found[0] if found else None

    def _of_two(self, user: str) -> Iterator[str]:
        here, client = self.wire.here, self.wire.client()
        for room in list(client.rooms):
            us_two = outbound.members_of(client, room) == frozenset({here.us, user})
            if us_two and not here.is_ours(room) and not outbound.is_replaced(client, room):
                yield room

    async def _make(self, user: str) -> str:
        try:
            told = await self.wire.here.ask("POST", CREATE, _wanted(user))
        except Refused as no:
            if no.status in {400, 404} or no.code.endswith("INVITE_BLOCKED"):
                raise Shut(
                    CLOSED
                ) from no  # there is no such person, or they are not asked in by anybody
            if no.status == 403 and no.code == "M_FORBIDDEN":
                raise Shut(NOT_BEGUN) from no
            raise
        room = text_of(told.get("room_id"))
        if not room:
            raise ConnectionAbortedError
        self.wire.made_for(room, user)
        self._made[user] = room
        await self._note(user, room)
        return room

    async def _note(self, user: str, room: str) -> None:
        """For later, and for other clients. Without it, it is found as a room of two."""
        noted = {**(self._noted or {}), user: [*(self._noted or {}).get(user, []), room]}
        try:
            await self.wire.here.ask("PUT", self.path(), noted)
        except BROKEN as broken:
            LOG.warning("a private room could not be noted: %s", type(broken).__name__)
        else:
            self._noted = noted

    async def _read(self) -> dict[str, list[str]]:
        if self._noted is None:
            try:
                told = await self.wire.here.ask("GET", self.path())
            except Refused as no:
                if (no.status, no.code) != (404, "M_NOT_FOUND"):
                    raise
                told = payload_of(None)
            self._noted = {one: list(texts_of(rooms)) for one, rooms in told.items()}
        return self._noted

    def path(self) -> str:
        """Where our account remembers them."""
        return DIRECT.format(quote(self.wire.here.us, safe=""))


def _wanted(user: str) -> Payload:
    """A room that nobody else is asked into, encrypted from its first moment."""
    encrypted = {"type": ENCRYPTION, "state_key": "", "content": {"algorithm": MEGOLM}}
    return {
        "preset": "private_chat", "visibility": "private", "is_direct": True, "invite": [user],
        "initial_state": [encrypted],
    }  # fmt: skip
