"""What the bot asks, on its way to simcord's routes: the town's faults, and what simcord lacks."""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
from discord.http import Route
from simcord.backend.errors import BackendError
from simcord.enums import ChannelType
from simcord.http.client import FakeHTTPClient, _path_of, _raise_for

from tests.simcord.model import Json, Sim
from tests.wire.discord.state import HERE

CLOSED = 50_007


@dataclass(frozen=True, slots=True)
class Upload:
    """A file beside a body, as simcord takes it."""

    filename: str
    fp: io.BytesIO
    description: str | None = None


class Requests(FakeHTTPClient):
    """The library's own client over simcord. `asked` is every request so far."""

    def __init__(self, sim: Sim, loop: Any) -> None:  # noqa: ANN401 - the library's
        super().__init__(sim, loop)
        self.sim = sim
        self.asked: list[tuple[str, str]] = []
        self._nonces: dict[tuple[str, str], tuple[int, Any]] = {}

    async def static_login(self, token: str) -> Any:  # noqa: ANN401 - any JSON
        """Who we are, if Discord is reached."""
        self._reached()
        return await super().static_login(token)

    async def request(
        self, route: Route, *, files: Any = None, form: Any = None, **kwargs: Any  # noqa: ANN401
    ) -> Any:  # noqa: ANN401 - any JSON
        """One request, from the town's faults to simcord's answer."""
        path = _path_of(route.url)
        self.asked.append((route.method, path))
        self._reached()
        if path.endswith("/messages"):
            self._waits()
        self.sim.match()
        self._closed(route.method, path)
        body = _copied(kwargs.pop("json", None)) if form is None else None
        known = self._posted(path, body) if route.method == "POST" else None
        answer = known or await self._answered(route, path, body, form, kwargs)
        faults = self.sim.town.faults
        if route.method == "POST" and faults.strikes(faults.lost_answers):
            raise aiohttp.ServerDisconnectedError
        return _copied(answer)

    async def _answered(
        self, route: Route, path: str, body: Any, form: Any, more: Json  # noqa: ANN401
    ) -> Any:  # noqa: ANN401 - any JSON
        if route.method == "GET" and path.endswith("/roles/member-counts"):
            return self._counts()
        if route.method == "GET" and path.endswith("/messages") and "after" in more["params"]:
            return await self._after(route, more)
        sent = body or {}
        if form is not None:
            sent = json.loads(next(one["value"] for one in form if one["name"] == "payload_json"))
        self.sim.nonce = str(sent.get("nonce") or "") if isinstance(sent, dict) else ""
        self.sim.rows = _rows(sent)
        try:
            answer = await super().request(
                route, files=_uploads(form or ()), form=form, json=body, **more
            )
        finally:
            nonce, self.sim.nonce, self.sim.rows = self.sim.nonce, "", ()
        if path.endswith("/callback"):
            self.sim.opened(int(path.split("/")[2]))
        if nonce and route.method == "POST":
            self._nonces[path, nonce] = int(answer["id"]), self.sim.clock.now()
        return answer

    # the town's faults ------------------------------------------------------------------------

    def _reached(self) -> None:
        town = self.sim.town
        if town.faults.out(HERE, town.clock.now()) or town.faults.strikes(town.faults.lost_requests):
            raise aiohttp.ServerDisconnectedError

    def _waits(self) -> None:
        until = self.sim.town.faults.limited_until.get(HERE)
        seconds = 0.0 if until is None else (until - self.sim.clock.now()).total_seconds()
        if seconds > 0:
            raise discord.RateLimited(seconds)

    def _closed(self, method: str, path: str) -> None:
        """simcord knows nobody who takes no private messages."""
        _, where, number, *rest = path.split("/")
        if where != "channels" or method == "GET" or "messages" not in rest:
            return
        channel = self.sim.channels.get(int(number)) if number.isdecimal() else None
        if channel is None or channel.type != ChannelType.DM:
            return
        names = [self.sim.users[one].name for one in channel.recipient_ids]
        if any(self.sim.town.people[one].on(HERE) in self.sim.town.faults.closed_dms for one in names):
            _raise_for(BackendError(403, CLOSED, "Cannot send messages to this user"))

    # what simcord has not, or has otherwise ---------------------------------------------------

    def _posted(self, path: str, body: Any) -> Any:  # noqa: ANN401 - any JSON
        """What this nonce posted in the past few minutes: simcord takes no heed of nonces."""
        nonce = str(body.get("nonce") or "") if isinstance(body, dict) else ""
        number, at = self._nonces.get((path, nonce), (0, self.sim.clock.now()))
        channel = path.split("/")[2] if path.startswith("/channels/") else "0"
        known = self.sim.messages.get(int(channel), {}).get(number) if channel.isdecimal() else None
        if known is None or self.sim.clock.now() - at >= self.sim.town.faults.remembers:
            return None
        return {"id": str(known.id), "channel_id": channel}

    async def _after(self, route: Route, more: Json) -> list[Json]:
        """Discord pages forward from `after`; simcord gives the newest, and leaves out the rest."""
        params = {"after": more["params"]["after"], "limit": 1 << 30}
        found: list[Json] = await super().request(route, params=params)
        return found[-int(more["params"].get("limit", 50)) :]

    def _counts(self) -> Json:
        """How many hold each role, which simcord has no route for."""
        found: dict[str, int] = {}
        for member in self.sim.guild.members.values():
            for role in member.role_ids:
                found[str(role)] = found.get(str(role), 0) + 1
        return found


def _copied(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """As it arrives: nothing that is no JSON, and nothing that both sides hold."""
    return json.loads(json.dumps(value))


def _rows(sent: Any) -> Sequence[Json]:  # noqa: ANN401 - any JSON
    """The rows of components in a body, or in the answer to an interaction."""
    if not isinstance(sent, dict):
        return ()
    found: list[Json] = (sent.get("data") or sent).get("components") or []
    return found


def _uploads(form: Sequence[Mapping[str, Any]]) -> list[Upload]:
    return [
        Upload(one["filename"], io.BytesIO(one["value"]))
        for one in form
        if one["name"].startswith("files[")
    ]
