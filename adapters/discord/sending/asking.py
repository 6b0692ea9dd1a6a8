"""How the parts of the adapter ask Discord for something."""

from collections.abc import Mapping
from typing import Any, Protocol, TypeAlias, cast

import discord

from adapters.discord.payload import Payload, event_of, id_of, payload_of, payloads_of

BROKEN = (discord.DiscordException, OSError)
"""What a request raises: Discord refuses it, or it was not reached."""
MESSAGES, PAGE = "/channels/{channel_id}/messages", 100
"""The messages of a channel, and how many of them come at once."""
Body: TypeAlias = Mapping[str, Any]
"""What goes with a request: `json`, `params`, or `form` with the parts of one."""


class Asks(Protocol):
    """Asks for something, and gives what came back."""

    async def __call__(
        self, method: str, path: str, body: Body | None = None, /, **ids: str
    ) -> object:
        """`ids` are those of the path. Raises discord.HTTPException and OSError."""
        ...


def made_in(answer: object) -> Payload:
    """What was made or asked for. Raises ConnectionAbortedError where the answer does not tell.

    It may have been made all the same: nobody knows, as if the answer had been lost.
    """
    found = payload_of(answer)
    if not id_of(found.get("id")):
        raise ConnectionAbortedError
    return found


def all_in(answer: object) -> list[Payload]:
    """What a list holds. Raises ConnectionAbortedError for none: it is not the same as empty."""
    if not isinstance(answer, list):
        raise ConnectionAbortedError
    return [event_of(one) for one in cast("list[object]", answer)]


def listed_in(answer: object, name: str) -> list[Payload]:
    """The objects of a list under a name. Raises ConnectionAbortedError where there is none."""
    found = payload_of(answer).get(name)
    if not isinstance(found, list):
        raise ConnectionAbortedError
    return payloads_of(cast("list[object]", found))


def number_in(message: Payload) -> int:
    """Its place in the history; 0 where it has no id."""
    return int(id_of(message.get("id")) or 0)
