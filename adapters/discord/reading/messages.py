"""Messages, from the gateway or the history, as what somebody said."""

from dataclasses import dataclass
from datetime import timedelta

from adapters.discord.payload import Payload, id_of, known_id, number_of, payload_of, text_of
from adapters.discord.reading.files import attached_to
from adapters.discord.reading.guild import HERE, Guild, member_of, roles_of
from adapters.discord.reading.hidden import further_texts, texts_anywhere
from adapters.discord.reading.moments import moment_from, moment_of, snowflake_at
from bot.model.events import EventId, Joined, Left, Said
from bot.model.people import NOBODYS, Member, MessageRef
from bot.skew import Skew

JOINED = 7
"""The type of the message by which a guild tells that somebody came."""
WORDLESS = frozenset(
    {1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 14, 15, 16, 17, 22, 24, 25, 26, 28, 29, 32, 36, 37, 38, 39,
     44, 46}
)  # fmt: skip
"""Types of messages by which Discord tells of something: no person's words, or words that come by
another event, such as a new title. Every other type is taken for a person's, also one that nobody
knows yet. Source: Discord's reference, Message Types."""
AHEAD = timedelta(days=1)
"""An id so far ahead of Discord's clock moves no cursor: everything after it would seem old."""
EPHEMERAL = 64
"""The flag of what one person alone sees; an answer of a bot, never a person's words."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads what people of one guild said."""

    guild: Guild
    skew: Skew

    def read(self, raw: Payload, *, edited: bool = False) -> Said | Joined | None:
        """What a message says; None where no person wrote it. Raises what a broken one raises."""
        author = payload_of(raw.get("author"))
        if author.get("bot") is True or id_of(raw.get("webhook_id")):
            return None
        kind = number_of(raw.get("type"))
        if kind in WORDLESS or (number_of(raw.get("flags")) or 0) & EPHEMERAL:
            return None
        if kind == JOINED:
            return self._joined(raw, author)
        return self._said(raw, author, edited=edited)

    def broken(self, raw: Payload, cause: str, *, edited: bool = False) -> Said:
        """What is left of an event that cannot be read: its texts, as far as they are there."""
        number, channel = id_of(raw.get("id")), id_of(raw.get("channel_id"))
        direct = self.guild.is_direct(raw)
        told = int(number or snowflake_at(self.skew.theirs()))
        at = self.skew.ours(moment_from(raw.get("timestamp"), told))
        return Said(
            id=EventId(f"discord:{number or id(raw)}{'e' if edited else ''}:unreadable"), at=at,
            who=Member(HERE, _whose(raw)), room=self.guild.room(channel), direct=direct,
            text=text_of(raw.get("content")), edited=edited, parts=texts_anywhere(raw),
            message=self.guild.ref(channel, number, direct=direct), unreadable=cause,
        )  # fmt: skip

    def _said(self, raw: Payload, author: Payload, *, edited: bool) -> Said:
        number, channel = int(known_id(raw.get("id"))), known_id(raw.get("channel_id"))
        direct = self.guild.is_direct(raw)
        told = raw.get("edited_timestamp") if edited else raw.get("timestamp")
        at = self.skew.ours(moment_from(told, number))
        member = payload_of(raw.get("member"))
        name = f"discord:{number}:{told}" if edited else f"discord:{number}"
        return Said(
            id=EventId(name), at=at, who=member_of(author, member),
            room=self.guild.room(channel), holds=roles_of(member), direct=direct,
            position=None if edited else self._position(number), text=text_of(raw.get("content")),
            message=self.guild.ref(channel, str(number), direct=direct),
            parts=further_texts(raw), edited=edited, reply_to=self._answered(raw, direct=direct),
            attached=attached_to(raw),
        )  # fmt: skip

    def _position(self, number: int) -> int | None:
        return None if moment_of(number) - AHEAD > self.skew.theirs() else number

    def _answered(self, raw: Payload, *, direct: bool) -> MessageRef | None:
        """The message of ours that this one answers."""
        answered = payload_of(raw.get("referenced_message"))
        author = id_of(payload_of(answered.get("author")).get("id"))
        channel, number = id_of(answered.get("channel_id")), id_of(answered.get("id"))
        if author != self.guild.bot or not (channel and number):
            return None
        return self.guild.ref(channel, number, direct=direct)

    def _joined(self, raw: Payload, author: Payload) -> Joined:
        number = int(known_id(raw.get("id")))
        at = self.skew.ours(moment_from(raw.get("timestamp"), number))
        return Joined(
            id=EventId(f"discord:{number}"), at=at,
            who=member_of(author, payload_of(raw.get("member"))),
            room=self.guild.room(known_id(raw.get("channel_id"))), position=self._position(number),
        )  # fmt: skip

    def left(self, raw: Payload) -> Left:
        """Somebody went, or was sent away."""
        now = self.skew.clock.now()
        who = member_of(payload_of(raw.get("user")))
        name = EventId(f"discord:left:{who.id}:{snowflake_at(now)}")
        return Left(id=name, at=now, who=who, room=self.guild.room(""))


def _whose(raw: Payload) -> str:
    """Whoever an event that cannot be read is of, as far as it tells."""
    user = payload_of(raw.get("member")).get("user") or raw.get("user")
    people = (payload_of(raw.get("author")).get("id"), payload_of(user).get("id"))
    told = (*people, raw.get("user_id"), raw.get("owner_id"))
    return next((id_of(one) for one in told if id_of(one)), NOBODYS)
