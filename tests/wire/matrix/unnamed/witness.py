"""Somebody on Matrix whose client is looked at: all that it is told, and all that it decrypts."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from nio import Event, MatrixRoom

from adapters.matrix.choices import choices_in
from bot.ui.reply import Button
from tests.wire.matrix.person import Person
from tests.wire.matrix.synapse import Synapse
from tests.wire.seen import Seen

FILTER: Mapping[str, Any] = {"room": {"timeline": {"limit": 100}}}
OF_MEMBERS = frozenset({"device_lists", "summary", "ciphertext"})
"""Who is in which room is no secret; what is sealed is searched once it is opened."""


@dataclass(slots=True)
class Message:
    """What the bot said: where, what can be chosen there, and what it says now."""

    room: str
    event: str
    text: str = ""
    choices: tuple[Button, ...] = ()


@dataclass(slots=True)
class Witness(Person):
    """`shown` are the messages of the bot, the newest last."""

    seen: Seen = field(default_factory=Seen)
    bot: str = ""
    shown: dict[str, Message] = field(default_factory=dict[str, Message])

    @classmethod
    async def comes(cls, at: Synapse, name: str, seen: Seen, bot: str) -> "Witness":
        """With a new account."""
        one = cast("Witness", await cls.arrives(at, name))
        one.seen, one.bot = seen, bot
        one.client.add_event_callback(one._notes, Event)
        return one

    async def syncs(self) -> None:
        """As an app does, with all that it is told written down."""
        answer = await self.client.sync(0, sync_filter=FILTER, full_state=not self.client.rooms)
        told = await answer.transport_response.json()
        self.seen.watch((self.name,), "sync", sifted(told, self.bot))
        if self.client.should_upload_keys:
            await self.client.keys_upload()
        if self.client.should_query_keys:
            await self.client.keys_query()

    async def _notes(self, room: MatrixRoom, event: Event) -> None:
        if event.sender != self.bot:
            return
        source = event.source
        self.seen.watch((self.name,), "opened", sifted(source, self.bot))
        content = source.get("content", {})
        relates = content.get("m.relates_to", {})
        replaced = relates.get("event_id") if relates.get("rel_type") == "m.replace" else None
        if "redacts" in source or "redacts" in content:
            self.shown.pop(source.get("redacts") or content["redacts"], None)
        elif "body" in content:
            name = replaced or event.event_id
            self.shown[name] = Message(
                room.room_id, name, content["body"], choices_in(content)
            )  # fmt: skip


def sifted(found: Any, bot: str) -> Any:  # noqa: ANN401 - JSON
    """Without who came into a room, or was asked in by people, and without what is sealed."""
    if isinstance(found, list):
        told = [sifted(one, bot) for one in cast("list[object]", found)]
        return [one for one in told if one is not None]
    if not isinstance(found, dict):
        return found
    given = cast("dict[str, Any]", found)
    if given.get("type") == "m.room.member" and given.get("sender") != bot:
        return None
    return {name: sifted(one, bot) for name, one in given.items() if name not in OF_MEMBERS}
