"""Moves: which room goes on in which other, so that the core knows each by one id for ever.

That id is the one of the first of them that we were in (docs/decisions/0080). Whatever is told to
the core bears it, and whatever is sent goes to the newest.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Saves = Callable[[Mapping[str, str]], None]
"""Durable when it returns."""


def nowhere(moves: Mapping[str, str]) -> None:
    """Kept in memory only."""
    del moves


@dataclass(slots=True)
class Moves:
    """`later` leads from each room to the one that replaced it."""

    later: dict[str, str] = field(default_factory=dict[str, str], repr=False)
    save: Saves = nowhere
    _before: dict[str, str] = field(default_factory=dict[str, str], repr=False)

    def begin(self, later: dict[str, str], save: Saves) -> None:
        """What an earlier run left, and where it is kept from now on."""
        self.later, self.save = later, save
        self._before = {new: old for old, new in later.items()}

    def first(self, room: str) -> str:
        """The id by which the core knows a room."""
        return _end_of(room, self._before)

    def now(self, room: str) -> str:
        """Where it stands now."""
        return _end_of(room, self.later)

    def way(self, room: str) -> list[str]:
        """All of them, the newest first."""
        return _way(self.first(room), self.later)[::-1]

    def replaces(self, room: str) -> bool:
        """Whether another room goes on in this one."""
        return room in self._before

    def follow(self, old: str, new: str) -> None:
        """From now on the one is the other.

        Raises ValueError where that would go in a circle, or where another goes on in it already.
        """
        if self._before.get(new, old) != old or old in _way(new, self.later):
            message = "a room cannot go on in this one"
            raise ValueError(message)
        later = {**self.later, old: new}
        self.save(later)
        self.later = later
        self._before = {one: before for before, one in later.items()}


def _end_of(room: str, ways: Mapping[str, str]) -> str:
    return _way(room, ways)[-1]


def _way(room: str, ways: Mapping[str, str]) -> list[str]:
    found = [room]
    while (there := ways.get(found[-1])) is not None and there not in found:
        found.append(there)
    return found
