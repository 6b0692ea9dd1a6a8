"""Who comes into a room, and who is gone: what one event of membership changes."""

from dataclasses import dataclass

from adapters.matrix.payload import Payload, payload_of, text_of
from adapters.matrix.reading.messages import HERE, MEMBER, Where, moment
from bot.model.events import EventId, Joined, Left
from bot.model.people import Member
from bot.ports.time import Clock

JOIN, GONE = "join", frozenset({"leave", "ban"})


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody came, or (`came` is false) is gone; `at_ms` by the homeserver's clock."""

    user: str
    came: bool
    at_ms: int


def change_in(raw: Payload) -> Change | None:
    """None for what changes nobody's being there, as a new name does, or another's invitation."""
    user, told = text_of(raw.get("state_key")), payload_of(raw.get("content"))
    if raw.get("type") != MEMBER or not user:
        return None
    now, before = text_of(told.get("membership")), _before(raw)
    was_there = before == JOIN
    if now == JOIN and not was_there and before is not None:
        return Change(user, came=True, at_ms=_at_ms(raw))
    if now in GONE and (was_there or before is None):
        return Change(user, came=False, at_ms=_at_ms(raw))
    return None


def coming(
    raw: Payload, change: Change, where: Where, clock: Clock, position: int | None
) -> Joined | Left:
    """It as an event, of the one who came or is gone, whoever did that."""
    named = payload_of(payload_of(raw.get("unsigned")).get("prev_content"))
    told = payload_of(raw.get("content")) if change.came else named
    who = Member(HERE, change.user, text_of(told.get("displayname")) or where.called(change.user))
    kind = Joined if change.came else Left
    return kind(
        id=EventId(f"matrix:{text_of(raw.get('event_id'))}"), at=moment(raw, clock), who=who,
        room=where.as_room(), holds=where.holds(change.user), position=position,
    )  # fmt: skip


def _before(raw: Payload) -> str | None:
    """The membership before this; None where there was one that nobody tells."""
    unsigned = payload_of(raw.get("unsigned"))
    before = payload_of(unsigned.get("prev_content") or raw.get("prev_content"))
    if not before and ("replaces_state" in unsigned or "replaces_state" in raw):
        return None
    return text_of(before.get("membership"))


def _at_ms(raw: Payload) -> int:
    told = raw.get("origin_server_ts")
    return told if type(told) is int else 0
