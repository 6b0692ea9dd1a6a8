"""Permissions as Discord reckons them: roles, overwrites of a channel, and what follows from them.

Source: Discord's reference, Permissions.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from adapters.discord.guild.invite import invitation
from tests.wire.discord.ids import GUILD

ADMINISTRATOR, MANAGE_SERVER = 1 << 3, 1 << 5
VIEW, SEND, TTS, EMBED, ATTACH, HISTORY, MENTION_EVERYONE = (
    1 << bit for bit in (10, 11, 12, 14, 15, 16, 17)
)
MANAGE_THREADS, PRIVATE_THREADS, IN_THREADS, PIN = (1 << bit for bit in (34, 36, 38, 51))
ALL = (1 << 53) - 1
WITHOUT_SEND = MENTION_EVERYONE | TTS | EMBED | ATTACH
"""What nobody may who may not write."""
TIMED_OUT = VIEW | HISTORY
"""What is left to a member who is timed out."""
TOKEN = "MTMwMDAwMDAwMDAwMDAwMDAwMQ.abc.def"  # noqa: S105 - of a pretended bot


def invited(*, automod: bool = False) -> int:
    """What our own invitation asks for: the bits of the bot's role, and no more."""
    link = invitation(TOKEN, automod=automod)
    assert link is not None
    return int(link.rpartition("=")[2])


def base(roles: Iterable[int], *, owns: bool = False) -> int:
    """What somebody may in the guild, by the bits of everybody's role and their own."""
    found = 0
    for bits in roles:
        found |= bits
    return ALL if owns or found & ADMINISTRATOR else found


def within(
    bits: int, who: str, roles: Iterable[str], rules: Sequence[Mapping[str, Any]],
    *, timed_out: bool = False,
) -> int:  # fmt: skip
    """What somebody with these bits may in a channel with these overwrites."""
    if bits & ADMINISTRATOR:
        return ALL
    by_id = {str(one["id"]): one for one in rules}
    for ids in ((GUILD,), tuple(roles), (who,)):
        found = [by_id[one] for one in ids if one in by_id]
        for one in found:
            bits &= ~int(one["deny"])
        for one in found:
            bits |= int(one["allow"])
    return followed(bits & TIMED_OUT if timed_out else bits)


def followed(bits: int) -> int:
    """The same without what is worth nothing without something else."""
    if not bits & VIEW:
        return 0
    return bits if bits & SEND else bits & ~WITHOUT_SEND


def in_thread(bits: int) -> int:
    """What somebody may in a thread who may this beside it."""
    return followed(bits | SEND if bits & IN_THREADS else bits & ~SEND)
