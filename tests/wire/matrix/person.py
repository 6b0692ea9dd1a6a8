"""A person on Matrix, through stock matrix-nio: what they type is encrypted, and they read back."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from nio import (
    AsyncClient,
    AsyncClientConfig,
    Event,
    MatrixRoom,
    RoomMessage,
    RoomMessageText,
)
from nio.crypto import ENCRYPTION_ENABLED
from nio.store import SqliteMemoryStore

from tests.wire.matrix.synapse import NAME, Synapse

assert ENCRYPTION_ENABLED
logging.getLogger("nio").setLevel(logging.CRITICAL)
PATIENT_S = 30.0
UPLOAD = "/_matrix/media/v3/upload"
ENCRYPTION: Mapping[str, object] = {
    "type": "m.room.encryption", "state_key": "",
    "content": {"algorithm": "m.megolm.v1.aes-sha2"},
}  # fmt: skip


@dataclass(slots=True)
class Person:
    """Somebody with an account and one device.

    `read` is what others said that they could read, `contents` all of it as it came.
    """

    name: str
    client: Any
    read: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    contents: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    @classmethod
    async def arrives(cls, at: Synapse, name: str) -> "Person":
        """With a new account, and its first device."""
        told = at.registered(name)
        client = _client(at, name)
        client.restore_login(told["user_id"], told["device_id"], told["access_token"])
        return await cls._begun(name, client)

    @classmethod
    async def enters(cls, at: Synapse, name: str, password: str) -> "Person":
        """With an account that is there, and a new device."""
        client = _client(at, name)
        await client.login(password, device_name="a phone")
        return await cls._begun(name, client)

    @classmethod
    async def _begun(cls, name: str, client: AsyncClient) -> "Person":
        person = cls(name, client)
        client.add_event_callback(person._hears, RoomMessageText)
        client.add_event_callback(person._takes, RoomMessage)
        await person.syncs()
        return person

    async def _hears(self, room: MatrixRoom, event: Event) -> None:
        if isinstance(event, RoomMessageText) and event.sender != self.client.user_id:
            self.read.append((room.room_id, event.body))

    async def _takes(self, room: MatrixRoom, event: Event) -> None:
        del room
        if event.sender != self.client.user_id:
            self.contents.append(event.source["content"])

    async def leaves(self) -> None:
        """The app is closed."""
        await self.client.close()

    @property
    def id(self) -> str:
        """Their whole name."""
        return str(self.client.user_id)

    async def syncs(self) -> None:
        """Look once what is new, as an app does all the time."""
        await self.client.sync(0, full_state=not self.client.rooms)
        if self.client.should_upload_keys:
            await self.client.keys_upload()
        if self.client.should_query_keys:
            await self.client.keys_query()

    async def until(self, true: Callable[[], object]) -> None:
        """Look until this is so."""
        async with asyncio.timeout(PATIENT_S):
            while not true():
                await self.syncs()
                await asyncio.sleep(0.05)

    async def opens(self, *others: str, encrypted: bool = True, direct: bool = True) -> str:
        """A room with others asked into it; its id."""
        made = await self.client.room_create(
            is_direct=direct, invite=others, initial_state=[ENCRYPTION] if encrypted else []
        )
        await self.until(lambda: made.room_id in self.client.rooms)
        return str(made.room_id)

    async def is_with(self, other: str, room: str) -> None:
        """Wait until somebody came into the room, and their devices are known."""

        def came() -> bool:
            users = self.client.rooms[room].users
            return other in users and other not in self.client.rooms[room].invited_users

        await self.until(came)
        if self.client.rooms[room].encrypted:
            await self.until(lambda: self.client.olm.device_store[other])

    async def says(self, room: str, text: str, **more: object) -> str:
        """Send a text; its id."""
        content = {"msgtype": "m.text", "body": text, **more}
        sent = await self.client.room_send(
            room, "m.room.message", content, ignore_unverified_devices=True
        )
        return str(sent.event_id)

    async def uploads(self, what: bytes, kind: str = "application/octet-stream") -> str:
        """Give the homeserver a file; its address."""
        headers = {"Authorization": f"Bearer {self.client.access_token}", "Content-Type": kind}
        async with await self.client.send("POST", UPLOAD, BytesIO(what), headers) as answer:
            return str((await answer.json())["content_uri"])


def _client(at: Synapse, name: str) -> AsyncClient:
    config = AsyncClientConfig(store=SqliteMemoryStore, max_limit_exceeded=0)
    return AsyncClient(at.url, f"@{name}:{NAME}", config=config)
