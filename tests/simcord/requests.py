"""What the bot asks, on its way to simcord's routes: the town's faults, and what simcord lacks."""

import asyncio
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
import discord
from discord.http import Route
from simcord.http.client import FakeHTTPClient

from tests.simcord.model import Sim
from tests.simcord.screens import Json
from tests.wire.discord.state import HERE

Form = Sequence[Json]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file beside a body, as simcord takes it."""

    filename: str
    fp: io.BytesIO
    description: str | None = None


class Requests(FakeHTTPClient):
    """The library's own client over simcord."""

    def __init__(self, sim: Sim) -> None:
        super().__init__(sim, asyncio.get_running_loop())
        self._sim = sim
        self._nonces: dict[tuple[str, str], tuple[Json, datetime]] = {}

    async def static_login(self, token: str) -> Any:  # noqa: ANN401 - any JSON
        """Who we are, if Discord is reached."""
        self._reached()
        return await super().static_login(token)

    async def request(
        self,
        route: Route,
        *,
        files: object = None,
        form: Iterable[Json] | None = None,
        **more: Any,  # noqa: ANN401 - as the library has it
    ) -> Any:  # noqa: ANN401 - any JSON
        """One request, from the town's faults to simcord's answer."""
        del files
        parts = None if form is None else list(form)
        path = route.url.removeprefix(Route.BASE).split("?")[0]
        self._reached()
        self._waits(path)
        self._sim.match()
        self._sim.sent = _body(more.pop("json", None), parts)
        is_new = route.method == "POST"
        try:
            answer = self._posted(path) if is_new else None
            if answer is None:
                answer = await self._answered(route, path, parts, more)
        finally:
            self._sim.sent = {}
        if is_new and self._sim.town.faults.strikes(self._sim.town.faults.lost_answers):
            raise aiohttp.ServerDisconnectedError
        return _copied(answer)

    async def _answered(self, route: Route, path: str, form: Form | None, more: Json) -> Any:  # noqa: ANN401 - any JSON
        if path.endswith("/roles/member-counts"):
            return self._counts()
        if "after" in more.get("params", {}) and path.endswith("/messages"):
            return await self._after(route, more["params"])
        sent = self._sim.sent.get("", self._sim.sent)
        answer = await super().request(
            route, files=_uploads(form or ()), form=form, json=sent, **more
        )
        if path.endswith("/callback"):
            self._sim.opened(int(path.split("/")[2]))
        if nonce := self._sim.sent.get("nonce"):
            self._nonces[path, nonce] = answer, self._sim.clock.now()
        return answer

    # the town's faults ------------------------------------------------------------------------

    def _reached(self) -> None:
        town = self._sim.town
        out = town.faults.out(HERE, town.clock.now())
        if out or town.faults.strikes(town.faults.lost_requests):
            raise aiohttp.ServerDisconnectedError

    def _waits(self, path: str) -> None:
        until = self._sim.town.faults.limited_until.get(HERE)
        seconds = 0.0 if until is None else (until - self._sim.clock.now()).total_seconds()
        if seconds > 0 and path.endswith("/messages"):
            raise discord.RateLimited(seconds)

    # what simcord has not, or has otherwise ---------------------------------------------------

    def _posted(self, path: str) -> Json | None:
        """What this nonce posted in the past few minutes: simcord takes no heed of nonces."""
        known = self._nonces.get((path, str(self._sim.sent.get("nonce"))))
        if known is None or self._sim.clock.now() - known[1] >= self._sim.town.faults.remembers:
            return None
        return known[0]

    async def _after(self, route: Route, params: Json) -> list[Json]:
        """Discord pages forward from `after`; simcord gives the newest and hides the others."""
        whole = {"after": params["after"], "limit": 1 << 30}
        found: list[Json] = await super().request(route, params=whole)
        return found[-int(params.get("limit", 50)) :]

    def _counts(self) -> dict[str, int]:
        """How many hold each role, for which simcord has no route."""
        held = [str(role) for one in self._sim.guild.members.values() for role in one.role_ids]
        return {role: held.count(role) for role in held}


def _body(sent: Any, form: Form | None) -> Json:  # noqa: ANN401 - any JSON
    """The JSON of a request, also where it comes as a form; what is no object under no name."""
    if form is not None:
        sent = json.loads(next(one["value"] for one in form if one["name"] == "payload_json"))
    copied = _copied(sent or {})
    return {"": copied} if isinstance(copied, list) else copied


def _copied(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """As it arrives: nothing that is no JSON, and nothing that both sides hold."""
    return json.loads(json.dumps(value))


def _uploads(form: Form) -> list[Upload]:
    return [
        Upload(one["filename"], io.BytesIO(one["value"]))
        for one in form
        if one["name"].startswith("files[")
    ]
