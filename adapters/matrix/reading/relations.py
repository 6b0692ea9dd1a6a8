"""What a message answers: another one, or a thread."""

import re
from dataclasses import dataclass

from adapters.matrix.payload import Payload, payload_of, text_of

ID = re.compile(r"\$[!-~]{1,254}")
"""Source: the specification's appendices, identifiers."""


@dataclass(frozen=True, slots=True)
class Answered:
    """By its own words it answers `event`; it stands in the thread that begins with `thread`."""

    event: str = ""
    thread: str = ""


def answered_by(content: Payload) -> Answered:
    """What a content relates to.

    In a thread, clients that know none are told that it answers what was said last: it does not.
    """
    relates = payload_of(content.get("m.relates_to"))
    event = event_id(payload_of(relates.get("m.in_reply_to")).get("event_id"))
    if relates.get("rel_type") != "m.thread":
        return Answered(event)
    in_place_of = relates.get("is_falling_back") is True
    return Answered("" if in_place_of else event, event_id(relates.get("event_id")))


def event_id(found: object) -> str:
    """The id of an event; empty for what can be none."""
    told = text_of(found)
    return told if ID.fullmatch(told) else ""
