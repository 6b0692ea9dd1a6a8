"""Breaking a seal: one custodian asks, another approves, the first one sees it once. Pure."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.model.people import ThreadId
from bot.model.venting import PersonTag

WITHIN = timedelta(minutes=30)
"""How long a request waits for its second custodian, and an approval to be used."""
SAFETY_DELAY = timedelta(hours=72)
"""How much later the author is told where the second custodian names a reason of safety."""

NOTICE_KEPT = timedelta(days=60)
"""How long after its moment a notice is tried at most; then its address is destroyed."""


class Refused(StrEnum):
    """Why a step was not taken."""

    SAME_PERSON = "same-person"
    TOO_LATE = "too-late"
    NOT_APPROVED = "not-approved"
    NOT_YOURS = "not-yours"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request to learn who a thread's author is. People stand in it as tags.

    `notice` is the name of the sealed address by which the author is told, at `notice_at`, by
    the delivery `notice_key`.
    """

    id: str
    thread: ThreadId
    name: str
    reason: str = field(repr=False)
    asked_by: PersonTag
    asked_at: datetime
    approved_by: PersonTag | None = None
    approved_at: datetime | None = None
    opened: bool = False
    notice: ThreadId | None = None
    notice_at: datetime | None = None
    notice_key: str | None = None


def approve(request: Request, by: PersonTag, now: datetime) -> Request | Refused:
    """The second custodian agrees: another person than the first, and in time."""
    if request.opened or request.approved_by is not None:
        return Refused.DONE
    if by == request.asked_by:
        return Refused.SAME_PERSON
    if not timedelta(0) <= now - request.asked_at <= WITHIN:
        return Refused.TOO_LATE
    return replace(request, approved_by=by, approved_at=now)


def open_once(request: Request, by: PersonTag, now: datetime) -> Request | Refused:
    """The first custodian looks: once, and soon after the approval."""
    if by != request.asked_by:
        return Refused.NOT_YOURS
    if request.approved_by is None or request.approved_at is None:
        return Refused.NOT_APPROVED
    if request.opened:
        return Refused.DONE
    if not timedelta(0) <= now - request.approved_at <= WITHIN:
        return Refused.TOO_LATE
    return replace(request, opened=True)


def over(request: Request, now: datetime) -> bool:
    """Whether nothing can come of it any more."""
    last = request.approved_at or request.asked_at
    return request.opened or now - last > WITHIN


def droppable(request: Request, now: datetime, *, owed: bool) -> bool:
    """Whether it may be forgotten: it is over, and its author was told, or cannot be."""
    in_vain = request.notice_at is None or now - request.notice_at > NOTICE_KEPT
    return over(request, now) and (not owed or in_vain)
