"""What is known of our rooms, from the state that each sync tells; it costs no request."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from adapters.matrix.payload import Payload, payload_of, payloads_of, text_of, texts_of
from adapters.matrix.power import CREATE, LEVELS, Powers, powers_of

NAME, ALIAS, RULES, SEEN_BY = (
    "m.room.name", "m.room.canonical_alias", "m.room.join_rules", "m.room.history_visibility",
)  # fmt: skip
ENCRYPTION, TOMBSTONE = "m.room.encryption", "m.room.tombstone"
MEMBER, CHILD = "m.room.member", "m.space.child"
KEPT = frozenset({CREATE, LEVELS, NAME, ALIAS, RULES, SEEN_BY, ENCRYPTION, TOMBSTONE})
LONGEST = 100


@dataclass(slots=True)
class State:
    """One room: its events of state, who is in it, and the rooms below it, if it is a space."""

    events: dict[str, Payload] = field(default_factory=dict[str, Payload], repr=False)
    inside: set[str] = field(default_factory=set[str], repr=False)
    below: set[str] = field(default_factory=set[str], repr=False)
    _powers: Powers | None = None

    def take(self, raw: Payload) -> None:
        """One event of its state."""
        kind, key = text_of(raw.get("type")), raw.get("state_key")
        content = payload_of(raw.get("content"))
        if kind == MEMBER and isinstance(key, str):
            _put(self.inside, key, is_in=content.get("membership") == "join")
        elif kind == CHILD and isinstance(key, str):
            _put(self.below, key, is_in=bool(texts_of(content.get("via"))))
        elif kind in KEPT and key == "":
            self.events[kind] = raw
            self._powers = None

    def content(self, kind: str) -> Payload:
        """What an event of its state says; empty where it has none."""
        return payload_of(self.events.get(kind, {}).get("content"))

    @property
    def powers(self) -> Powers:
        """Who may do what in it."""
        if self._powers is None:
            self._powers = powers_of(self.events.get(CREATE, {}), self.events.get(LEVELS))
        return self._powers

    @property
    def name(self) -> str:
        """What it is called, in one line; empty where it has no name."""
        content = self.content(NAME).get("name") or self.content(ALIAS).get("alias")
        plain = "".join(one if one.isprintable() else " " for one in text_of(content))
        return " ".join(plain.split())[:LONGEST]

    @property
    def is_encrypted(self) -> bool:
        """Once it is, it is for ever."""
        return ENCRYPTION in self.events

    @property
    def is_replaced(self) -> bool:
        """Whether people have moved to another room."""
        return TOMBSTONE in self.events

    @property
    def version(self) -> str:
        """Of its rules; rooms of the first one do not say it."""
        return text_of(self.content(CREATE).get("room_version")) or "1"


@dataclass(slots=True)
class Known:
    """Every room that we are in, and who we are.

    A life of the connection begins with the whole state of each.
    """

    us: str = ""
    rooms: dict[str, State] = field(default_factory=dict[str, State])

    def take(self, answer: Payload) -> None:
        """One answer of sync, before anything that was said in it is read."""
        rooms = payload_of(answer.get("rooms"))
        for room, told in payload_of(rooms.get("join")).items():
            state = self.rooms.setdefault(room, State())
            for raw in _states(payload_of(told)):
                state.take(raw)
        for room in payload_of(rooms.get("leave")):
            self.rooms.pop(room, None)

    def state(self, room: str) -> State:
        """Of one room; an empty one where we are not in it."""
        return self.rooms.get(room) or State()

    def below(self, space: str) -> frozenset[str]:
        """The rooms of a space, and of the spaces in it."""
        found, next_ = set[str](), {space}
        while next_:
            next_ = {one for room in next_ for one in self.state(room).below} - found
            found |= next_
        return frozenset(found - {space})


def _states(told: Payload) -> Iterator[Payload]:
    """What was before the messages of an answer, then what changed among them."""
    yield from payloads_of(payload_of(told.get("state")).get("events"))
    for raw in payloads_of(payload_of(told.get("timeline")).get("events")):
        if "state_key" in raw:
            yield raw


def _put(among: set[str], one: str, *, is_in: bool) -> None:
    if is_in:
        among.add(one)
    else:
        among.discard(one)
