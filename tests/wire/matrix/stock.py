"""A bot as matrix-nio's own documentation builds it: what ours is measured against."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nio import AsyncClient, AsyncClientConfig, Event, MatrixRoom, RoomMessageText

from tests.wire.matrix.synapse import NAME, Synapse

CONFIG = AsyncClientConfig(store_sync_tokens=True, max_limit_exceeded=0)


@dataclass(slots=True)
class Stock:
    """One account and one device, whose store outlives the client. `read` is what it could read."""

    url: str
    folder: Path
    client: Any = None
    read: list[str] = field(default_factory=list[str])
    breaks: bool = False

    @classmethod
    async def arrives(cls, at: Synapse, folder: Path, name: str) -> "Stock":
        """With a new account."""
        password = at.register(name)
        folder.mkdir()  # noqa: ASYNC240 - one folder
        stock = cls(at.url, folder)
        stock.client = AsyncClient(at.url, f"@{name}:{NAME}", store_path=str(folder), config=CONFIG)
        await stock.client.login(password)
        await stock.runs()
        return stock

    async def begins_anew(self) -> None:
        """The process was killed, and started again."""
        old = self.client
        await old.close()
        self.client = AsyncClient(self.url, old.user_id, store_path=str(self.folder), config=CONFIG)
        self.client.restore_login(old.user_id, old.device_id, old.access_token)
        await self.runs()

    async def runs(self) -> None:
        """The first turn of `sync_forever`."""
        if self._hears not in [one.func for one in self.client.event_callbacks]:
            self.client.add_event_callback(self._hears, RoomMessageText)
        token = self.client.next_batch or self.client.loaded_sync_token
        await self.client.sync(0, since=token or None, full_state=True)
        await self.turns()

    async def turns(self) -> None:
        """One more."""
        if self.client.should_upload_keys:
            await self.client.keys_upload()
        if self.client.should_query_keys:
            await self.client.keys_query()
        await self.client.sync(0)
        for room in list(self.client.invited_rooms):
            await self.client.join(room)

    async def _hears(self, room: MatrixRoom, event: Event) -> None:
        del room
        if self.breaks:
            raise RuntimeError
        if isinstance(event, RoomMessageText):
            self.read.append(event.body)
