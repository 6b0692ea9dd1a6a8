"""Before its turn: what calls people need not wait behind thousands of texts that were said before.

In a flood, or while a long absence is read again, an adapter hands such a text over at once, and
once more in its turn. Then it is known already, unless more is found in it by what went before.
"""

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TypeVar

from bot.model.events import AnyEvent, EventId, Said, texts_of
from bot.model.finding import Finding
from bot.watch.watch import Watch, worst_of

MOST_EARLY = 10_000
EventT = TypeVar("EventT", bound=AnyEvent)


@dataclass(slots=True)
class Early:
    """What was handed over early, with its level. In memory: after a restart the rows know it."""

    watch: Watch
    _levels: OrderedDict[EventId, int] = field(default_factory=OrderedDict[EventId, int])

    def finding(self, event: Said) -> Finding:
        """What a text says alone; nothing is remembered of it yet."""
        if event.unreadable is not None:
            return Finding.unknown(event.unreadable)
        return worst_of(self.watch.assess_text(text) for text in texts_of(event))

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
