"""The gateway: sessions over websockets, compressed as the client asks, resumed where they end."""

import asyncio
import json
import zlib
from dataclasses import dataclass, field
from typing import Any, Protocol

import zstandard
from aiohttp import WSMsgType, web

from adapters.discord.payload import id_of, payload_of
from tests.wire.discord.censor import censored
from tests.wire.discord.objects import CONTENT

Json = dict[str, Any]
DISPATCH, BEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
BEAT_EVERY_MS = 41_250
OF_GUILDS = frozenset({"GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE"})
BAD_TOKEN, BAD_SHARD, FEW_SHARDS, UNKNOWN_INTENTS, BAD_INTENTS = 4004, 4010, 4011, 4013, 4014
KNOWN_INTENTS = 0b11_0011_0001_1111_1111_1111_1111
"""Bits 0 to 16, 20, 21, 24 and 25. Source: Discord's reference, Gateway Intents."""


class Compressor(Protocol):
    """One stream for each connection."""

    def __call__(self, text: str) -> bytes:
        """The next message of the stream."""
        ...


def compressor(kind: str | None) -> Compressor | None:
    """What a client asked for in its address."""
    if kind == "zlib-stream":
        stream = zlib.compressobj()
        return lambda text: stream.compress(text.encode()) + stream.flush(zlib.Z_SYNC_FLUSH)
    if kind == "zstd-stream":
        chunks = zstandard.ZstdCompressor().compressobj()
        flush = zstandard.COMPRESSOBJ_FLUSH_BLOCK
        return lambda text: chunks.compress(text.encode()) + chunks.flush(flush)
    return None


@dataclass(slots=True)
class Session:
    """What one client identified as; it outlives its connections."""

    id: str
    intents: int
    socket: web.WebSocketResponse | None = None
    packed: Compressor | None = None
    transport: asyncio.Transport | None = None
    sequence: int = 0
    shard: tuple[int, int] = (0, 1)
    sent: list[Json] = field(default_factory=list[Json])

    async def dispatch(self, name: str, data: Json) -> None:
        """One event, kept for whoever resumes; without the intent of content, without content."""
        if name in {"MESSAGE_CREATE", "MESSAGE_UPDATE"} and not self.intents & CONTENT:
            data = censored(data)
        self.sequence += 1
        frame = {"op": DISPATCH, "s": self.sequence, "t": name, "d": data}
        self.sent.append(frame)
        await self.send(frame)

    async def send(self, frame: Json) -> None:
        """One frame, if somebody listens."""
        await self.send_text(json.dumps(frame))

    async def send_text(self, text: str) -> None:
        """The same, as it stands, whether it is one or not."""
        socket = self.socket
        if socket is None or socket.closed:
            return
        try:
            if self.packed is None:
                await socket.send_str(text)
            else:
                await socket.send_bytes(self.packed(text))
        except ConnectionError:
            self.socket = None


def _shard(data: Json) -> tuple[int, int]:
    number, of = data.get("shard") or (0, 1)
    return number, of


def is_told(shard: tuple[int, int], name: str, data: Json) -> bool:
    """Whether a session of this shard is told: private messages belong to the first alone."""
    about = payload_of(data)  # tests send things of every shape
    guild = about.get("id") if name in OF_GUILDS else about.get("guild_id")
    number = int(id_of(guild) or 0)
    return (number >> 22) % shard[1] == shard[0]


class World(Protocol):
    """What a session is shown."""

    token: str

    @property
    def allowed_intents(self) -> int:
        """What the application may ask for."""
        ...

    @property
    def shards(self) -> int:
        """How many connections are wanted at least."""
        ...

    def ready(self, session: Session) -> list[tuple[str, Json]]:
        """The events that follow an identification."""
        ...


class Gateway:
    """All sessions. While it is `shut` nobody is let in.

    `closes_with` refuses whoever identifies, whatever they say.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.sessions: dict[str, Session] = {}
        self.shut = False
        self.closes_with: int | None = None
        self.identified = 0
        self._count = 0

    async def dispatch(self, name: str, data: Json) -> None:
        """An event for every session of its shard."""
        for session in list(self.sessions.values()):
            if is_told(session.shard, name, data):
                await session.dispatch(name, data)

    async def drop(self, *, resumable: bool = True, code: int = 4000) -> None:
        """Cut every connection; sessions that may not be resumed are forgotten."""
        for session in list(self.sessions.values()):
            socket, session.socket = session.socket, None
            if not resumable:
                del self.sessions[session.id]
            if socket is not None and not socket.closed:
                await socket.close(code=code)

    async def abort(self) -> None:
        """Cut every connection without a word; whoever comes back may resume."""
        for session in list(self.sessions.values()):
            session.socket = None
            if session.transport is not None:
                session.transport.abort()

    async def connected(self, request: web.Request) -> web.StreamResponse:
        """One connection, from hello to its end."""
        if self.shut:
            return web.Response(status=503)
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        packed = compressor(request.query.get("compress"))
        session = Session("", 0, socket, packed, request.transport)
        await session.send({"op": HELLO, "d": {"heartbeat_interval": BEAT_EVERY_MS}})
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            session = await self._heard(json.loads(message.data), session)
        if session.socket is socket:
            session.socket = None
        return socket

    async def _heard(self, frame: Json, session: Session) -> Session:
        match frame["op"]:
            case 1:
                await session.send({"op": ACK, "d": None})
            case 2:
                return await self._identified(frame["d"], session)
            case 6:
                return await self._resumed(frame["d"], session)
            case _:
                pass
        return session

    async def _identified(self, data: Json, session: Session) -> Session:
        assert session.socket is not None
        self.identified += 1
        if (code := self._refused(data)) is not None:
            await session.socket.close(code=code)
            return session
        self._count += 1
        session.id, session.intents = f"session-{self._count}", data["intents"]
        session.shard = _shard(data)
        self.sessions[session.id] = session
        for name, event in self._world.ready(session):
            await session.dispatch(name, event)
        return session

    def _refused(self, data: Json) -> int | None:
        """The code with which a connection is closed, in the order in which Discord looks."""
        number, of = _shard(data)
        if self.closes_with is not None:
            return self.closes_with
        if data["token"] != self._world.token:
            return BAD_TOKEN
        if not 0 <= number < of:
            return BAD_SHARD
        if of < self._world.shards:
            return FEW_SHARDS
        if data["intents"] & ~KNOWN_INTENTS:
            return UNKNOWN_INTENTS
        return BAD_INTENTS if data["intents"] & ~self._world.allowed_intents else None

    async def _resumed(self, data: Json, connection: Session) -> Session:
        session = self.sessions.get(data["session_id"])
        if session is None:
            await connection.send({"op": INVALID, "d": False})
            return connection
        session.socket, session.packed = connection.socket, connection.packed
        session.transport = connection.transport
        for frame in list(session.sent):
            if frame["s"] > data["seq"]:
                await session.send(frame)
        await session.dispatch("RESUMED", {})
        return session

    async def close(self) -> None:
        """The end of the server."""
        await self.drop(resumable=False, code=1001)
        await asyncio.sleep(0)
