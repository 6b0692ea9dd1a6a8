"""What Discord says of a bot before it runs, by requests alone: for `porchlight doctor`."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field, replace

import discord

from adapters.discord.gateway import inside
from adapters.discord.guild.allowed import granted
from adapters.discord.guild.survey import Channel, room_of
from adapters.discord.payload import number_of, payload_of
from adapters.discord.reading.guild import HERE
from bot.model.people import Room
from bot.ports.lacks import Lack, Lacks
from bot.ports.survey import Survey, SurveyedRoom
from bot.ports.time import Clock
from bot.settings import DiscordSettings
from bot.skew import Skew

PATIENCE_S = 20.0
MOST_GUILDS = 200
ADVICE = inside.Request("GET", "/gateway/bot", {})
"""Asks how many connections Discord would have: more than one from about a thousand servers on."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found.

    `ail` is what keeps the guild from being seen: `unreachable`, `not_invited`, `elsewhere` (it
    is in other guilds than that of the settings) or `several`; empty where `survey` tells of its
    rooms, or where the token is refused.
    """

    ail: str = ""
    lacks: Lacks = field(default_factory=dict[Lack, bool])
    survey: Survey | None = None


async def examine(settings: DiscordSettings, clock: Clock) -> Examined:
    """Ask Discord. The settings have a token."""
    inside.point_at(settings.api_base, settings.gateway_url)
    inside.keep_quiet()
    inside.read_all_json()
    skew = Skew(clock)
    trace = inside.dates(skew.hear)
    client = discord.Client(intents=discord.Intents.none(), http_trace=trace)
    token = settings.token.get_secret_value() if settings.token else ""
    try:
        async with asyncio.timeout(PATIENCE_S):
            await client.login(token)
            found = await _look(client, settings)
    except discord.LoginFailure:
        return Examined(lacks={Lack.ENTRY: True})
    except (discord.DiscordException, *inside.UNREACHED):
        return Examined("unreachable")
    else:
        survey = found.survey
        skewed = None if survey is None else replace(survey, skew=skew.by())
        return replace(found, survey=skewed)
    finally:
        await client.close()


async def _look(client: discord.Client, settings: DiscordSettings) -> Examined:
    may = granted(client.application_flags)
    gateway = payload_of(await inside.ask(client, ADVICE, {}))
    lacks = {
        Lack.CROWD: (number_of(gateway.get("shards")) or 1) > 1,
        Lack.CONTENT: not settings.content or Lack.CONTENT not in may,
        Lack.MEMBERS: settings.members and Lack.MEMBERS not in may,
    }
    ids = [one.id async for one in client.fetch_guilds(limit=MOST_GUILDS, with_counts=False)]
    home = settings.guild or (ids[0] if len(ids) == 1 else None)
    if home not in ids:
        why = "elsewhere" if home else "several"
        return Examined(why if ids else "not_invited", lacks)
    return Examined("", lacks, await _survey(client, home, settings))


async def _survey(client: discord.Client, home: int | None, settings: DiscordSettings) -> Survey:
    guild = await client.fetch_guild(home or 0, with_counts=False)
    me = await guild.fetch_member(client.user.id if client.user else 0)
    channels = [one for one in await guild.fetch_channels() if isinstance(one, Channel)]
    seen = {one.id for one in channels}
    missed = [one for one in (*settings.moderator_rooms, *settings.vent_rooms) if one not in seen]
    shut = [SurveyedRoom(_room(one), frozenset()) for one in missed if await _is_shut(client, one)]
    return Survey((*(room_of(one, me) for one in channels), *shut))


async def _is_shut(client: discord.Client, channel: int) -> bool:
    """Whether a channel that is not listed is there all the same: those that we do not see are."""
    try:
        with suppress(discord.NotFound, discord.InvalidData):
            await client.fetch_channel(channel)
    except discord.Forbidden:
        return True
    return False


def _room(channel: int) -> Room:
    return Room(HERE, str(channel), f"#{channel}")
