"""What a session without the intent of content is told of messages. Source: Discord's reference.

Messages in private, those of the bot itself, and those that mention it stay whole; so do the
messages of interactions, which do not come this way.
"""

from collections.abc import Mapping
from typing import Any

from tests.wire.discord.ids import BOT

Json = dict[str, Any]
EMPTIED: Mapping[str, object] = {"content": "", "attachments": [], "embeds": [], "components": []}


def censored(message: Json) -> Json:
    """The message as it is told."""
    mentioned = any(one["id"] == BOT for one in message.get("mentions", ()))
    ours = message["author"]["id"] == BOT if isinstance(message.get("author"), dict) else False
    if mentioned or ours or "guild_id" not in message:
        return message
    return _emptied(message)


def _emptied(message: Json) -> Json:
    emptied = {name: value for name, value in EMPTIED.items() if name in message}
    told: Json = {**message, **emptied}
    told.pop("poll", None)
    forwarded: list[Json] = message.get("message_snapshots") or []
    if forwarded:
        told["message_snapshots"] = [
            {**one, "message": _emptied(one["message"])} for one in forwarded
        ]
    return told
