"""How a homeserver is asked, through a client of matrix-nio."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

import asyncio
import json
from typing import cast

import aiohttp
from nio import AsyncClient

from adapters.matrix.gateway.errors import NO_MORE, Dead, Refused
from adapters.matrix.payload import Payload, payload_of, text_of
from bot.ports.pictures import Unfit

UNREACHED = (aiohttp.ClientError, RuntimeError, ValueError)
"""What the library raises besides OSError: a session that was closed meanwhile is a RuntimeError,
an answer that is no JSON a ValueError. Whoever asks is told the same of all."""

UPLOAD = "/_matrix/media/v3/upload"
MOVED = 300
"""From this status on an answer is no file."""


async def ask(
    client: AsyncClient, method: str, path: str, body: object = None, timeout_s: float = 30.0
) -> Payload:
    """Ask the homeserver for something. An answer that is a list comes as its `events`.

    Raises Refused, or OSError where nobody knows what came of it.
    """
    headers = {"Content-Type": "application/json"}
    if client.access_token:
        headers["Authorization"] = f"Bearer {client.access_token}"
    data = None if body is None else json.dumps(body)
    try:
        async with asyncio.timeout(timeout_s):
            answer = await client.send(method, path, data, headers)
            async with answer:
                raw = await answer.read()
    except UNREACHED as broken:
        raise ConnectionResetError(type(broken).__name__) from broken
    return _made_of(answer.status, raw)


async def upload(client: AsyncClient, what: bytes, kind: str, timeout_s: float = 60.0) -> Payload:
    """Give the homeserver a file, without a name. Raises as `ask` does."""
    headers = {"Content-Type": kind, "Authorization": f"Bearer {client.access_token}"}
    try:
        async with asyncio.timeout(timeout_s):
            answer = await client.send("POST", UPLOAD, what, headers)
            async with answer:
                raw = await answer.read()
    except UNREACHED as broken:
        raise ConnectionResetError(type(broken).__name__) from broken
    return _made_of(answer.status, raw)


async def download(client: AsyncClient, path: str, most: int, timeout_s: float = 20.0) -> bytes:
    """A file that the homeserver keeps, and no other address: it is not followed elsewhere.

    Raises Unfit for one of more than `most` bytes, of which no more is read, else as `ask` does.
    """
    session = client.client_session
    if session is None:
        raise ConnectionRefusedError
    headers = {"Authorization": f"Bearer {client.access_token}"}
    try:
        async with (
            asyncio.timeout(timeout_s),
            session.get(client.homeserver + path, headers=headers, allow_redirects=False) as answer,
        ):
            raw = bytearray()
            async for part in answer.content.iter_any():
                raw += part
                if len(raw) > most:
                    message = "this file is too large"
                    raise Unfit(message)
            status = answer.status
    except UNREACHED as broken:
        raise ConnectionResetError(type(broken).__name__) from broken
    if status >= MOVED:
        _made_of(status, bytes(raw))
        raise ConnectionAbortedError
    return bytes(raw)


async def tell_devices(client: AsyncClient) -> None:
    """Send what nio has to tell the devices of others. Raises OSError where it did not arrive."""
    try:
        await client.send_to_device_messages()
    except UNREACHED as broken:
        raise ConnectionResetError(type(broken).__name__) from broken


def _made_of(status: int, raw: bytes) -> Payload:
    try:
        found: object = json.loads(raw)
        told = payload_of({"events": cast("object", found)} if isinstance(found, list) else found)
    except (ValueError, RecursionError):
        if status < 400:
            raise ConnectionAbortedError from None  # an answer that is none
        told = payload_of(None)
    if status < 400:
        return told
    code, after = text_of(told.get("errcode")), told.get("retry_after_ms")
    kind = Dead if (status == 401 and code in NO_MORE) or code == "M_USER_DEACTIVATED" else Refused
    seconds = min(after / 1000, 3600.0) if isinstance(after, int | float) else 0.0
    raise kind(status, code, seconds, soft=told.get("soft_logout") is True, told=told)
