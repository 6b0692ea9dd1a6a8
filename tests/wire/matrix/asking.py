"""Requests of somebody's app by hand, and rooms as tests need them."""

import asyncio
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote

from tests.wire.matrix.bot import Bot
from tests.wire.matrix.person import ENCRYPTION, Person
from tests.wire.matrix.synapse import Synapse

CREATE = "/_matrix/client/v3/createRoom"
PATIENT_S = 30.0


def ask(at: Synapse, who: Person, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401
    """As their app would."""
    return at.ask(method, path, body, who.client.access_token)


def path_of(room: str, *more: str) -> str:
    """An address below a room."""
    return "/".join(
        ("/_matrix/client/v3/rooms", quote(room, safe=""), *(quote(one, safe="") for one in more))
    )


def made(at: Synapse, who: Person, *others: str, encrypted: bool = False, **more: object) -> str:
    """A room with others asked into it; its id."""
    body = {
        "invite": others, "preset": "private_chat",
        "initial_state": [ENCRYPTION] if encrypted else [], **more,
    }  # fmt: skip
    return str(ask(at, who, "POST", CREATE, body)["room_id"])


def membership(at: Synapse, who: Person, room: str, user: str) -> str:
    """What somebody is in a room, as one sees it who is in it; nothing for who never was there."""
    try:
        told = ask(at, who, "GET", path_of(room, "state", "m.room.member", user))
    except HTTPError:
        return ""
    return str(told["membership"])


async def until_is(at: Synapse, who: Person, room: str, user: str, wanted: str) -> None:
    """Wait until somebody's membership is this."""
    async with asyncio.timeout(PATIENT_S):
        while await asyncio.to_thread(membership, at, who, room, user) != wanted:  # noqa: ASYNC110
            await asyncio.sleep(0.1)


def puts_out(at: Synapse, who: Person, room: str, bot: Bot, how: str = "kick") -> None:
    """Take the bot out of a room."""
    ask(at, who, "POST", path_of(room, how), {"user_id": bot.id})
