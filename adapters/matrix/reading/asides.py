"""What people write beside their messages, where clients show it: it is assessed, and no more.

The name of a room, its topic, why somebody leaves or sends another away, why a message was taken
back, and reactions that are words.
"""

from adapters.matrix.payload import Payload, payload_of, text_of
from adapters.matrix.reading.messages import (
    MEMBER,
    REACTION,
    REDACTION,
    Where,
    moment,
    sender,
    user_of,
)
from adapters.matrix.reading.texts import further_in
from bot.model.events import EventId, Said
from bot.ports.time import Clock

REASONS = frozenset({MEMBER, REDACTION})
TITLES = frozenset({"m.room.name", "m.room.topic", "m.room.tombstone"})
A_WORD = 3
"""A reaction of fewer letters is a sign."""


def aside(raw: Payload, where: Where, clock: Clock, position: int | None) -> Said | None:
    """Its words; None where nobody wrote any.

    In private it counts as an edit: it answers no question, and begins nothing.
    """
    words = _words(text_of(raw.get("type")), payload_of(raw.get("content")))
    if not any(one.strip() for one in words):
        return None
    event = text_of(raw.get("event_id"))
    return Said(
        id=EventId(f"matrix:{event}:aside"), at=moment(raw, clock), who=sender(raw, where),
        room=where.as_room(), holds=where.holds(user_of(raw)), direct=where.direct,
        position=position, text=words[0], parts=words[1:], message=where.ref(event),
        edited=where.direct,
    )  # fmt: skip


def _words(kind: str, content: Payload) -> tuple[str, ...]:
    if kind in REASONS:
        return (text_of(content.get("reason")),)
    if kind in TITLES:
        return further_in(content, "") or ("",)
    if kind == REACTION:
        key = text_of(payload_of(content.get("m.relates_to")).get("key"))
        is_sign = sum(one.isalpha() for one in key) < A_WORD or key.startswith("mxc://")
        return ("" if is_sign else key,)
    return ("",)
