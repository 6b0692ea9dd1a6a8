"""Texts that are no messages: titles of threads, and what AutoMod kept from being posted."""

import hashlib
from datetime import timedelta

from adapters.discord.payload import Payload, id_of, known_id, text_of
from adapters.discord.reading.guild import HERE, Guild
from adapters.discord.reading.hidden import texts_within
from adapters.discord.reading.moments import moment_of
from bot.model.events import EventId, Said
from bot.model.people import Member
from bot.skew import Skew

NEWS = timedelta(days=1)
"""So long the title of a thread that we are shown for the first time is one to be read."""


def title(raw: Payload, guild: Guild, skew: Skew, *, is_new: bool) -> Said | None:
    """The title of a thread that was begun, or that somebody renamed; None for an old one.

    One that we are asked into is begun for us, if it was begun lately. Who renamed it is not told:
    it is read as its owner's. Raises ValueError for one without an id, or without a title.
    """
    number, owner = known_id(raw.get("id")), id_of(raw.get("owner_id"))
    begun, at = raw.get("newly_created"), moment_of(int(number))
    if owner == guild.bot or (is_new and not begun and skew.theirs() - at > NEWS):
        return None
    name = raw["name"]
    if not isinstance(name, str):
        message = "there is no title"
        raise ValueError(message)  # noqa: TRY004 - of a payload, not of our own code
    parent = id_of(raw.get("parent_id")) or number
    return Said(
        id=EventId(f"discord:title:{number}:{_digest(name)}"), at=skew.ours(at),
        who=Member(HERE, owner or "0"), room=guild.room(number),
        text=name, message=guild.ref(parent, number, direct=False), edited=not is_new,
    )  # fmt: skip


def blocked(raw: Payload, guild: Guild, skew: Skew) -> Said | None:
    """A message that AutoMod kept back: nobody saw it, and it may be a cry.

    None where the message was posted all the same, as it then comes as a message, too.
    """
    if id_of(raw.get("message_id")):
        return None
    who, channel = known_id(raw.get("user_id")), id_of(raw.get("channel_id"))
    text, alert = text_of(raw.get("content")), id_of(raw.get("alert_system_message_id"))
    now = skew.clock.now()  # one event for each action, within a minute; later, it is a new one
    return Said(
        id=EventId(f"discord:automod:{who}:{channel}:{_digest(text)}:{now:%Y%m%d%H%M}"), at=now,
        who=Member(HERE, who), room=guild.room(channel), text=text,
        parts=tuple(one for one in _found(raw) if one not in text),
        message=guild.ref(channel, alert, direct=False),
    )  # fmt: skip


def _found(raw: Payload) -> tuple[str, ...]:
    """What stands beside the content, or in its place: without the intent there is none."""
    content: object = raw.get("content")
    odd = None if isinstance(content, str) else content
    return texts_within([odd, raw.get("matched_content")])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
