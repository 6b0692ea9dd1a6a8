"""Messages, from the gateway or the history, as what somebody said."""

from dataclasses import dataclass

from adapters.discord.payload import Payload, payload_of, text_of
from adapters.discord.reading.guild import HERE, Guild, member_of, roles_of
from adapters.discord.reading.hidden import further_texts, texts_within
from adapters.discord.reading.moments import moment_from, snowflake_at
from bot.model.events import EventId, Joined, Left, Said
from bot.model.people import Member, MessageRef
from bot.ports.time import Clock

JOINED = 7
"""The type of the message by which a guild tells that somebody came."""
SPOKEN = frozenset({0, 19, 20, 21, 23})
"""Types of messages that hold a person's own words: plain ones, replies, uses of commands, and
what a thread begins with. A new thread (18) is named by a person, too."""
NEW_THREAD = 18
LONGEST_ID = 20
EPHEMERAL = 64
"""The flag of what one person alone sees; an answer of a bot, never a person's words."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads what people of one guild said."""

    guild: Guild
    clock: Clock

    def read(self, raw: Payload, *, edited: bool = False) -> Said | Joined | None:
        """What a message says; None where no person wrote it. Raises what a broken one raises."""
        author = payload_of(raw.get("author"))
        if author.get("bot") or raw.get("webhook_id") or raw.get("flags", 0) & EPHEMERAL:
            return None
        kind = raw.get("type", 0)
        if kind == JOINED:
            return self._joined(raw, author)
        if kind not in SPOKEN and kind != NEW_THREAD:
            return None
        return self._said(raw, author, edited=edited)

    def broken(self, raw: Payload, cause: str, *, edited: bool = False) -> Said:
        """What is left of a message that cannot be read: its texts, as far as they are there."""
        told = text_of(raw.get("id"))
        number = told if told.isdecimal() and len(told) < LONGEST_ID else ""
        channel, direct = text_of(raw.get("channel_id")), raw.get("guild_id") is None
        at = moment_from(raw.get("timestamp"), int(number or snowflake_at(self.clock.now())))
        who = payload_of(raw.get("author")).get("id", "0")
        return Said(
            id=EventId(f"discord:{number or id(raw)}{'e' if edited else ''}:unreadable"), at=at,
            who=Member(HERE, str(who)), room=self.guild.room(channel), direct=direct,
            text=text_of(raw.get("content")), edited=edited,
            parts=(*further_texts(raw), *texts_within(raw.get("data"))),
            message=self.guild.ref(channel, number, direct=direct), unreadable=cause,
        )  # fmt: skip

    def _said(self, raw: Payload, author: Payload, *, edited: bool) -> Said:
        number, channel = int(raw["id"]), str(raw["channel_id"])
        direct = raw.get("guild_id") is None
        told = raw.get("edited_timestamp") if edited else raw.get("timestamp")
        at = moment_from(told, number)
        member = payload_of(raw.get("member"))
        name = f"discord:{number}:{told}" if edited else f"discord:{number}"
        return Said(
            id=EventId(name), at=at, who=member_of(author, member),
            room=self.guild.room(channel), holds=roles_of(member), direct=direct,
            position=None if edited else number, text=text_of(raw.get("content")),
            message=self.guild.ref(channel, str(number), direct=direct),
            parts=further_texts(raw), edited=edited, reply_to=self._answered(raw, direct=direct),
        )  # fmt: skip

    def _answered(self, raw: Payload, *, direct: bool) -> MessageRef | None:
        """The message of ours that this one answers."""
        answered = payload_of(raw.get("referenced_message"))
        author = payload_of(answered.get("author")).get("id")
        if author is None or str(author) != self.guild.bot:
            return None
        return self.guild.ref(str(answered["channel_id"]), str(answered["id"]), direct=direct)

    def _joined(self, raw: Payload, author: Payload) -> Joined:
        number = int(raw["id"])
        return Joined(
            id=EventId(f"discord:{number}"), at=moment_from(raw.get("timestamp"), number),
            who=member_of(author, payload_of(raw.get("member"))),
            room=self.guild.room(str(raw["channel_id"])), position=number,
        )  # fmt: skip

    def left(self, raw: Payload) -> Left:
        """Somebody went, or was sent away."""
        now = self.clock.now()
        who = member_of(payload_of(raw.get("user")))
        name = EventId(f"discord:left:{who.id}:{snowflake_at(now)}")
        return Left(id=name, at=now, who=who, room=self.guild.room(""))
