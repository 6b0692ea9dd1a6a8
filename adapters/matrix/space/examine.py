"""What the homeserver says of a bot before it runs, by requests alone: for `porchlight doctor`.

Nothing of it is kept, and no keys are made. Where the bot never ran, it logs in and out again.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

from adapters.matrix.crypto.asking import ask
from adapters.matrix.crypto.client import keep_quiet, stranger_at
from adapters.matrix.crypto.signing import MASTER, QUERY, SELF, Seed
from adapters.matrix.gateway.errors import BROKEN, Dead, Refused, Unusable
from adapters.matrix.gateway.login import WHOAMI, Account, by_password
from adapters.matrix.hearing.asking import Asks
from adapters.matrix.keeping.kept import Kept, KeptDevice
from adapters.matrix.payload import Payload, payload_of, text_of, texts_of
from adapters.matrix.space.offices import Offices, Words
from adapters.matrix.space.probe import LIMITED, takes_many
from adapters.matrix.space.survey import survey_of
from bot.ports.survey import Survey
from bot.settings import MatrixSettings

PATIENCE_S = 60.0
CLIENT = "/_matrix/client/v3"
VERSIONS, LOGOUT = "/_matrix/client/versions", f"{CLIENT}/logout"
SYNC = f"{CLIENT}/sync"
NO_WORDS = Words("", "", "", "{room}")


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found.

    `ails` are slugs: `unreachable`, `busy`, `no_homeserver`, `refused`, `unusable` (of which
    `sentence` tells) end it; `other_account`, `not_in_space`, `identity_taken`, `unsigned` do not.
    `asked_in` are rooms whose invitation waits for the start. `is_limited` is None where it was
    not tried out.
    """

    ails: tuple[str, ...] = ()
    sentence: str = ""
    user: str = ""
    survey: Survey | None = None
    asked_in: frozenset[str] = field(default=frozenset(), repr=False)
    is_limited: bool | None = None
    replaced: tuple[str, ...] = field(default=(), repr=False)
    strangers: int = 0


class _NoServer(Exception):  # noqa: N818 - a state of the settings
    """What answers there is no homeserver."""


class _Shut(Exception):  # noqa: N818 - as above
    """Neither token nor password lets us in."""


async def examine(settings: MatrixSettings, account: Account, *, probes: bool) -> Examined:
    """Ask the homeserver. With `probes` it is tried out how much it takes, in a room of our own."""
    keep_quiet()
    try:
        async with asyncio.timeout(PATIENCE_S), _entered(account, Kept(settings.folder)) as found:
            asks, user = found
            return await _look(settings, asks, user, probes=probes)
    except _NoServer:
        return Examined(("no_homeserver",))
    except _Shut:
        return Examined(("refused",))
    except Unusable as why:
        return Examined(("unusable",), str(why))
    except BROKEN as broken:
        is_busy = isinstance(broken, Refused) and broken.status == LIMITED
        return Examined(("busy" if is_busy else "unreachable",))


@asynccontextmanager
async def _entered(account: Account, kept: Kept) -> AsyncGenerator[tuple[Asks, str], None]:
    """How it is asked as the bot, and who that is; out again where it came in for this alone."""
    client = stranger_at(account.homeserver.rstrip("/"))

    async def asks(method: str, path: str, body: object = None, /) -> Payload:
        return await ask(client, method, path, body)

    try:
        await _must_be_one(asks)
        device = kept.device()
        given = "" if account.token is None else account.token.get_secret_value()
        client.access_token = (device.token if device else "") or given
        known = await _who(asks) if client.access_token else ""
        if known:
            yield asks, known
            return
        found = await _logged_in(account)
        client.access_token = found.token
        try:
            yield asks, found.user
        finally:
            with suppress(*BROKEN):
                await asks("POST", LOGOUT, {})
    finally:
        await client.close()


async def _must_be_one(asks: Asks) -> None:
    """Raises _NoServer where something answers, and is no homeserver."""
    try:
        versions = texts_of((await asks("GET", VERSIONS)).get("versions"))
    except Refused as no:
        if no.status >= 500:
            raise
        versions = ()
    except ConnectionAbortedError:
        versions = ()
    if not versions:
        raise _NoServer


async def _who(asks: Asks) -> str:
    """Empty where the token is none."""
    try:
        return text_of((await asks("GET", WHOAMI)).get("user_id"))
    except Dead:
        return ""


async def _logged_in(account: Account) -> KeptDevice:
    """By the password, if there is one, for this look alone. Raises _Shut."""
    if account.password is None:
        raise _Shut
    try:
        return await by_password(account, "", None)
    except Unusable:
        raise _Shut from None


async def _look(settings: MatrixSettings, asks: Asks, user: str, *, probes: bool) -> Examined:
    offices = Offices(
        NO_WORDS, settings.space or "",
        frozenset((*settings.moderator_rooms, *settings.vent_rooms)),
    )  # fmt: skip
    offices.known.us = user
    await _learn(offices, asks)
    asked_in = await _asked_in(asks)
    ails = [one async for one in _ails(settings, offices, asks, asked_in)]
    known = offices.known
    replaced = tuple(one for one in offices.placed() if known.state(one).is_replaced)
    return Examined(
        ails=tuple(ails), user=user, replaced=replaced, survey=survey_of(offices),
        asked_in=asked_in,
        is_limited=not await takes_many(asks) if probes else None,
        strangers=_strangers(settings, offices),
    )  # fmt: skip


async def _learn(offices: Offices, asks: Asks) -> None:
    """The state of every room that we are in, of the community; spaces first."""
    joined = set(texts_of((await asks("GET", f"{CLIENT}/joined_rooms")).get("joined_rooms")))
    asked = set[str]()
    while (
        due := ({offices.space, *offices.rooms, *offices.known.below(offices.home)} & joined)
        - asked
    ):
        for room in due:
            asked.add(room)
            state = await _state(asks, room)
            offices.known.take({"rooms": {"join": {room: {"state": {"events": state}}}}})


async def _state(asks: Asks, room: str) -> object:
    """The events of a room's state, every member among them."""
    told = await asks(
        "GET", f"{SYNC}?{urlencode({'filter': json.dumps(_only(room)), 'timeout': 0})}"
    )
    joined = payload_of(payload_of(told.get("rooms")).get("join"))
    return payload_of(payload_of(joined.get(room)).get("state")).get("events")


def _only(room: str) -> Payload:
    nothing: Payload = {"types": list[str]()}
    return {
        "presence": nothing, "account_data": nothing,
        "room": {
            "rooms": [room], "ephemeral": nothing, "account_data": nothing,
            "timeline": {"limit": 1, "types": ["org.porchlight.nothing"]},
            "state": {"lazy_load_members": False},
        },
    }  # fmt: skip


async def _asked_in(asks: Asks) -> frozenset[str]:
    nothing: Payload = {"types": list[str]()}
    only = {"presence": nothing, "room": {"state": nothing, "timeline": {"limit": 1}}}
    told = await _synced(asks, only)
    return frozenset(payload_of(payload_of(told.get("rooms")).get("invite")))


async def _synced(asks: Asks, only: Payload) -> Payload:
    """One answer of sync from nothing on: it takes no message from the device that runs."""
    return await asks("GET", f"{SYNC}?{urlencode({'filter': json.dumps(only), 'timeout': 0})}")


async def _ails(
    settings: MatrixSettings, offices: Offices, asks: Asks, asked_in: frozenset[str]
) -> AsyncIterator[str]:
    user = offices.known.us
    if settings.user and settings.user != user:
        yield "other_account"
    if offices.space and offices.home not in {*offices.known.rooms, *asked_in}:
        yield "not_in_space"
    kept = Kept(settings.folder)
    device, seeds = kept.device(), kept.seeds()
    answer = await asks("POST", QUERY, {"device_keys": {user: list[str]()}})
    theirs = _public(answer, "master_keys", user)
    ours = Seed.of(seeds[MASTER]).public if seeds else ""
    if theirs and theirs != ours:
        yield "identity_taken"
    elif device is not None and device.published and not _is_signed(answer, device, seeds):
        yield "unsigned"


def _is_signed(answer: Payload, device: KeptDevice, seeds: dict[str, bytes] | None) -> bool:
    """Whether others can tell that this device is ours."""
    devices = payload_of(payload_of(answer.get("device_keys")).get(device.user))
    signatures = payload_of(payload_of(devices.get(device.id)).get("signatures"))
    return bool(seeds) and f"ed25519:{Seed.of((seeds or {})[SELF]).public}" in payload_of(
        signatures.get(device.user)
    )


def _public(answer: Payload, what: str, user: str) -> str:
    keys = payload_of(payload_of(payload_of(answer.get(what)).get(user)).get("keys"))
    return next((text_of(one) for one in keys.values()), "")


def _strangers(settings: MatrixSettings, offices: Offices) -> int:
    """How many of other homeservers are in the moderators' rooms: those keep copies, too."""
    inside = {one for room in settings.moderator_rooms for one in offices.known.state(room).inside}
    home = offices.known.us.partition(":")[2]
    return sum(one.partition(":")[2] != home for one in inside)
