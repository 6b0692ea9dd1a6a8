"""The link that invites the bot, with exactly the rights that it uses."""

import base64

import discord

from adapters.discord.guild.survey import NEEDED

ADDRESS = "https://discord.com/oauth2/authorize"
SCOPES = "bot+applications.commands"
ALSO = ("attach_files",)
"""What no room is surveyed for: a member's own data comes as a file."""
FOR_AUTOMOD = "manage_guild"


def invitation(token: str, *, automod: bool = False) -> str | None:
    """The link; None for a text that is no token. A token begins with the bot's id in base64.

    Rules of `automod` take a right that no room is surveyed for either.
    """
    try:
        id_ = base64.b64decode(f"{token.split('.', maxsplit=1)[0]}==", validate=False).decode(
            "ascii"
        )
    except ValueError:  # also of base64, and of letters that are none of it
        return None
    if not id_.isdecimal():
        return None
    also = (*ALSO, FOR_AUTOMOD) if automod else ALSO
    wanted = {name for names in NEEDED.values() for name in names}.union(also)
    rights = discord.Permissions(**dict.fromkeys(wanted, True)).value
    return f"{ADDRESS}?client_id={id_}&scope={SCOPES}&permissions={rights}"
