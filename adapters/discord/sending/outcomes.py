"""What came of a request: sent, closed, later, or nobody knows."""

from datetime import timedelta

import discord

from bot.ports.delivery import Closed, Later, Outcome, Unsure

GONE = frozenset({10003, 10008, 10015, 10062, 50027})
"""Unknown channel, message, webhook or interaction, and a token that has run out."""
CLOSED_DM = frozenset({50007, 50278, 10013})
"""Direct messages off, no guild in common, no such person."""
TOO_FAST = 40003
"""Private conversations are opened too fast."""
LIMITED, UNKNOWN, FORBIDDEN, NOT_FOUND = 429, 401, 403, 404
FLAGGED, FLAGGED_WAIT = 20026, timedelta(hours=1)
"""The bot itself is taken for one that molests people, until somebody at Discord looks: it says
nothing of the person. Sources of both: Discord's reference, JSON Error Codes; reports of those whom
it met."""
CLOUD_WAIT = timedelta(minutes=1)
"""After a 429 without a time of its own: it comes from before Discord, by the address."""


def outcome_of(broken: discord.DiscordException) -> Outcome:
    """What an error means for a delivery. Raises it again where it is no answer of Discord's."""
    match broken:
        case discord.RateLimited():
            return Later(timedelta(seconds=broken.retry_after))
        case discord.DiscordServerError():
            return Unsure(f"http-{broken.status}")
        case discord.HTTPException() if broken.code == FLAGGED:
            return Later(FLAGGED_WAIT)
        case discord.HTTPException() if broken.status == LIMITED or broken.code == TOO_FAST:
            return Later(CLOUD_WAIT)
        case discord.HTTPException() if broken.status == UNKNOWN and broken.code not in GONE:
            return Unsure("http-401")  # at the next life it may be known again
        case discord.HTTPException():
            return Closed(cause_of(broken))
        case _:
            raise broken


def cause_of(broken: discord.HTTPException) -> str:
    """A slug for why something is refused; never anything that a person wrote."""
    if broken.code in GONE or (broken.status == NOT_FOUND and not broken.code):
        return "gone"
    if broken.code in CLOSED_DM:
        return "dm-closed"
    return "forbidden" if broken.status == FORBIDDEN else f"refused-{broken.status}-{broken.code}"
