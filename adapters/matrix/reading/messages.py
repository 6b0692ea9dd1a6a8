"""Events of rooms, already opened, as what people said. Nothing here raises on any JSON."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from adapters.matrix.payload import Payload, number_of, payload_of, text_of
from adapters.matrix.reading.attached import attached_to
from adapters.matrix.reading.relations import event_id
from adapters.matrix.reading.texts import further_in, said_in, texts_anywhere
from bot.model.events import EventId, Said
from bot.model.people import NOBODYS, Member, MessageRef, Platform, Room
from bot.ports.time import Clock

HERE = Platform.MATRIX
MESSAGE, ENCRYPTED = "m.room.message", "m.room.encrypted"
REDACTION, REACTION, MEMBER = "m.room.redaction", "m.reaction", "m.room.member"
QUIET = frozenset({REDACTION, REACTION})
"""Events of the timeline that are no messages."""
USER = re.compile("@[^\ud800-\udfff\x00]{1,254}")
LATEST_MS = 253_402_300_799_000
"""The last moment of the year 9999."""


def nameless(user: str) -> str:
    """Nobody is called anything."""
    del user
    return ""


def holding_nothing(user: str) -> frozenset[str]:
    """Nobody holds a role."""
    del user
    return frozenset()


@dataclass(frozen=True, slots=True)
class Where:
    """A room as its events are read: its id, whether it is private, our own id.

    `name` is the room's, `our_name` ours in it; `called` is what somebody is called there, and
    `holds` are the ids of the roles that they hold there. `first` is the id by which the core knows
    the room, where it goes on from an older one.
    """

    room: str
    us: str
    direct: bool = False
    name: str = ""
    our_name: str = ""
    called: Callable[[str], str] = nameless
    holds: Callable[[str], frozenset[str]] = holding_nothing
    first: str = ""

    def as_room(self) -> Room:
        """In the words of the core."""
        return Room(HERE, self.first or self.room, self.name)

    def ref(self, event: str) -> MessageRef:
        """One message of it."""
        return MessageRef(self.as_room(), event, f"https://matrix.to/#/{self.room}/{event}")


def named(raw: Payload) -> Payload:
    """The event under its own id; under one made of what it says where it has none.

    Two texts under one name would be taken for one, and the second be heard by nobody.
    """
    if event_id(raw.get("event_id")):
        return raw
    told = json.dumps(raw, sort_keys=True, default=str).encode()
    return {**raw, "event_id": f"$none-{hashlib.sha256(told).hexdigest()}"}


def is_ours_to_read(raw: Payload, us: str) -> bool:
    """Whether a person may have said something by this: no state, none of our own."""
    return (
        "state_key" not in raw and text_of(raw.get("type")) not in QUIET and raw.get("sender") != us
    )


def read(raw: Payload, where: Where, clock: Clock, position: int | None = None) -> Said | None:
    """What an event says; None for one without any text, such as one that was taken back."""
    content = payload_of(raw.get("content"))
    relates = payload_of(content.get("m.relates_to"))
    edits = relates.get("rel_type") == "m.replace"
    told = payload_of(content.get("m.new_content")) if edits else content
    text = said_in(told, edits=edits) or said_in(content) if raw.get("type") == MESSAGE else ""
    parts = further_in(content, text)
    if not (text.strip() or parts):
        return None
    event = text_of(raw.get("event_id"))
    original = text_of(relates.get("event_id")) if edits else ""
    return Said(
        id=EventId(f"matrix:{event}"), at=moment(raw, clock), who=sender(raw, where),
        room=where.as_room(), holds=where.holds(user_of(raw)), direct=where.direct,
        position=position, text=text, parts=parts, message=where.ref(original or event),
        edited=edits, attached=attached_to(content) if where.direct and not edits else (),
    )  # fmt: skip


def unread(raw: Payload, where: Where, clock: Clock, cause: str) -> Said:
    """What is left of a message that could not be read: that there is one, and whose."""
    event = text_of(raw.get("event_id"))
    return Said(
        id=EventId(f"matrix:{event}:unreadable"), at=moment(raw, clock), who=sender(raw, where),
        room=where.as_room(), direct=where.direct, text="", message=where.ref(event),
        unreadable=cause,
    )  # fmt: skip


def broken(raw: Payload, where: Where, clock: Clock, cause: str) -> Said:
    """What is left of an event that broke its reader: every text in it, wherever it stands."""
    return replace(unread(raw, where, clock, cause), parts=texts_anywhere(raw.get("content")))


def unproven(said: Said, cause: str) -> Said:
    """What a message says that may be somebody else's: its words count, its writer is doubted."""
    return replace(said, id=EventId(f"{said.id}:unproven"), unreadable=cause, position=None)


def sender(raw: Payload, where: Where) -> Member:
    """Whose it is."""
    return person(user_of(raw), where)


def user_of(raw: Payload) -> str:
    """The id of whose it is; nobody's where it does not tell, or tells what can be no id."""
    user = text_of(raw.get("sender"))
    return user if USER.fullmatch(user) else NOBODYS


def person(user: str, where: Where) -> Member:
    """Somebody, by what they are called in a room."""
    return Member(HERE, user, where.called(user))


def moment(raw: Payload, clock: Clock) -> datetime:
    """When a homeserver says that it was; now where it says nothing that can be."""
    told = number_of(raw.get("origin_server_ts"))
    if told is None or not 0 < told <= LATEST_MS:
        return clock.now()
    return datetime.fromtimestamp(told / 1000, UTC)
