"""Cursors: up to where rooms were read, moved in batches and never past what is unfinished.

A public room has a position of its own. The private rooms of one platform share one, which tells
nobody who wrote when: it is that of the save before, an hour ago, and never past what is under
way anywhere on the platform (docs/decisions/0037).
"""

from collections import OrderedDict
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.model.events import AnyEvent
from bot.model.people import Member, Platform, Room
from bot.ports.time import Clock


@dataclass(slots=True)
class _Progress:
    """One room: what is under way (arrival order, None once done), and what is safe."""

    under_way: OrderedDict[int, int | None] = field(default_factory=OrderedDict[int, "int | None"])
    safe: int | None = None
    saved: int | None = None


@dataclass(slots=True)
class _Shared:
    """The private rooms of one platform, and how far everything on it was finished.

    `settled` is what `finished` was an hour ago or earlier: whatever is not past it was read.
    `settling` is what it was at the last full hour. Each has the moment at which it was so, and
    `saved_at` is that of the position that is on disk; None where nobody knows.
    """

    rooms: dict[Room, Member] = field(default_factory=dict[Room, Member])
    under_way: dict[int, int] = field(default_factory=dict[int, int])
    finished: int | None = None
    settling: int | None = None
    settling_at: datetime | None = None
    settled: int | None = None
    settled_at: datetime | None = None
    saved_at: datetime | None = None

    def behind(self, position: int | None) -> int | None:
        """A position, or the last one before what is under way."""
        first = min(self.under_way.values(), default=None)
        return position if position is None or first is None else min(position, first - 1)


class CursorKeeper:
    """Knows which positions are safe to save: everything before them has its end state."""

    def __init__(self, clock: Clock) -> None:
        """Nothing is under way."""
        self._clock = clock
        self._rooms: dict[Room, _Progress] = {}
        self._shared: dict[Platform, _Shared] = {}
        self._arrivals = 0
        self._since: OrderedDict[int, datetime] = OrderedDict()
        self.hours = 0

    def begins(
        self, positions: Mapping[Platform, int], moments: Mapping[Platform, datetime]
    ) -> None:
        """Private rooms are read on from here, until a later position is known to be safe.

        `moments` are when these positions were what was finished, as far as that is known.
        """
        for platform, position in positions.items():
            shared = self._of(platform)
            shared.settled = max(position, shared.settled or position)
            shared.settled_at = shared.saved_at = moments.get(platform)

    @contextmanager
    def under_way(self, event: AnyEvent) -> Generator[None, None, None]:
        """While the event is handled, its room's cursor stays before it; for good if it fails."""
        if event.position is None:
            yield
            return
        self._arrivals += 1
        arrival = self._arrivals
        shared = self._of(event.room.platform)
        shared.under_way[arrival] = event.position
        progress = self._begun(event)
        progress.under_way[arrival] = None
        self._since[arrival] = self._clock.now()
        yield
        self._since.pop(arrival)
        del shared.under_way[arrival]
        shared.finished = max(event.position, shared.finished or event.position)
        progress.under_way[arrival] = event.position
        _advance(progress)

    def to_save(self) -> Mapping[Room, int]:
        """The cursors of public rooms that moved since they were saved last."""
        return {
            room: progress.safe
            for room, progress in self._rooms.items()
            if progress.safe is not None and progress.safe != progress.saved
        }

    def saved(self, cursors: Mapping[Room, int]) -> None:
        """These are on disk."""
        for room, position in cursors.items():
            self._rooms[room].saved = position

    def came(self, event: AnyEvent) -> None:
        """Something new happened in a private room: it is one that is read again.

        What is only read a second time does not count: it must not bring somebody back who was
        erased meanwhile.
        """
        if event.direct:
            self._of(event.room.platform).rooms[event.room] = event.who

    def begun(self, room: Room, who: Member) -> None:
        """We began a private conversation: what is answered there while we are away is read."""
        self._of(room.platform).rooms.setdefault(room, who)

    def private_rooms(self) -> Mapping[Room, Member]:
        """The private rooms that something happened in, or began, in this run; whose they are."""
        return {room: who for one in self._shared.values() for room, who in one.rooms.items()}

    def forget(self, who: Member) -> None:
        """Remember a member's private room only once they write again."""
        for shared in self._shared.values():
            shared.rooms = {room: one for room, one in shared.rooms.items() if one != who}

    def common(self) -> Mapping[Platform, int]:
        """One position for all private rooms of a platform that is safe to save now."""
        found = {name: shared.behind(shared.settled) for name, shared in self._shared.items()}
        return {name: position for name, position in found.items() if position is not None}

    def moments(self) -> Mapping[Platform, datetime]:
        """When what `common` gives was finished, as far as that is known.

        Nothing of a platform whose position is held back now: the moment on disk holds on.
        """
        return {
            name: shared.settled_at
            for name, shared in self._shared.items()
            if shared.settled_at is not None and shared.behind(shared.settled) == shared.settled
        }

    def saved_common(self, moments: Mapping[Platform, datetime]) -> None:
        """The positions of these moments are on disk."""
        for platform, at in moments.items():
            self._of(platform).saved_at = at

    def an_hour_passed(self) -> None:
        """What was finished an hour ago may be saved: nothing before it still arrives."""
        for shared in self._shared.values():
            if shared.settling is not None:
                shared.settled = max(shared.settling, shared.settled or shared.settling)
                shared.settled_at = shared.settling_at or shared.settled_at
            held_back = bool(shared.under_way)  # then what came after it is read again, too
            shared.settling = shared.behind(shared.finished)
            shared.settling_at = None if held_back else self._clock.now()
        self.hours += 1

    def oldest(self) -> datetime | None:
        """Since when the oldest event is under way that has not reached its end state."""
        return next(iter(self._since.values()), None)

    def moved(self, by: timedelta) -> None:
        """The clock leapt: what is under way is so for as long as before."""
        for arrival in self._since:
            self._since[arrival] += by

    def read_again_since(self) -> datetime | None:
        """Since when things may be read a second time after a stop; None while nobody knows.

        What was seen since then must be remembered, however long ago it was: after days without
        a bot, or with a sleeping machine, the shared position is still the one of before.
        """
        saved = [one.saved_at for one in self._shared.values()]
        known = [self.oldest() or self._clock.now(), *(at for at in saved if at is not None)]
        return min(known) if None not in saved else None

    def _of(self, platform: Platform) -> _Shared:
        return self._shared.setdefault(platform, _Shared())

    def _begun(self, event: AnyEvent) -> _Progress:
        """The progress of a public room; that of a private one is kept nowhere."""
        if event.direct:
            return _Progress()
        return self._rooms.setdefault(event.room, _Progress())


def _advance(progress: _Progress) -> None:
    while progress.under_way:
        arrival, position = next(iter(progress.under_way.items()))
        if position is None:
            return
        progress.safe = max(position, progress.safe or position)
        del progress.under_way[arrival]
