"""Cursors: up to where each room was read, moved in batches and never past what is unfinished."""

from collections import OrderedDict
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.model.events import AnyEvent
from bot.model.people import Room
from bot.ports.time import Clock

COARSE = timedelta(hours=1)
"""A private room's cursor moves at most so often: its row must not tell when somebody wrote."""


@dataclass(slots=True)
class _Progress:
    """One room: what is under way (arrival order, None once done), and what is safe."""

    under_way: OrderedDict[int, int | None] = field(default_factory=OrderedDict[int, "int | None"])
    safe: int | None = None
    saved: int | None = None
    saved_at: datetime | None = None
    private: bool = False


class CursorKeeper:
    """Knows which positions are safe to save: everything before them has its end state."""

    def __init__(self, clock: Clock) -> None:
        """Nothing is under way."""
        self._clock = clock
        self._rooms: dict[Room, _Progress] = {}
        self._arrivals = 0
        self._since: OrderedDict[int, datetime] = OrderedDict()

    @contextmanager
    def under_way(self, event: AnyEvent) -> Generator[None, None, None]:
        """While the event is handled, its room's cursor stays before it; for good if it fails."""
        if event.position is None:
            yield
            return
        progress = self._rooms.setdefault(event.room, _Progress())
        progress.private = progress.private or event.direct
        self._arrivals += 1
        arrival = self._arrivals
        progress.under_way[arrival] = None
        self._since[arrival] = self._clock.now()
        yield
        self._since.pop(arrival)
        progress.under_way[arrival] = event.position
        _advance(progress)

    def to_save(self, *, all_of_them: bool = False) -> Mapping[Room, int]:
        """The cursors that moved since they were saved last; private ones coarsely."""
        now = self._clock.now()
        return {
            room: progress.safe
            for room, progress in self._rooms.items()
            if progress.safe is not None and _worth(progress, now, all_of_them)
        }

    def saved(self, cursors: Mapping[Room, int]) -> None:
        """These are on disk."""
        now = self._clock.now()
        for room, position in cursors.items():
            progress = self._rooms[room]
            progress.saved, progress.saved_at = position, now

    def oldest(self) -> datetime | None:
        """Since when the oldest event is under way that has not reached its end state."""
        return next(iter(self._since.values()), None)


def _advance(progress: _Progress) -> None:
    while progress.under_way:
        arrival, position = next(iter(progress.under_way.items()))
        if position is None:
            return
        progress.safe = max(position, progress.safe or position)
        del progress.under_way[arrival]


def _worth(progress: _Progress, now: datetime, all_of_them: bool) -> bool:  # noqa: FBT001
    if progress.safe == progress.saved:
        return False
    if all_of_them or not progress.private or progress.saved_at is None:
        return True
    return now - progress.saved_at >= COARSE
