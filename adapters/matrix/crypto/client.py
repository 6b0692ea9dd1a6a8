"""Clients of matrix-nio, which is a codec and a machine of encryption here."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

import logging
from dataclasses import dataclass
from pathlib import Path

from nio import AsyncClient, AsyncClientConfig
from peewee import DatabaseError, OperationalError

from adapters.matrix.crypto.inside import DurableClient, close_store


class Damaged(Exception):  # noqa: N818 - a state of the store, said as such
    """The file of the keys is no store any more."""


QUIET = ("nio", "nio.client", "nio.crypto", "nio.crypto.log", "nio.events", "nio.rooms", "peewee")
"""At DEBUG and INFO these write who wrote to whom."""


@dataclass(frozen=True, slots=True)
class Device:
    """Who we are for a homeserver."""

    homeserver: str
    user: str
    id: str
    token: str


def client_of(device: Device, store: Path, pickle_key: str) -> DurableClient:
    """A client of this device.

    Raises Damaged, or ValueError where the key does not open the store.
    """
    config = AsyncClientConfig(
        store_name=store.name, pickle_key=pickle_key, encryption_enabled=True,
        store_sync_tokens=False, max_limit_exceeded=0, max_timeouts=0, request_timeout=600,
    )  # fmt: skip
    client = DurableClient(
        device.homeserver, device.user, device.id, store_path=str(store.parent), config=config
    )
    try:
        client.restore_login(device.user, device.id, device.token)
    except OperationalError:  # locked, or a full disk: that may pass
        raise
    except DatabaseError as broken:
        raise Damaged from broken
    return client


def stranger_at(homeserver: str, token: str = "") -> AsyncClient:
    """A client that is nobody yet, to ask a few things with."""
    client = AsyncClient(homeserver, config=AsyncClientConfig(encryption_enabled=False))
    client.access_token = token
    return client


def keep_quiet() -> None:
    """No log of the library's own writes who wrote, whatever level is set."""
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)


async def close(client: DurableClient) -> None:
    """End it; its keys are on disk already."""
    await client.close()
    close_store(client)


def people_in(client: DurableClient, room: str) -> int:
    """How many are in a room or asked into it, ourselves among them; 0 for one we do not know."""
    known = client.rooms.get(room)
    return 0 if known is None else len(known.users)  # those who are asked in are among them


def is_in(client: DurableClient, user: str, room: str) -> bool:
    """Whether somebody is in a room, and not merely asked into it."""
    known = client.rooms.get(room)
    return known is not None and user in known.users and user not in known.invited_users


def called_in(client: DurableClient, room: str, user: str) -> str:
    """The name that somebody chose for a room; empty where they have none."""
    known = client.rooms.get(room)
    found = None if known is None else known.users.get(user)
    name = None if found is None else found.display_name
    return name if isinstance(name, str) else ""


def name_of(client: DurableClient, room: str) -> str:
    """What a room is called, where it has a name of its own."""
    known = client.rooms.get(room)
    name = None if known is None else known.name
    return name if isinstance(name, str) else ""


def is_encrypted(client: DurableClient, room: str) -> bool:
    """Whether a room is encrypted: once it was, it is for ever."""
    known = client.rooms.get(room)
    return known is not None and bool(known.encrypted)


def shares_a_room(client: DurableClient, user: str) -> bool:
    """Whether somebody is in any room with us, or asked into one."""
    return any(user in room.users for room in client.rooms.values())
