"""Which texts of a frame must be heard.

All that still stand anywhere in it, wherever a change has put them, unless the frame says plainly
that they are no news of a person in our guild or in private:

- its `op` is not that of an event, or its name is none of those in `TALK` and it does not look like
  a message (`content`) or an interaction (`token` and `data`);
- `guild_id` is the id of another guild;
- of a message: `author.bot` is true, `webhook_id` is an id, `flags` has the bit of what one person
  alone sees, `type` is one by which Discord itself speaks; an update says that it is no edit
  (`edited_timestamp` is there, and null);
- of a thread's title: the bot is its owner, or it is not newly created and older than a day; in a
  list, it stands in no object;
- of what AutoMod found: `message_id` is an id, as it was posted then and comes as a message, too;
- of an interaction: it is a ping, or what is being typed and not yet sent (types 1 and 4).

What is in doubt is a person's: a flag that is a list, a type that is a text or a number that nobody
knows, a guild that is no id.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, cast

from adapters.discord.payload import Payload, payload_of, payloads_of, values_of
from adapters.discord.reading.moments import snowflake_at
from tests.wire.discord.ids import BOT, GUILD
from tests.wire.discord.mutants.talk import TALK

CRY = re.compile(r"cry-\d+-\d+-")
NAMES = frozenset(name for name, _ in TALK if not name.startswith("A_KIND"))
SYSTEM = frozenset(
    {*range(1, 13), 14, 15, 16, 17, 22, 24, 25, 26, 28, 29, 32, 36, 37, 38, 39, 44, 46}
)
"""Types of messages without a person's words. Source: Discord's reference, Message Types."""
EPHEMERAL = 64
ID = re.compile(r"[0-9]{1,19}")
NEWS = timedelta(days=1)


def cries(found: Any) -> set[str]:  # noqa: ANN401 - any JSON
    """Every mark of a text in it."""
    return set(CRY.findall("\n".join(_texts(found))))


def due(frame: dict[str, Any], now: datetime) -> set[str]:
    """The marks that must be heard of a frame, as a reader of JSON sees it."""
    data = frame.get("d")
    name = _name(frame.get("t"), data)
    if frame.get("op") != 0 or name is None:
        return set()
    if not isinstance(data, dict):
        return cries(data) if name != "THREAD_LIST_SYNC" else set()
    told = cast("dict[str, Any]", data)
    if name == "THREAD_LIST_SYNC":
        listed = payloads_of(told.get("threads"))
        return {mark for one in listed for mark in _listed(one, told, now)}
    return set() if _is_excused(name, told, now) else cries(told)


def _listed(thread: Payload, told: dict[str, Any], now: datetime) -> set[str]:
    whole = {"guild_id": told.get("guild_id"), **thread}
    return set() if _is_excused("THREAD_CREATE", whole, now) else cries(thread)


def _name(name: object, data: object) -> str | None:
    if isinstance(name, str) and name in NAMES:
        return name
    if isinstance(data, dict) and "content" in data:
        return "MESSAGE_CREATE"
    return "INTERACTION_CREATE" if isinstance(data, dict) and {"token", "data"} <= {*data} else None


def _is_excused(name: str, told: dict[str, Any], now: datetime) -> bool:
    is_theirs = _is_id(told.get("guild_id")) and str(told["guild_id"]) != GUILD
    return is_theirs or _is_no_news(name, told, now)


def _is_no_news(name: str, told: dict[str, Any], now: datetime) -> bool:
    match name:
        case "MESSAGE_CREATE":
            return _is_no_persons(told)
        case "MESSAGE_UPDATE":
            is_none = "edited_timestamp" in told and told["edited_timestamp"] is None
            return is_none or _is_no_persons(told)
        case "THREAD_CREATE":
            id_ = told.get("id")
            is_old = _is_id(id_) and int(str(id_)) < snowflake_at(now - NEWS)
            return _is_ours(told) or (is_old and not told.get("newly_created"))
        case "THREAD_UPDATE":
            return _is_ours(told)
        case "AUTO_MODERATION_ACTION_EXECUTION":
            return _is_id(told.get("message_id"))
        case _:
            return _number(told.get("type")) in {1, 4}


def _is_no_persons(told: dict[str, Any]) -> bool:
    return (
        payload_of(told.get("author")).get("bot") is True
        or _is_id(told.get("webhook_id"))
        or _number(told.get("type")) in SYSTEM
        or bool(_number(told.get("flags")) & EPHEMERAL)
    )


def _is_ours(told: dict[str, Any]) -> bool:
    return str(told.get("owner_id")) == BOT


def _number(found: object) -> int:
    return found if type(found) is int and found >= 0 else 0


def _is_id(found: object) -> bool:
    text = str(found) if isinstance(found, str) or type(found) is int else ""
    return ID.fullmatch(text) is not None and 0 < int(text) < 1 << 63


def _texts(found: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(found, str):
        yield found
    for one in (*payload_of(found).values(), *values_of(found)):
        yield from _texts(one)
