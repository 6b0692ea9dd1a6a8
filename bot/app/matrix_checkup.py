"""What the doctor of the command line hears from a homeserver, in words."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from adapters.sql.house import InUse, Lock
from bot.app.platforms import MatrixNotInstalled
from bot.model.community import Community
from bot.model.people import Platform, Room
from bot.settings import Settings
from bot.ui.texts import Say
from cogs.setup.checks import room_findings
from cogs.setup.panel import finding_line

HERE = Platform.MATRIX
MARK = re.compile(r"<#\w+:([^|>]*)\|([^>]*)>")
LIFTED = '{"messages_per_second": 0, "burst_count": 0}'
NEAR = frozenset({"localhost", "127.0.0.1", "::1"})


async def ask_matrix(settings: Settings, say: Say) -> list[str]:
    """What is missing there. Rooms that setup named are known to the bot that runs alone.

    Raises MatrixNotInstalled.
    """
    try:
        from adapters.matrix.platform import account_of  # noqa: PLC0415 - an extra
        from adapters.matrix.space.examine import Examined, examine  # noqa: PLC0415 - as above
    except ImportError as missing:
        raise MatrixNotInstalled from missing
    named = settings.matrix
    idle = _is_idle(settings)
    told: Examined = await examine(named, account_of(named), probes=idle)
    lines = [say("cli.doctor.matrix.plain")] if _is_plain(named.homeserver or "") else []
    lines += [say(f"cli.doctor.matrix.{one}", detail=told.sentence) for one in told.ails]
    if told.survey is None:
        return lines
    found = room_findings(_rooms(settings, told.asked_in), {HERE: told.survey})
    said = (finding_line(one, say).removeprefix("- ") for one in found)
    lines += [MARK.sub(lambda mark: mark[2] or mark[1], line) for line in said]
    lines += [say("cli.doctor.matrix.replaced", room=one) for one in told.replaced]
    if told.strangers:
        lines.append(say.many("cli.doctor.matrix.strangers", told.strangers))
    return [*lines, *_limits(settings, told.user, told.is_limited, say)]


def _limits(
    settings: Settings, user: str, is_limited: bool | None, say: Say  # noqa: FBT001 - as it was found
) -> Iterator[str]:  # fmt: skip
    """How much the homeserver takes, and how its admin lifts that."""
    if is_limited:
        key = "limited_after_all" if settings.matrix.unlimited else "limited"
        yield say(f"cli.doctor.matrix.{key}", command=lifting(settings, user, say))
    elif is_limited is False and not settings.matrix.unlimited:
        yield say("cli.doctor.matrix.unlimited")


def lifting(settings: Settings, user: str, say: Say) -> str:
    """The one command by which an admin of Synapse lifts its limits for the bot."""
    base = (settings.matrix.homeserver or "").rstrip("/")
    where = f"{base}/_synapse/admin/v1/users/{quote(user, safe='@:')}/override_ratelimit"
    return say("cli.doctor.matrix.lift", body=LIFTED, where=where)


def _is_idle(settings: Settings) -> bool:
    """Whether no bot runs that has to speak meanwhile."""
    if not settings.database.exists():
        return True
    try:
        Lock(settings.database).release()
    except InUse:
        return False
    return True


def _is_plain(address: str) -> bool:
    """Whether the password travels in plain words over a network."""
    parts = urlsplit(address)
    return parts.scheme == "http" and parts.hostname not in NEAR


def _rooms(settings: Settings, coming: frozenset[str]) -> Community:
    """The community as far as the settings name its rooms, without those it comes into itself."""
    named = settings.matrix
    staff, vents = (
        tuple(Room(HERE, one) for one in rooms if one not in coming)
        for rooms in (named.moderator_rooms, named.vent_rooms)
    )
    return Community(moderator_rooms=staff, vent_rooms=vents)
