"""A homeserver that says what a test tells it to: for what no real one can be made to say.

It keeps the keys of one device, so that our client trusts itself; all else a test puts in.
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from adapters.matrix.gateway.login import Account
from adapters.matrix.listening import Listening
from bot.ports.time import Clock
from tests.wire.discord.hearer import Hearer
from tests.wire.matrix.bot import Now

Json = dict[str, Any]
US = "@porch:hs.test"
DM, ROOM, SPACE = "!dm", "!room", "!space"


@dataclass(slots=True)
class Homeserver:
    """`events` are what is kept of rooms, newest last; `fails` is how many requests are refused."""

    events: dict[str, list[Json]] = field(default_factory=dict[str, list[Json]])
    fails: int = 0
    asked: list[str] = field(default_factory=list[str])
    answered: int = 0
    _told: deque[Json] = field(default_factory=deque[Json])
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _keys: dict[str, Json] = field(default_factory=dict[str, Json])

    def tell(self, rooms: dict[str, list[Any]]) -> None:
        """The next answer of sync has these events."""
        joined = {room: {"timeline": {"events": events}} for room, events in rooms.items()}
        self._told.append({"rooms": {"join": joined}})
        self._news.set()

    async def sync(self, request: web.Request) -> web.Response:
        """One answer after another; held back while there is none."""
        since = request.query.get("since", "")
        if not since:
            return self._said(0, {"rooms": {"join": _begun()}})
        if not self._told:
            self._news.clear()
            try:
                async with asyncio.timeout(int(request.query.get("timeout", "0")) / 1000):
                    await self._news.wait()
            except TimeoutError:
                return self._said(self.answered, {})
        self.answered += 1
        return self._said(self.answered, self._told.popleft())

    @staticmethod
    def _said(number: int, told: Json) -> web.Response:
        counts = {"signed_curve25519": 50}
        told = {"next_batch": f"s{number}", "device_one_time_keys_count": counts, **told}
        told["device_unused_fallback_key_types"] = ["signed_curve25519"]
        return web.Response(text=json.dumps(told), content_type="application/json")

    async def keys(self, request: web.Request) -> web.Response:
        """What was published, told again."""
        told, what = await request.json(), request.path.rsplit("/", 1)[-1]
        if what == "query":
            names = ("device_keys", "master_keys", "self_signing_keys")
            return web.json_response({name: {US: self._keys.get(name, {})} for name in names})
        if device := told.get("device_keys"):
            self._keys["device_keys"] = {device["device_id"]: device}
        for name in ("master_key", "self_signing_key"):
            if name in told:
                self._keys[f"{name}s"] = told[name]
        return web.json_response({"one_time_key_counts": {"signed_curve25519": 50}})

    async def room(self, request: web.Request) -> web.Response:
        """Of what is kept in a room."""
        parts = [unquote(one) for one in request.raw_path.partition("?")[0].split("/")]
        self.asked.append(parts[6])
        if self.fails:
            self.fails -= 1
            return web.json_response({"errcode": "M_UNKNOWN"}, status=502)
        kept = self.events.get(parts[5], [])
        if parts[6] == "messages":
            upto = int(request.query["from"])
            chunk = kept[max(0, upto - 100) : upto]
            end = {"end": str(upto - 100)} if upto > 100 else {}
            return web.json_response({"chunk": chunk[::-1], **end})
        ids = [one.get("event_id") for one in kept]
        if parts[7] not in ids:
            return web.json_response({"errcode": "M_NOT_FOUND"}, status=404)
        at = ids.index(parts[7])
        found: Json = kept[at] if parts[6] == "event" else {"start": str(at)}
        return web.json_response(found)

    def app(self) -> web.Application:
        """Where it answers."""
        app = web.Application()

        async def login(request: web.Request) -> web.Response:
            told = {
                "user_id": US,
                "access_token": "t",
                "device_id": (await request.json())["device_id"],
            }
            return web.json_response(told)

        base = "/_matrix/client/v3"
        app.router.add_post(f"{base}/login", login)
        app.router.add_post(base + "/keys/{rest:.*}", self.keys)
        app.router.add_get(f"{base}/sync", self.sync)
        app.router.add_get(base + "/rooms/{rest:.*}", self.room)
        return app


def _begun() -> Json:
    """A private conversation with Ana, a room of many, and the community's space."""
    people = {
        DM: ("@ana:hs.test",),
        ROOM: ("@ana:hs.test", "@ben:hs.test"),
        SPACE: ("@ana:hs.test",),
    }
    return {
        room: {
            "state": {"events": [member(one, number) for number, one in enumerate((US, *others))]},
            "timeline": {"events": []},
        }
        for room, others in people.items()
    }


def member(user: str, number: int, **more: object) -> Json:
    """Somebody is in a room."""
    return {
        "type": "m.room.member", "state_key": user, "sender": user,
        "event_id": f"$m{number}{user[1:4]}", "origin_server_ts": 1_700_000_000_000 + number,
        "content": {"membership": "join", "displayname": user[1:4].title()}, **more,
    }  # fmt: skip


def message(event: str, text: str, sender: str = "@ana:hs.test", **content: object) -> Json:
    """Somebody says something."""
    return {
        "type": "m.room.message", "event_id": event, "sender": sender,
        "origin_server_ts": 1_700_000_100_000,
        "content": {"msgtype": "m.text", "body": text, **content},
    }  # fmt: skip


@asynccontextmanager
async def hearing_from(
    server: Homeserver, folder: Path, hearer: Hearer, clock: Clock | None = None
) -> AsyncGenerator[Listening]:
    """Our adapter at this homeserver, past its first start."""
    async with TestServer(server.app()) as at:
        url = str(at.make_url("")).rstrip("/")
        account = Account(url, US, SecretStr("secret"))
        listening = Listening(
            account, folder, clock or Now(), hearer, frozenset({ROOM}), space=SPACE,
            holds=lambda user, _: frozenset({f"held by {user}"}),
        )  # fmt: skip
        await listening.start({})
        try:
            yield listening
        finally:
            await listening.stop()
