"""Who and where: members, rooms and messages by the ids of Discord."""

from collections.abc import Callable
from dataclasses import dataclass

from adapters.discord.payload import Payload, id_of, known_id, payload_of, text_of, values_of
from bot.model.people import Member, MessageRef, Platform, Room

HERE = Platform.DISCORD
SITE = "https://discord.com/channels"
DIRECT = "@me"
"""What stands for the guild in the address of a private message."""
Named = Callable[[str], str]
"""The name of a channel of the guild, with its sign; empty where it is not known."""


@dataclass(frozen=True, slots=True)
class Guild:
    """The community's guild, as events are read in it. `bot` and `application` are our own ids."""

    id: str
    bot: str
    application: str
    named: Named

    def room(self, channel: str) -> Room:
        """A channel, a thread or a private conversation."""
        return Room(HERE, channel, self.named(channel))

    def is_direct(self, raw: Payload) -> bool:
        """Whether this is somebody's private conversation: no guild is named, and no room of ours.

        What was said before everybody must not be answered there as if nobody else could see it.
        """
        named = id_of(raw.get("guild_id")) or self.named(id_of(raw.get("channel_id")))
        return not named

    def ref(self, channel: str, message: str, *, direct: bool) -> MessageRef:
        """A message with the address that opens it."""
        where = DIRECT if direct else self.id
        return MessageRef(self.room(channel), message, f"{SITE}/{where}/{channel}/{message}")


def roles_of(member: Payload) -> frozenset[str]:
    """The ids of the roles that a member of the guild holds; everybody's own is left out."""
    held: object = member.get("roles")
    return frozenset(str(one) for one in values_of(held))


def member_of(user: Payload, member: Payload | None = None) -> Member:
    """A person, by the name that people see. Raises ValueError for one without an id."""
    names = (payload_of(member).get("nick"), user.get("global_name"), user.get("username"))
    return Member(
        HERE, known_id(user.get("id")), next((text_of(one) for one in names if text_of(one)), "")
    )
