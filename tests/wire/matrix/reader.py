"""What one person's app shows them: every message that it could read, and what was taken away."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nio import Event, MatrixRoom, MegolmEvent, RedactionEvent, RoomMessage
from nio.crypto.attachments import decrypt_attachment
from nio.exceptions import EncryptionError

from adapters.matrix.payload import Payload, payload_of, text_of
from tests.wire.matrix.person import Person

WITHIN_S = 20.0


@dataclass(slots=True)
class Reader:
    """`read` is what was read by the ids of events, `taken` are those that were taken away."""

    name: str
    person: Person
    read: dict[str, Payload] = field(default_factory=dict[str, Payload])
    taken: set[str] = field(default_factory=set[str])
    sealed: dict[str, Any] = field(default_factory=dict[str, Any])
    meets: set[str] = field(default_factory=set[str])
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        """Hear of everything that can be shown."""
        client = self.person.client
        client.add_event_callback(self._reads, RoomMessage)
        client.add_event_callback(self._cannot, MegolmEvent)
        client.add_event_callback(self._loses, RedactionEvent)

    async def _reads(self, room: MatrixRoom, event: Event) -> None:
        del room
        self.read[event.event_id] = payload_of(event.source["content"])

    async def _cannot(self, room: MatrixRoom, event: Event) -> None:
        del room
        self.sealed[event.event_id] = event

    async def _loses(self, room: MatrixRoom, event: Event) -> None:
        del room
        assert isinstance(event, RedactionEvent)
        self.taken.add(event.redacts)

    async def looks(self) -> None:
        """Hear what is new; what came before its key is tried again."""
        async with self.turn:
            await self.person.syncs()
            for event in list(self.sealed.values()):
                try:
                    opened = self.person.client.decrypt_event(event)
                except EncryptionError:
                    continue
                del self.sealed[event.event_id]
                self.read[event.event_id] = payload_of(opened.source["content"])

    async def until(self, true: Callable[[], object], what: str) -> None:
        """Look until this is so. AssertionError, which says what was wanted, where it never is."""
        ends = asyncio.get_running_loop().time() + WITHIN_S
        while not true():
            if asyncio.get_running_loop().time() > ends:
                message = f"{self.name} waits for this in vain: {what}"
                raise AssertionError(message)
            await self.looks()

    async def knows(self, user: str) -> None:
        """Their app knows the devices of this user, so that it encrypts for them."""
        if user not in self.meets:
            devices = self.person.client.olm.device_store
            await self.until(lambda: devices[user], "the devices of the bot")
            self.meets.add(user)

    async def opened(self, content: Payload) -> bytes:
        """A file that came with a message."""
        sealed = payload_of(content.get("file"))
        told = await self.person.client.download(text_of(sealed.get("url") or content.get("url")))
        body: bytes = told.body
        if not sealed:
            return body
        key, sums = payload_of(sealed.get("key")), payload_of(sealed.get("hashes"))
        opened: bytes = decrypt_attachment(
            body, text_of(key.get("k")), text_of(sums.get("sha256")), text_of(sealed.get("iv"))
        )
        return opened

    async def forgets(self) -> None:
        """Close the app, and let go of what it showed."""
        await self.person.leaves()
        self.turn = asyncio.Lock()
        for one in (self.read, self.taken, self.sealed, self.meets):
            one.clear()
        self.person.read.clear()
        self.person.contents.clear()
