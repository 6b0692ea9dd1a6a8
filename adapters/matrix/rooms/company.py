"""Company: who was ever in a room with us, as far as it decides whether the room is private."""

from collections import OrderedDict
from dataclasses import dataclass, field

from adapters.matrix.payload import Payload, payload_of, payloads_of, text_of

MEMBER = "m.room.member"
THERE = frozenset({"join", "invite"})
ENOUGH = 2
"""So many others make a room that is not private; more of them need not be known."""
MOST = 100_000


@dataclass(slots=True)
class Company:
    """Of each room, up to two others who are or were in it or asked into it.

    A room whose people have all left is told of by who they were: what one wrote to us alone
    stays private, and what was said among several is not taken for it.
    """

    _ever: OrderedDict[str, set[str]] = field(
        default_factory=OrderedDict[str, set[str]], repr=False
    )

    def saw(self, room: str, told: object, us: str) -> None:
        """What an answer of sync tells of a room."""
        ever = self._ever.setdefault(room, set())
        for raw in told_of(told):
            if len(ever) >= ENOUGH:
                return
            if raw.get("type") == MEMBER and (user := text_of(raw.get("state_key"))) != us:
                ever.add(user)
        while len(self._ever) > MOST:
            self._ever.popitem(last=False)

    def is_private(self, room: str, others: int) -> bool:
        """Whether a room with so many others in it now is a conversation with one person."""
        return others == 1 or (not others and len(self._ever.get(room, ())) == 1)


def told_of(told: object) -> list[Payload]:
    """The events of a room in an answer: its state, and then what happened in it."""
    parts = (payload_of(payload_of(told).get(part)) for part in ("state", "timeline"))
    return [one for part in parts for one in payloads_of(part.get("events"))]


def membership(content: object) -> str:
    """What somebody is in a room, by an event's content."""
    return text_of(payload_of(content).get("membership"))
