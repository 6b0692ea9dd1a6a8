"""What was finished: of rooms that are not private, so that a start reads only what was not.

One event counts as finished here if the engine's own cursor of its room says so as well: where the
engine's data come out of a backup, what happened since is read again (docs/decisions/0080).
Of private rooms nothing is kept: nobody must read from it who wrote when (decision 0037).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from adapters.matrix.keeping.journal import Journal, position_of
from adapters.matrix.payload import Payload, text_of
from bot.model.events import AnyEvent

KEPT_MS = 6 * 3600 * 1000
"""Longer than what is read again after a stop, by which the engine's shared position lags."""


@dataclass(slots=True)
class Finished:
    """`cursors` are the engine's at the start, by the id that it knows a room by."""

    journal: Journal | None = None
    cursors: Mapping[str, int] = field(default_factory=dict[str, int], repr=False)
    _before: Mapping[bytes, int] = field(default_factory=dict[bytes, int], repr=False)
    _new: dict[bytes, int] = field(default_factory=dict[bytes, int], repr=False)

    def begin(self) -> None:
        """What an earlier run left."""
        self._before = {} if self.journal is None else self.journal.finished()

    def knows(self, room: str, raw: Payload) -> bool:
        """Whether an event was finished, by both. `room` as the core knows it."""
        if self.journal is None or room not in self.cursors:
            return False
        at = self._before.get(self.journal.seal_of.name(text_of(raw.get("event_id"))))
        return at is not None and at <= self.cursors[room]

    def add(self, raw: Payload, position: int, happened: Sequence[AnyEvent]) -> None:
        """The engine is done with what happened by it."""
        if self.journal is not None and happened and not any(one.direct for one in happened):
            self._new[self.journal.seal_of.name(text_of(raw.get("event_id")))] = position

    def keep(self, now: int) -> None:
        """On disk when this returns; what is older than can be read again is forgotten."""
        if self.journal is not None and self._new:
            self.journal.finish(self._new, position_of(max(now - KEPT_MS, 0), 0))
            self._new = {}
