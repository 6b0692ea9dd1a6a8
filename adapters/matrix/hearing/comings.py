"""Comings and goings: who is new in the community, and who is gone from it, each told once.

Where it has no space, somebody is in it who is in any of its rooms: a second one is nothing new,
and who leaves one of two is not gone.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field

from adapters.matrix.here import Here
from adapters.matrix.payload import Payload
from adapters.matrix.reading.comings import Change, change_in, coming
from bot.model.events import Joined, Left
from bot.ports.time import Clock

MOST = 10_000


@dataclass(slots=True)
class Comings:
    """Decides by where else somebody is now, and by what changed when."""

    here: Here
    clock: Clock
    _changed: OrderedDict[tuple[str, str], Change] = field(
        default_factory=OrderedDict[tuple[str, str], Change]
    )

    def saw(self, room: str, events: list[Payload]) -> None:
        """Before any of them is handled: rooms do not wait for one another."""
        if self.here.is_home(room):
            for raw in events:
                if (change := change_in(raw)) is not None:
                    self._changed[room, change.user] = change
                    self._changed.move_to_end((room, change.user))
        while len(self._changed) > MOST:
            self._changed.popitem(last=False)

    def told(self, room: str, raw: Payload, position: int | None) -> Joined | Left | None:
        """What an event of membership means for the community; None for nothing."""
        change = change_in(raw)
        if change is None or not self.here.is_home(room) or change.user == self.here.us:
            return None
        if change.came and any(self._was_there_before(change, one) for one in self._others(room)):
            return None
        if not change.came and any(self._is_there(change, one) for one in self._others(room)):
            return None
        return coming(raw, change, self.here.where(room), self.clock, position)

    def _others(self, room: str) -> Iterator[str]:
        """Rooms that go on from one another count as well: people are in both for a while."""
        ways = (self.here.moves.way(one) for one in sorted(self.here.home))
        return (one for way in ways for one in way if one != room)

    def _was_there_before(self, change: Change, room: str) -> bool:
        last = self._changed.get((room, change.user))
        is_later = last is not None and last.came and last.at_ms >= change.at_ms
        return self.here.is_in(change.user, room) and not is_later

    def _is_there(self, change: Change, room: str) -> bool:
        """Or went from there after this: then that was the end."""
        last = self._changed.get((room, change.user))
        goes_later = last is not None and not last.came and last.at_ms > change.at_ms
        return self.here.is_in(change.user, room) or goes_later
