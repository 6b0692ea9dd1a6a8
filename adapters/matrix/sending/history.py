"""Our own messages, read back: found by their keys alone, and what was posted with them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import quote, urlencode

from adapters.matrix.crypto import inside
from adapters.matrix.crypto.inside import Sealed
from adapters.matrix.drawing.trace import is_traced
from adapters.matrix.payload import Payload, canonical, number_of, payload_of, payloads_of, text_of
from adapters.matrix.reading.messages import ENCRYPTED
from adapters.matrix.sending.wire import Wire, room_path

RELATIONS = "/_matrix/client/v1/rooms/{}/relations/{}/m.replace"
PAGE = 100
LOOKED_BACK = timedelta(hours=1)
"""How far before an attempt its message is sought: our clock may be ahead of the homeserver's."""


class Ours(NamedTuple):
    """A message of ours: its id, what it says, and what the homeserver says beside it."""

    event: str
    content: Payload
    unsigned: Payload

    @property
    def gone(self) -> bool:
        """Whether it was taken away."""
        return "redacted_because" in self.unsigned


@dataclass(frozen=True, slots=True)
class History:
    """Reads back. Every method raises Refused, or OSError."""

    wire: Wire

    async def find(self, room: str, key: str, since: datetime) -> str | None:
        """The id of the message that was posted under this key, if it is there."""
        floor = (since - LOOKED_BACK).astimezone(UTC).timestamp() * 1000
        async for raw in self._ours(room, floor):
            found = self._opened(room, raw)
            if is_traced(room, found.content, found.unsigned, key):
                return found.event
        return None

    async def one(self, room: str, event: str) -> Ours:
        """One message of ours as it was posted, whatever it says since."""
        path = f"{room_path(room)}/event/{quote(event, safe='')}"
        return self._opened(room, await self.wire.here.ask("GET", path))

    async def edits_of(self, room: str, event: str) -> list[str]:
        """The ids of our edits of a message: each still holds what it said."""
        about = RELATIONS.format(quote(room, safe=""), quote(event, safe=""))
        told = await self.wire.here.ask("GET", f"{about}?limit={PAGE}")
        return [
            text_of(one.get("event_id"))
            for one in payloads_of(told.get("chunk"))
            if one.get("sender") == self.wire.here.us
            and "redacted_because" not in payload_of(one.get("unsigned"))
        ]

    async def _ours(self, room: str, floor: float) -> AsyncIterator[Payload]:
        """From the newest on. What a homeserver dates ahead, or not at all, ends nothing."""
        asked, start = {"senders": [self.wire.here.us]}, ""
        while True:
            page = await self._page(room, asked, start)
            events = payloads_of(page.get("chunk"))
            for raw in events:
                if raw.get("sender") == self.wire.here.us:
                    yield raw
            ends = text_of(page.get("end"))
            oldest = number_of(events[-1].get("origin_server_ts")) if events else None
            if not ends or ends == start or (oldest is not None and oldest < floor):
                return
            start = ends

    async def _page(self, room: str, asked: Payload, start: str) -> Payload:
        query = {"dir": "b", "limit": str(PAGE), "filter": canonical(asked).decode()}
        query |= {"from": start} if start else {}
        return await self.wire.here.ask("GET", f"{room_path(room)}/messages?{urlencode(query)}")

    def _opened(self, room: str, raw: Payload) -> Ours:
        """What cannot be read says nothing: an edit of a broken store, or one that is gone."""
        event, unsigned = text_of(raw.get("event_id")), payload_of(raw.get("unsigned"))
        content = payload_of(raw.get("content"))
        if raw.get("type") == ENCRYPTED and content:
            try:
                told, _ = inside.opened(self.wire.client(), room, raw)
            except Sealed:
                told = payload_of(None)
            content = payload_of(told.get("content"))
        return Ours(event, content, unsigned)
