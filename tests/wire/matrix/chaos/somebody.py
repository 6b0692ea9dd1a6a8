"""Somebody on Matrix who goes on through every outage, and keeps all that the bot showed them."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from aiohttp import ClientError
from nio import Event, MatrixRoom, MegolmEvent, RoomMessage
from nio.exceptions import EncryptionError, ProtocolError

from tests.wire.matrix.person import Person
from tests.wire.matrix.synapse import Synapse

LOOKS_EVERY_S = 1.5
AGAIN_S = 0.3
FAILS = (ProtocolError, EncryptionError, ClientError, OSError)
FILTER: Mapping[str, object] = {
    "presence": {"not_types": ["*"]},
    "room": {"ephemeral": {"not_types": ["*"]}, "timeline": {"limit": 100}},
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A message of the bot's that was read on a screen."""

    event: str
    room: str
    at_ms: int
    content: Mapping[str, Any] = field(repr=False)


@dataclass(slots=True)
class Somebody:
    """A person with one device. `gaps` are timelines of which their own app missed something."""

    person: Person
    bot: str
    private: str = ""
    seen: dict[str, Seen] = field(default_factory=dict[str, Seen])
    sealed: dict[str, Any] = field(default_factory=dict[str, Any])
    gaps: int = 0
    _known: set[str] = field(default_factory=set[str])
    _busy: asyncio.Lock = field(default_factory=asyncio.Lock)

    @classmethod
    async def arrives(cls, at: Synapse, name: str, bot: str) -> "Somebody":
        """With a new account; their app tries again soon when the homeserver is away."""
        person = await Person.arrives(at, f"{name}-{secrets.token_hex(3)}")
        person.client.config = replace(person.client.config, max_timeout_retry_wait_time=1.0)
        one = cls(person, bot)
        one.watches()
        return one

    def watches(self) -> None:
        """From now on, what the bot says."""
        self.person.client.add_event_callback(self._reads, RoomMessage)
        self.person.client.add_event_callback(self._cannot_read, MegolmEvent)

    async def _reads(self, room: MatrixRoom, event: Event) -> None:
        if event.sender == self.bot:
            at, content = event.server_timestamp, event.source["content"]
            self.seen[event.event_id] = Seen(event.event_id, room.room_id, at, content)

    async def _cannot_read(self, room: MatrixRoom, event: Event) -> None:
        del room
        if event.sender == self.bot:
            self.sealed[event.event_id] = event

    def unreadable(self) -> list[str]:
        """What of the bot's cannot be read with the keys that came by now, either."""
        for event in [one for one in self.sealed if one in self.seen]:
            del self.sealed[event]
        left: list[str] = []
        for name, event in self.sealed.items():
            try:
                self.person.client.decrypt_event(event)
            except FAILS:
                left.append(name)
        return left

    async def lives(self) -> None:
        """The app is open."""
        while True:
            await self.looks_once()
            await asyncio.sleep(LOOKS_EVERY_S)

    async def looks_once(self) -> None:
        """What is new."""
        client = self.person.client
        async with self._busy:
            try:
                told = await client.sync(0, sync_filter=FILTER)
                if client.should_upload_keys:
                    await client.keys_upload()
                if client.should_query_keys:
                    await client.keys_query()
                for room in list(client.invited_rooms):
                    await client.join(room)
            except FAILS:
                return
        rooms = getattr(told, "rooms", None)
        if rooms is not None:
            self._count_gaps(rooms.join)

    def _count_gaps(self, joined: Mapping[str, Any]) -> None:
        """Of a room that is new here nothing came before."""
        for room, told in joined.items():
            self.gaps += bool(told.timeline.limited and room in self._known)
        self._known |= set(joined)

    def alone_with(self, room: str) -> bool:
        """Whether there is nobody in a room but them and the bot."""
        there = self.person.client.rooms.get(room)
        return there is not None and set(there.users) == {self.person.id, self.bot}

    async def says(self, room: str, text: str, **more: object) -> str:
        """As often as it takes, under one name; the id of it."""
        content = {"msgtype": "m.text", "body": text, **more}
        name = secrets.token_hex(8)
        event = await self._said(room, content, name)
        while not event:
            await asyncio.sleep(AGAIN_S)
            event = await self._said(room, content, name)
        return event

    async def edits(self, room: str, event: str, text: str) -> str:
        """In place of something said before; the id of the edit."""
        new = {"msgtype": "m.text", "body": text}
        relates = {"rel_type": "m.replace", "event_id": event}
        return await self.says(
            room, f"* {text}", **{"m.new_content": new, "m.relates_to": relates}
        )  # fmt: skip

    async def _said(self, room: str, content: Mapping[str, object], name: str) -> str:
        async with self._busy:
            try:
                told = await self.person.client.room_send(
                    room, "m.room.message", content, tx_id=name, ignore_unverified_devices=True
                )
            except FAILS:
                return ""
        return str(getattr(told, "event_id", ""))
