"""A memory of what just happened: bounded, and nothing in it outlives its time by much."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

KeyT = TypeVar("KeyT", bound=Hashable)
NoteT = TypeVar("NoteT")


class Recent(Generic[KeyT, NoteT]):
    """The last few notes of each key, no older than `span`."""

    def __init__(self, span: timedelta, most_notes: int, most_keys: int) -> None:
        """Past `most_keys`, the key that was quiet for longest is forgotten."""
        self._span, self._most_notes, self._most_keys = span, most_notes, most_keys
        self._held: OrderedDict[KeyT, tuple[tuple[datetime, NoteT], ...]] = OrderedDict()

    def of(self, key: KeyT, now: datetime) -> tuple[NoteT, ...]:
        """The notes of a key, oldest first."""
        return tuple(note for _, note in self._fresh(key, now))

    def last(self, key: KeyT, now: datetime) -> datetime | None:
        """When the newest note of a key was made."""
        return max((at for at, _ in self._fresh(key, now)), default=None)

    def add(self, key: KeyT, at: datetime, note: NoteT) -> None:
        """One more note."""
        self._held[key] = (*self._fresh(key, at), (at, note))[-self._most_notes :]
        self._held.move_to_end(key)
        self._tidy(at)

    def drop(self, matches: Callable[[KeyT], bool]) -> None:
        """Forget every key that matches."""
        for key in [key for key in self._held if matches(key)]:
            del self._held[key]

    def tidy(self, now: datetime) -> None:
        """Forget what is no longer fresh, though nobody adds anything."""
        for key in [key for key in self._held if not self._fresh(key, now)]:
            del self._held[key]

    def strip(self, matches: Callable[[NoteT], bool]) -> None:
        """Forget every note that matches."""
        for key, notes in self._held.items():
            self._held[key] = tuple(one for one in notes if not matches(one[1]))

    def _fresh(self, key: KeyT, now: datetime) -> tuple[tuple[datetime, NoteT], ...]:
        return tuple(one for one in self._held.get(key, ()) if abs(now - one[0]) <= self._span)

    def _tidy(self, now: datetime) -> None:
        """From the quietest on, whoever has nothing fresh is forgotten."""
        while self._held:
            quietest = next(iter(self._held))
            if len(self._held) <= self._most_keys and self._fresh(quietest, now):
                return
            del self._held[quietest]
