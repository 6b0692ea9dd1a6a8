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
