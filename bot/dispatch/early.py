"""Before its turn: what calls people need not wait behind thousands of texts that were said before.

In a flood, or while a long absence is read again, an adapter hands such a text over at once, and
once more in its turn. Then it is known already, unless more is found in it by what went before.
"""

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TypeVar

from bot.model.events import AnyEvent, EventId, Said
from bot.model.finding import Finding
from bot.watch.watch import Watch

MOST_EARLY = 10_000
EventT = TypeVar("EventT", bound=AnyEvent)


@dataclass(slots=True)
class Early:
    """What was handed over early, with its level. In memory: after a restart the rows know it."""

    watch: Watch
    _levels: OrderedDict[EventId, int] = field(default_factory=OrderedDict[EventId, int])

    def finding(self, event: Said) -> Finding:
        """What a text says alone."""
        return self.watch.alone(event)

    def is_urgent(self, event: Said) -> bool:
        """Whether it calls people by itself.

        In private everything has its turn: each text there is a thread of its own, and a second
        one of the same words would be another.
        """
        return not event.direct and self.finding(event).alerted

    def came(self, event: Said, finding: Finding) -> Said:
        """The event as it is handled now: its room is not read up to there."""
        self._levels[event.id] = finding.level
        while len(self._levels) > MOST_EARLY:
            self._levels.popitem(last=False)
        return replace(event, position=None)

    def in_turn(self, event: EventT, finding: Finding) -> EventT:
        """The event as it is handled in its turn: another one, if more is found than there was."""
        level = self._levels.pop(event.id, None)
        if level is None or finding.level <= level:
            return event
        return replace(event, id=EventId(f"{event.id}:in-turn"))
