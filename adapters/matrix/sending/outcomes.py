"""What came of a request: closed, later, or nobody knows."""

import re
from datetime import timedelta

from adapters.matrix.gateway.errors import Refused
from bot.ports.delivery import Closed, Later, Outcome, Unsure

LIMITED, UNKNOWN, FORBIDDEN, NOT_FOUND = 429, 401, 403, 404
BROKEN = 500
"""From this status on the homeserver itself is in trouble."""
NOT_NOW = frozenset({"M_RESOURCE_LIMIT_EXCEEDED", "M_USER_SUSPENDED", "M_USER_LOCKED"})
"""These say nothing of the room: the homeserver, or our account, is stopped by its admin. Source:
client-server API, v1.15."""
NOT_NOW_WAIT, SOON = timedelta(minutes=1), timedelta(seconds=5)
"""How long to wait then, and where a homeserver wants to be left alone and does not say how long:
Synapse gives back a message in that time."""
CODE = re.compile(r"[A-Z][A-Z_]{1,40}")


def outcome_of(no: Refused) -> Outcome:
    """What an answer means for a delivery.

    Raises ConnectionAbortedError where the homeserver is in trouble, or something before it answers
    in its place, which has no code: nobody knows what came of it.
    """
    if no.status == LIMITED or no.code == "M_LIMIT_EXCEEDED":
        return Later(timedelta(seconds=no.after_s) if no.after_s > 0 else SOON)
    if no.status >= BROKEN or not no.code:
        raise ConnectionAbortedError from no
    if no.code in NOT_NOW:
        return Later(NOT_NOW_WAIT)
    if no.status == UNKNOWN:
        return Unsure("http-401")  # with a new token it may be known again
    return Closed(cause_of(no))


def speaks_of_us(no: Refused) -> bool:
    """Whether a refusal may pass, and says nothing of what was asked for."""
    return no.status >= BROKEN or no.status in {LIMITED, UNKNOWN} or not no.code


def cause_of(no: Refused) -> str:
    """A slug for why something is refused; never anything that a person wrote."""
    if no.status == FORBIDDEN:
        return "forbidden"
    if no.status == NOT_FOUND:
        return "gone"
    code = no.code if CODE.fullmatch(no.code) else "unknown"
    return f"refused-{no.status}-{code}"
