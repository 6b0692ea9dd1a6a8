"""What the doctor of the command line hears from Discord, in words."""

import re

from bot.app.platforms import DiscordNotInstalled
from bot.model.community import Community
from bot.model.people import Platform, Room
from bot.ports.lacks import Lack
from bot.ports.time import Clock
from bot.settings import Settings
from bot.ui.texts import Say
from cogs.setup.checks import clock_findings, lack_findings, room_findings
from cogs.setup.panel import finding_line

HERE = Platform.DISCORD
MARK = re.compile(r"<#\w+:([^|>]*)\|([^>]*)>")
"""A room in a text; one that is gone has no name, only its number."""


async def ask_discord(settings: Settings, say: Say, clock: Clock) -> list[str]:
    """What is missing there. Rooms that setup named are known to the bot in the server alone.

    Raises DiscordNotInstalled.
    """
    try:
        from adapters.discord.guild.examine import examine  # noqa: PLC0415 - an extra
    except ImportError as missing:
        raise DiscordNotInstalled from missing
    told = await examine(settings.discord, clock)
    if told.lacks.get(Lack.ENTRY):
        return [say("cli.doctor.discord.refused")]
    found = list(lack_findings({HERE: told.lacks}))
    if told.survey is not None:
        found += clock_findings({HERE: told.survey})
        found += room_findings(_rooms(settings), {HERE: told.survey})
    lines = [finding_line(one, say).removeprefix("- ") for one in found]
    ails = [say(f"cli.doctor.discord.{told.ail}")] if told.ail else []
    return [MARK.sub(lambda mark: mark[2] or mark[1], line) for line in (*ails, *lines)]


def _rooms(settings: Settings) -> Community:
    """The community as far as the settings name its rooms."""
    named = settings.discord
    return Community(
        moderator_rooms=tuple(Room(HERE, str(one)) for one in named.moderator_rooms),
        vent_rooms=tuple(Room(HERE, str(one)) for one in named.vent_rooms),
    )
