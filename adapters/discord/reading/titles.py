"""Texts that are no messages: titles of threads, and what AutoMod kept from being posted."""

import hashlib

from adapters.discord.payload import Payload, text_of
from adapters.discord.reading.guild import HERE, Guild
from adapters.discord.reading.moments import moment_of
from bot.model.events import EventId, Said
from bot.model.people import Member
from bot.ports.time import Clock


def title(raw: Payload, guild: Guild, *, is_new: bool) -> Said | None:
    """The title of a thread that was begun, or that somebody renamed; None for one just joined.

    Who renamed it is not told: it is read as its owner's. Raises KeyError for one without an id.
    """
    if (is_new and not raw.get("newly_created")) or str(raw.get("owner_id")) == guild.bot:
        return None
    number, name = str(raw["id"]), text_of(raw.get("name"))
    parent = str(raw.get("parent_id") or number)
    return Said(
        id=EventId(f"discord:title:{number}:{_digest(name)}"), at=moment_of(int(number)),
        who=Member(HERE, str(raw.get("owner_id") or "0")), room=guild.room(number),
        text=name, message=guild.ref(parent, number, direct=False), edited=not is_new,
    )  # fmt: skip


def blocked(raw: Payload, guild: Guild, clock: Clock) -> Said | None:
    """A message that AutoMod kept back: nobody saw it, and it may be a cry.

    None where the message was posted all the same, as it then comes as a message, too.
    """
    if raw.get("message_id"):
        return None
    who, channel = str(raw["user_id"]), str(raw.get("channel_id") or "")
    text, alert = text_of(raw.get("content")), str(raw.get("alert_system_message_id") or "")
    now = clock.now()  # one event for each action, within a minute; said again later, it is new
    return Said(
        id=EventId(f"discord:automod:{who}:{channel}:{_digest(text)}:{now:%Y%m%d%H%M}"), at=now,
        who=Member(HERE, who), room=guild.room(channel), text=text,
        message=guild.ref(channel, alert, direct=False),
    )  # fmt: skip


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
