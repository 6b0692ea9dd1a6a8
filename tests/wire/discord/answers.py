"""What a route is asked and answers, and how it refuses."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

JSON = {"Content-Type": "application/json"}
"""Exactly so: with a charset behind it discord.py takes the body for a text."""
NOTHING = 204


class RefusedError(Exception):
    """What is answered instead; `code` is Discord's own."""

    def __init__(self, status: int, code: int, message: str = "refused") -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


@dataclass(frozen=True, slots=True)
class Call:
    """One request: the ids of its path in order, its query, its body, and files beside it."""

    ids: Sequence[str]
    query: Mapping[str, str]
    body: Any
    files: Sequence[tuple[str, bytes]] = ()


Answer = tuple[int, Any]
"""A status and a body."""


async def body_of(request: web.Request) -> tuple[Any, list[tuple[str, bytes]]]:
    """The JSON of a request, and the names and bytes of its files."""
    if request.content_type == "multipart/form-data":
        form = await request.post()
        files = [
            (one.filename, one.file.read())
            for one in form.values()
            if isinstance(one, web.FileField)
        ]
        return json.loads(str(form["payload_json"])), files
    raw = await request.read()
    return (json.loads(raw) if raw else None), []


def told(body: object, status: int) -> web.Response:
    """An answer."""
    if status == NOTHING:
        return web.Response(status=status)
    return web.Response(body=json.dumps(body).encode(), status=status, headers=JSON)


def limited(seconds: float, *, everywhere: bool = False) -> web.Response:
    """Come later. Without `Via` discord.py takes it for a ban."""
    body = {"message": "slow down", "retry_after": seconds, "global": everywhere, "code": 0}
    raw = json.dumps(body).encode()
    return web.Response(body=raw, status=429, headers={**JSON, "Via": "1.1 google"})


def cut(request: web.Request) -> web.Response:
    """The connection ends without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
