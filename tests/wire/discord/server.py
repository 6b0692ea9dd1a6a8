"""The server: REST and gateway on one port of 127.0.0.1, over the town and its ledger."""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from email.utils import format_datetime
from typing import Any

from aiohttp import web

from adapters.discord.payload import payload_of
from adapters.memory.town import Town
from bot.model.people import Room
from tests.wire.discord import objects, people, rights
from tests.wire.discord.answers import Call, RefusedError, body_of, cut, limited, told
from tests.wire.discord.buckets import Buckets
from tests.wire.discord.cdn import PATH, Cdn
from tests.wire.discord.contract import BrokenError, check
from tests.wire.discord.faults import BEFORE, Script, afterwards, instead
from tests.wire.discord.gateway import Gateway, Session, is_told
from tests.wire.discord.ids import APPLICATION, GUILD
from tests.wire.discord.objects import Json
from tests.wire.discord.routes import route_of
from tests.wire.discord.state import HERE, State

Files = Sequence[tuple[str, bytes]]
Spoils = Callable[[str, str, object], object]
"""What becomes of an answer, by the method and the path of what was asked."""
UNTOLD: Mapping[str, str] = {}
UNKNOWN = {"message": "401: Unauthorized", "code": 0}


def untouched(method: str, path: str, answer: object) -> object:
    """An answer as it is."""
    del method, path
    return answer


def calls_all(sent: Any) -> bool:  # noqa: ANN401 - any JSON
    """Whether a message that is sent could call everybody, as the bot has the right to."""
    told = payload_of(payload_of(sent).get("data") or sent)
    return "content" in told and payload_of(told.get("allowed_mentions")).get("parse") != []


class Wire:
    """Discord over one town. `broken` are bodies that the official document does not allow."""

    def __init__(self, town: Town, token: str = "a-token") -> None:  # noqa: S107 - of a pretended bot
        self.town, self.token = town, token
        self.gateway = Gateway(self)
        self.state = State(town, self._tell)
        self.cdn = Cdn(self.state)
        self.broken: list[str] = []
        self.buckets = Buckets()
        self.uninvited = False
        self.script = Script()
        self.spoils: Spoils = untouched
        self.asked: list[tuple[str, str]] = []
        self.arrivals = 0
        self.callbacks: list[int] = []
        self.port = 0

    @property
    def allowed_intents(self) -> int:
        """What the application may ask for."""
        return self.state.allowed_intents

    @allowed_intents.setter
    def allowed_intents(self, allowed: int) -> None:
        self.state.allowed_intents = allowed

    @property
    def shards(self) -> int:
        """How many connections are wanted at least."""
        return self.state.shards

    @property
    def api(self) -> str:
        """The address of REST."""
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def socket(self) -> str:
        """The address of the gateway."""
        return f"ws://127.0.0.1:{self.port}/gateway"

    @asynccontextmanager
    async def listening(self) -> AsyncGenerator["Wire", None]:
        """Serve until left."""
        app = web.Application(client_max_size=32 << 20)
        for path in ("/gateway", "/gateway/"):
            app.router.add_get(path, self.gateway.connected)
        app.router.add_get(f"{PATH}{{path:.*}}", self.cdn.serve)
        app.on_response_prepare.append(self._dated)
        app.router.add_route("*", "/api/v10/{path:.*}", self._asked)
        runner = web.AppRunner(app, shutdown_timeout=0.0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port).start()
        self.port = runner.addresses[0][1]
        self.state.cdn = f"http://127.0.0.1:{self.port}"
        try:
            yield self
        finally:
            await self.gateway.close()
            await runner.cleanup()

    async def _dated(self, request: web.Request, response: web.StreamResponse) -> None:
        """What time it is here."""
        del request
        response.headers["Date"] = format_datetime(self.town.clock.now(), usegmt=True)

    def held(self) -> None:
        """Raise BrokenError, if any body was not as the official document has it.

        Or if a test has people do what their clients do not let them.
        """
        if wrong := [*self.broken, *self.state.impossible]:
            raise BrokenError("\n".join(wrong))

    def ready(self, session: Session) -> list[tuple[str, Json]]:
        """READY and the guild."""
        self.arrivals += 1
        if self.uninvited or not is_told(session.shard, "GUILD_CREATE", {"id": GUILD}):
            return [("READY", {**self._ready(session), "guilds": []})]
        return [("READY", self._ready(session)), ("GUILD_CREATE", self._guild())]

    def _guild(self) -> Json:
        me = objects.member_of_bot(self.state.timed_out_until)
        threads, roles = people.open_threads(self.state), self.state.roles()
        return objects.guild(self.channels(), self.town.people, roles, threads, me)

    def _ready(self, session: Session) -> Json:
        return {
            "v": 10, "user": objects.bot(), "session_id": session.id, "shard": [*session.shard],
            "session_type": "normal", "private_channels": [], "presences": [],
            "relationships": [], "guilds": [{"id": GUILD, "unavailable": True}],
            "resume_gateway_url": self.socket,
            "application": {"id": APPLICATION, "flags": objects.flags(self.allowed_intents)},
            "user_settings": {}, "auth": {},
        }  # fmt: skip

    async def goes(self, *, unavailable: bool) -> None:
        """The server is gone: it cannot be reached, or the bot was sent away."""
        self.state.away = True
        about: Json = {"id": GUILD, **({"unavailable": True} if unavailable else {})}
        await self.gateway.dispatch("GUILD_DELETE", about)

    async def comes_back(self) -> None:
        """The server can be reached again, or has invited the bot again."""
        self.state.away = False
        await self.gateway.dispatch("GUILD_CREATE", self._guild())

    async def deletes(self, room: Room) -> None:
        """Somebody deletes a channel."""
        place = self.town.places.pop(room)
        await self.gateway.dispatch("CHANNEL_DELETE", self.state.channel(place))

    async def tell_of_rooms(self) -> None:
        """Tell the bot how roles and rooms are now: tests shut and open them at will."""
        for role in self.state.roles():
            told: Json = {"guild_id": GUILD, "role": role}
            await self.gateway.dispatch("GUILD_ROLE_UPDATE", told)
        for one in self.channels():
            await self.gateway.dispatch("CHANNEL_UPDATE", one)

    def channels(self) -> list[Json]:
        """The rooms of the guild, as the bot is told of them now."""
        return rights.channels(self.state)

    async def _tell(self, name: str, payload: Json) -> None:
        """Tell what the bot may hear."""
        if rights.is_told(self.state, name, payload):
            await self.gateway.dispatch(name, payload)

    async def _asked(self, request: web.Request) -> web.StreamResponse:
        path = f"/{request.match_info['path']}"
        body, files = await body_of(request)
        self.asked.append((request.method, path))
        if (trouble := self._trouble(request)) is not None:
            return trouble
        if (seconds := self.buckets.take_of_all(path)) > 0:
            return limited(seconds, everywhere=True)
        fault = self.script.next(request.method, path)
        if fault is not None and fault.meets in BEFORE:
            return instead(request, fault)
        self._check(path, request.method, body)
        if calls_all(body):
            self.broken.append(f"{request.method} {path}: may call everybody")
        headers, wait = self.buckets.take(path) if request.method == "POST" else (UNTOLD, 0.0)
        if (seconds := max(self._waits(), wait)) > 0 and path.endswith("/messages"):
            return limited(seconds)
        response = await self._answered(request, path, body, files)
        if request.method == "POST" and self.town.faults.strikes(self.town.faults.lost_answers):
            return cut(request)
        response.headers.update(headers)
        return response if fault is None else await afterwards(request, fault, response)

    def _trouble(self, request: web.Request) -> web.Response | None:
        """What stands in the way of every request."""
        faults = self.town.faults
        if faults.out(HERE, self.town.clock.now()) or faults.strikes(faults.lost_requests):
            return cut(request)
        if request.headers.get("Authorization") != f"Bot {self.token}":
            return told(UNKNOWN, 401)
        return None

    async def _answered(
        self,
        request: web.Request,
        path: str,
        body: Any,  # noqa: ANN401 - any JSON
        files: Files,
    ) -> web.Response:
        try:
            handler, ids = route_of(request.method, path)
            if path.endswith("/callback"):
                self.callbacks.append(body["type"])
            status, answer = await handler(self.state, Call(ids, request.query, body, files))
        except RefusedError as no:
            return told({"message": no.message, "code": no.code}, no.status)
        self._check(path, request.method, answer, status)
        return told(self.spoils(request.method, path, answer), status)

    def _waits(self) -> float:
        """Seconds for which messages are refused."""
        until = self.town.faults.limited_until.get(HERE)
        return 0.0 if until is None else (until - self.town.clock.now()).total_seconds()

    def _check(self, path: str, method: str, body: Any, status: int | None = None) -> None:  # noqa: ANN401 - any JSON
        try:
            check(path, method, body, status)
        except BrokenError as wrong:
            self.broken.append(str(wrong))
