"""Cursors: up to where each room was read, moved in batches and never past what is unfinished."""

from collections import OrderedDict
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from bot.model.events import AnyEvent
from bot.model.people import Room
from bot.ports.time import Clock


@dataclass(slots=True)
class _Progress:
    """One room: what is under way (arrival order, None once done), and what is safe."""

    under_way: OrderedDict[int, int | None] = field(default_factory=OrderedDict[int, "int | None"])
    safe: int | None = None
    saved: int | None = None
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

    def to_save(self, *, private: bool = False) -> Mapping[Room, int]:
        """The cursors that moved since they were saved last; private ones only when asked for."""
        return {
            room: progress.safe
            for room, progress in self._rooms.items()
            if progress.safe is not None
            and progress.safe != progress.saved
            and (private or not progress.private)
        }

    def saved(self, cursors: Mapping[Room, int]) -> None:
        """These are on disk."""
        for room, position in cursors.items():
            self._rooms[room].saved = position

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
