"""The only file that touches what discord.py keeps to itself; `check` says when it has moved."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp
import discord
import orjson
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import INTERNAL_API_VERSION, HTTPClient, Ratelimit, Route

from adapters.discord.payload import Payload
from bot.ports.pictures import Unfit

Dated = Callable[[str], None]
"""Is told the date of each answer."""
Parse = Callable[[Payload], None]
UNREACHED = (aiohttp.ClientError, OSError, ValueError)
"""What the library lets through where Discord is not reached, or answers with no JSON."""
LONGEST_SLEEP_S = 6.0
"""A channel takes five messages in five seconds, so that none of them has to come again."""
SESSION = "_HTTPClient__session"
"""What the library asks with; by its proxy, if it has one."""
LOADED_WITHIN_S = 10.0
PART_BYTES = 1 << 16
UNKNOWN = "UNKNOWN"
"""The name of all events of which the library knows none."""
QUIET = ("discord.gateway", "discord.http", "discord.client", "discord.state")
"""At DEBUG these write texts and tokens of interactions."""


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that is asked of Discord. `path` has its ids as `{names}`."""

    method: str
    path: str
    ids: dict[str, str]


def point_at(api: str | None, gateway: str | None) -> None:
    """Use these addresses instead of Discord's own: for proxies, and for tests. For all clients."""
    Route.BASE = api or f"https://discord.com/api/v{INTERNAL_API_VERSION}"
    address = gateway or "wss://gateway.discord.gg/"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address)


def keep_quiet() -> None:
    """No log of the library's own writes what people wrote, whatever level is set.

    Nor does it warn that it cannot speak: this bot only writes.
    """
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.INFO)


def read_json(raw: bytes | bytearray | memoryview | str) -> Any:  # noqa: ANN401 - any JSON
    """JSON, also with half a character in it, at which the quick reader gives up.

    A frame that cannot be read would end the connection, and with it hide every text in it.
    """
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return json.loads(bytes(raw) if isinstance(raw, memoryview) else raw)


def read_all_json() -> None:
    """Let the library read JSON as we do."""
    discord.utils._from_json = read_json  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


def never_sleep_long(client: discord.Client) -> None:
    """Whoever asks is told to come later, instead of being held for longer than this.

    What waits within the library is sent in the end, although it may have been withdrawn. The
    library would also refuse where there are tokens left, if the buckets knew of it: they do not.
    """
    http = client.http
    http.max_ratelimit_timeout = LONGEST_SLEEP_S

    def bucket(key: str) -> Ratelimit:
        found = http._buckets.get(key)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        if found is None:
            found = http._buckets[key] = Ratelimit(None)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
            http._try_clear_expired_ratelimits()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        return found

    http.get_ratelimit = bucket  # type: ignore[method-assign]


def dates(dated: Dated) -> aiohttp.TraceConfig:
    """Tells of the date of every answer to a request."""

    async def ended(_: object, __: object, about: aiohttp.TraceRequestEndParams) -> None:
        if (date := about.response.headers.get("Date")) is not None:
            dated(date)

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(ended)
    return trace


def _full(http: HTTPClient, route: Route) -> float:
    """Seconds until the bucket of a route takes more, where all that it will take waits already.

    The library lets wait whoever comes, in order: what is urgent would come last.
    """
    bucket = _bucket(http, route)
    if bucket is None or bucket.expires is None:
        return 0.0
    waiting = len(bucket._pending_requests)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    return _waits(http, route) if waiting >= bucket.limit else 0.0


def _waits(http: HTTPClient, route: Route) -> float:
    """Seconds until the bucket of a route has a token again; 0.0 where it has one, or is new."""
    bucket = _bucket(http, route)
    if bucket is None or bucket.remaining > 0 or bucket.expires is None:
        return 0.0
    return bucket.expires - asyncio.get_running_loop().time()


def _bucket(http: HTTPClient, route: Route) -> Ratelimit | None:
    known = http._bucket_hashes.get(route.key, route.key)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    return http._buckets.get(f"{known}:{route.major_parameters}")  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


class Parsers(dict[str, Parse]):
    """The parsers by the names of events; `otherwise` takes those of names that nobody knows."""

    def __init__(self, known: Mapping[str, Parse], otherwise: Parse) -> None:
        """The library looks each event up here."""
        super().__init__(known)
        self._otherwise = otherwise

    def __getitem__(self, name: object) -> Parse:
        """Whatever the name is: one that cannot be looked up would end the connection."""
        found = self.get(name) if isinstance(name, str) else None
        return self._otherwise if found is None else found


def guard(client: discord.Client, around: Callable[[str, Parse], Parse]) -> None:
    """Put `around` every parser of gateway events, by the name of the event."""
    state = client._connection  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    known = {name: around(name, parse) for name, parse in state.parsers.items()}
    state.parsers = Parsers(known, around(UNKNOWN, lambda _: None))


async def ask(client: discord.Client, request: Request, body: Mapping[str, Any]) -> object:
    """Ask for something; buckets, waits and retries are the library's."""
    route = Route(request.method, request.path, **request.ids)
    if (seconds := _waits(client.http, route)) > LONGEST_SLEEP_S:
        raise discord.RateLimited(seconds)
    if (seconds := _full(client.http, route)) > 0.0:
        raise discord.RateLimited(seconds)
    try:
        answer: object = await client.http.request(route, **body)
    except (aiohttp.ClientError, RuntimeError, ValueError) as broken:
        # A session that was closed meanwhile is a RuntimeError, an answer that is no JSON a
        # ValueError. Whoever asks is told the same of all: nobody knows what came of it.
        raise ConnectionResetError(type(broken).__name__) from broken
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        raise ConnectionAbortedError from None  # a session that closes cancels what others await
    if answer and isinstance(answer, str):
        message = "a page"  # of a proxy that is ill: Discord answers with JSON, or nothing
        raise ConnectionResetError(message)
    return answer


async def load(client: discord.Client, address: yarl.URL, most: int) -> bytes:
    """What lies at an address: no token goes along, and no other address is followed.

    Raises Unfit for more bytes than `most` and where there is nothing, OSError where it is not
    reached in time.
    """
    http = client.http
    session: aiohttp.ClientSession = getattr(http, SESSION)
    within = aiohttp.ClientTimeout(total=LOADED_WITHIN_S)
    try:
        async with session.get(
            address, allow_redirects=False, timeout=within, proxy=http.proxy,
            proxy_auth=http.proxy_auth,
        ) as answer:  # fmt: skip
            return await _bytes_of(answer, most)
    except (aiohttp.ClientError, TimeoutError, RuntimeError) as broken:
        raise ConnectionResetError(type(broken).__name__) from broken


async def _bytes_of(answer: aiohttp.ClientResponse, most: int) -> bytes:
    found = bytearray()
    if answer.status == HTTPStatus.OK:
        async for part in answer.content.iter_chunked(PART_BYTES):
            found += part
            if len(found) > most:  # whatever it said of itself; the rest is not read
                break
    if not 0 < len(found) <= most:
        message = "there is no such file, or it is too large"
        raise Unfit(message)
    return bytes(found)


def heard(client: discord.Client) -> int:
    """The number of the last event that was heard in this session."""
    socket = getattr(client, "ws", None)
    return 0 if socket is None else socket.sequence or 0


def check() -> None:
    """Raise RuntimeError where this version of the library has moved what we touch."""
    client = discord.Client(intents=discord.Intents(guilds=True))
    state = client._connection  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    moved = not hasattr(client.http, SESSION)
    if moved or "MESSAGE_CREATE" not in getattr(state, "parsers", {}):
        message = "this version of discord.py is not known to work; install the one of the lock"
        raise RuntimeError(message)
