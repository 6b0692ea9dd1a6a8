"""What people say is wrong with a service, until somebody has looked; nobody's name is in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NewType, Protocol

MistakeId = NewType("MistakeId", str)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One report. `services` are ids of the directory; `words` are empty where none were passed on.

    `number` is what people call it by.
    """

    id: MistakeId
    number: int
    on: date
    services: tuple[str, ...]
    words: str = field(repr=False)


class Mistakes(Protocol):
    """The reports that wait for a look; sealed. Writing needs a unit."""

    async def add(self, services: tuple[str, ...], words: str, on: date) -> Mistake:
        """Keep one; its id is the same after a crash."""
        ...

    async def waiting(self) -> Sequence[Mistake]:
        """All of them, the oldest first."""
        ...

    async def done(self, id_: MistakeId) -> bool:
        """Somebody has looked: forget it. False when there is none."""
        ...
