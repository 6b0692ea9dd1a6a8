"""One writer's last messages in a room, read as one text: a cry may be split over them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.model.events import Said
from bot.model.finding import NOTHING, Finding, Severity
from bot.model.people import Member, Room
from bot.watch.recent import Recent

WINDOW = timedelta(minutes=3)
WINDOW_MESSAGES = 6
"""How far back a sentence may be split over messages. Source: shared facts, detection, 6."""
MOST_WRITERS = 10_000
EDGE_CHARS = 500
"""Of a longer message so much of its end, and of the newest of its beginning: what is split over
messages meets there. It bounds the work and the memory; each message was read whole, alone."""
Reads = Callable[[Sequence[str]], Finding]


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    found: Finding


class Tails:
    """The last few messages of each writer, in memory and nowhere else."""

    def __init__(self, reads: Reads) -> None:
        """`reads` says what the last of some messages says together with those before it."""
        self._reads = reads
        self._lines: Recent[tuple[Member, Room], _Line] = Recent(
            WINDOW, WINDOW_MESSAGES, MOST_WRITERS
        )

    def heard(self, event: Said, alone: Finding) -> Finding:
        """The finding once the writer's last messages are read as one text."""
        earlier = self._lines.of((event.who, event.room), event.at)[1 - WINDOW_MESSAGES :]
        # Only what is new: the earlier ones were read, alone and together, as each came.
        texts = (*(line.text for line in earlier), event.text[:EDGE_CHARS])
        joined = self._reads(texts) if earlier else NOTHING
        found = joined if _rises(joined, earlier, alone) else alone
        if event.direct:  # each is a text of nobody: the reasons of one must not show in another
            return replace(found, rules=alone.rules, spans=alone.spans)
        return found

    def add(self, event: Said, found: Finding) -> None:
        """One more message, with what was found once it was known in which room it is."""
        line = _Line(event.text[-EDGE_CHARS:], found)
        self._lines.add((event.who, event.room), event.at, line)

    def apart(self, who: Member, room: Room) -> None:
        """What comes next in this room has nothing to do with what came before."""
        self._lines.drop(lambda key: key == (who, room))

    def forget(self, who: Member) -> None:
        """Somebody asked to be forgotten."""
        self._lines.drop(lambda key: key[0] == who)

    def tidy(self, now: datetime) -> None:
        """Forget what is over."""
        self._lines.tidy(now)


def _rises(joined: Finding, earlier: Sequence[_Line], alone: Finding) -> bool:
    """Whether together they say what was not said before: more, or about something else."""
    if joined.severity is None:
        return alone.severity is not None and alone.severity < Severity.ACTIVE
    same = (line.found for line in earlier if _about(line.found) == _about(joined))
    peak = max((found.level for found in same), default=Severity.NONE)
    asks = bool(joined.rules) and not alone.rules and joined.level == alone.level == Severity.NONE
    return asks or joined.severity > max(peak, alone.level)


def _about(found: Finding) -> tuple[object, object]:
    return found.category, found.subject
