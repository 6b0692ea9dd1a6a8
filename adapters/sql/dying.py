"""A key that goes with the commit of a unit of work."""

from collections.abc import Callable
from dataclasses import dataclass, field
from weakref import WeakSet


@dataclass(slots=True, eq=False, weakref_slot=True)
class Dying:
    """Dropped once its unit is committed; a unit that is undone forgets it."""

    name: str
    drop: Callable[[str], None] = field(repr=False)
    beside: "WeakSet[Dying]" = field(repr=False)

    def keep(self) -> None:
        """The unit was committed."""
        self.beside.discard(self)
        self.drop(self.name)
