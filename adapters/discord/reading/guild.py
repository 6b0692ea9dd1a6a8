"""Who and where: members, rooms and messages by the ids of Discord."""

from collections.abc import Callable
from dataclasses import dataclass

from adapters.discord.payload import Payload, payload_of, text_of, values_of
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

    def ref(self, channel: str, message: str, *, direct: bool) -> MessageRef:
        """A message with the address that opens it."""
        where = DIRECT if direct else self.id
        return MessageRef(self.room(channel), message, f"{SITE}/{where}/{channel}/{message}")


def roles_of(member: Payload) -> frozenset[str]:
    """The ids of the roles that a member of the guild holds; everybody's own is left out."""
    held: object = member.get("roles")
    return frozenset(str(one) for one in values_of(held))


def member_of(user: Payload, member: Payload | None = None) -> Member:
    """A person, by the name that people see. Raises KeyError for one without an id."""
    names = (payload_of(member).get("nick"), user.get("global_name"), user.get("username"))
    return Member(HERE, str(user["id"]), next((text_of(one) for one in names if one), ""))
