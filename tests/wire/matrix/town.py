"""A community on a real homeserver: a space, its rooms, and who is in them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from tests.wire.matrix.person import ENCRYPTION, Person
from tests.wire.matrix.synapse import NAME, Synapse

ROOMS = "/_matrix/client/v3/rooms"


@dataclass(frozen=True, slots=True)
class Space:
    """A space of one admin, who asks others into it and into its rooms."""

    synapse: Synapse
    admin: Person
    id: str

    @classmethod
    async def made(cls, synapse: Synapse, admin: Person, *others: str) -> "Space":
        """A new one, with these asked into it."""
        made = await admin.client.room_create(space=True, name="Harbour", invite=others)
        return cls(synapse, admin, str(made.room_id))

    async def room(self, name: str, *others: str, encrypted: bool = True) -> str:
        """A room of it, with these asked in; its id."""
        state = [ENCRYPTION] if encrypted else []
        made = await self.admin.client.room_create(name=name, invite=others, initial_state=state)
        room = str(made.room_id)
        await self.puts("m.space.child", room, {"via": [NAME]})
        await self.admin.until(lambda: room in self.admin.client.rooms)
        return room

    async def puts(self, kind: str, key: str, content: dict[str, Any], room: str = "") -> None:
        """An event of its state, or of one of its rooms."""
        done = await self.admin.client.room_put_state(room or self.id, kind, content, key)
        assert hasattr(done, "event_id"), done

    async def levels(self, room: str = "", **more: object) -> None:
        """Who may do what in it, or in one of its rooms, is changed in this."""
        where = f"{ROOMS}/{quote(room or self.id)}/state/m.room.power_levels"
        now = self.synapse.ask("GET", where, token=self.admin.client.access_token)
        await self.puts("m.room.power_levels", "", {**now, **more}, room)


async def come(who: Person, rooms: Sequence[str]) -> None:
    """Somebody takes their invitations."""
    for room in rooms:
        await who.client.join(room)
    await who.until(lambda: all(room in who.client.rooms for room in rooms))


def account_by_token(synapse: Synapse) -> tuple[str, str]:
    """The same with a token: where logging in is limited."""
    told = synapse.registered(f"bot-{secrets.token_hex(4)}")
    return told["user_id"], told["access_token"]


def account(synapse: Synapse) -> tuple[str, str]:
    """A new account for the bot: its whole name, and its password."""
    name = f"bot-{secrets.token_hex(4)}"
    return f"@{name}:{NAME}", synapse.register(name)
