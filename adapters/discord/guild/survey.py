"""What the guild says about itself: its rooms, what we may do there, its roles."""

from collections.abc import Mapping

import discord

from adapters.discord.here import HIDDEN
from adapters.discord.reading.guild import HERE
from bot.model.people import Member, Room
from bot.ports.survey import Ability, Survey, SurveyedRole, SurveyedRoom

Channel = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.ForumChannel
NEEDED: Mapping[Ability, tuple[str, ...]] = {
    Ability.SEE: ("view_channel",),
    Ability.WRITE: ("send_messages",),
    Ability.READ_HISTORY: ("read_message_history",),
    Ability.MAKE_THREADS: ("create_private_threads",),
    Ability.WRITE_IN_THREADS: ("send_messages_in_threads",),
    Ability.CALL: ("mention_everyone",),
    Ability.ATTACH: ("attach_files",),
}
"""The permissions that each ability takes. Only who may call everybody may call a role that is not
mentionable, and most are not; nothing that we send calls everybody. Source: Discord's reference,
Allowed Mentions."""


def rooms_of(guild: discord.Guild) -> list[Channel]:
    """The channels of a guild in which people write."""
    return [one for one in guild.channels if isinstance(one, Channel)]


def survey_of(guild: discord.Guild, holders: Mapping[str, int], *, mirrors: bool | None) -> Survey:
    """The guild as it is; `holders` counts who holds each role. Roles of bots are nobody's."""
    return Survey(
        rooms=tuple(room_of(one, guild.me) for one in rooms_of(guild)),
        roles=tuple(_role(one, holders) for one in guild.roles if not one.is_bot_managed()),
        runs=(Member(HERE, str(guild.owner_id)),) if guild.owner_id else (),
        mirrors=mirrors,
    )


def room_of(channel: Channel, me: discord.Member) -> SurveyedRoom:
    """A channel as it is for us."""
    allowed = channel.permissions_for(me)
    may = {
        ability
        for ability, needed in NEEDED.items()
        if all(getattr(allowed, name) for name in needed)
    }
    is_open = channel.permissions_for(channel.guild.default_role).view_channel
    name = str(channel.id) if channel.name == HIDDEN else channel.name
    room = Room(HERE, str(channel.id), f"#{name}")
    return SurveyedRoom(room, frozenset(may), is_open)


def _role(role: discord.Role, holders: Mapping[str, int]) -> SurveyedRole:
    count = None if role.is_default() else holders.get(str(role.id), 0 if holders else None)
    return SurveyedRole(
        str(role.id), role.name, count, everybody=role.is_default(), mentionable=role.mentionable
    )
