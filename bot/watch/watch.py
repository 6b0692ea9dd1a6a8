"""The watch itself: one event to one finding."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.model.events import AnyEvent, Invoked, Said, texts_of
from bot.model.finding import NOTHING, Finding, Severity
from bot.model.people import Member, Room
from bot.ports.detect import Detects
from bot.watch.days import Days
from bot.watch.friends import Friends
from bot.watch.recent import Recent
from bot.watch.rooms import Rooms, heard_in

LOG = logging.getLogger(__name__)
WINDOW = timedelta(minutes=3)
WINDOW_MESSAGES = 6
"""How far back a sentence may be split over messages. Source: shared facts, detection, 6."""
MOST_WRITERS = 10_000
BREAK = "\n"


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    severity: Severity


class Watch:
    """Assesses events. Holds the last few messages of each writer in memory, and nowhere else."""

    def __init__(self, detector: Detects, rooms: Rooms | None = None) -> None:
        """Use this detector; what it raises becomes "could not check". `rooms` by their kind."""
        self._detector = detector
        self._rooms: Rooms = rooms or {}
        self._days, self._friends = Days(detector), Friends()
        self._windows: Recent[tuple[Member, Room], _Line] = Recent(
            WINDOW, WINDOW_MESSAGES, MOST_WRITERS
        )

    def assess(self, event: AnyEvent) -> Finding:
        """The worst finding among the event's texts."""
        if isinstance(event, Said) and event.unreadable is not None:
            return Finding.unknown(event.unreadable)
        texts = texts_of(event)
        if isinstance(event, Invoked):
            texts = (*texts, f"{event.name} {event.typed}".strip())  # "!kms" is no command
        worst = worst_of(self.assess_text(text) for text in texts)
        if isinstance(event, Said) and worst.severity is not None and not event.edited:
            worst = self._over_messages(event, worst)
            if not event.direct:  # a private text is never counted for who wrote it
                worst = self._friends.heard(event, self._days.heard(event, worst))
        return heard_in(self._rooms, event.room, worst)

    def forget(self, who: Member) -> None:
        """Somebody asked to be forgotten: nothing of them is held in memory any more."""
        self._windows.drop(lambda key: key[0] == who)
        self._days.forget(who)
        self._friends.forget(who)

    def assess_text(self, text: str) -> Finding:
        """The finding for one text; a broken detector is a finding of its own."""
        try:
            return self._detector.assess(text)
        except Exception as broken:  # noqa: BLE001 - a silent detector is the worst bug we can have
            LOG.error("detector failed: %s", type(broken).__name__)
            return Finding.unknown(type(broken).__name__)

    def assess_messages(self, messages: Sequence[str]) -> Finding:
        """The highest finding after any of these, as if they were within the window."""
        try:
            return self._detector.assess_window(messages)
        except Exception as broken:  # noqa: BLE001 - as above
            LOG.error("detector failed on a window: %s", type(broken).__name__)
            return Finding.unknown(type(broken).__name__)

    def _over_messages(self, event: Said, alone: Finding) -> Finding:
        """The finding once the writer's last messages are read as one text."""
        key = (event.who, event.room)
        earlier = self._windows.of(key, event.at)
        texts = (*(line.text for line in earlier), event.text)[-WINDOW_MESSAGES:]
        # Only what is new: the earlier ones were read, alone and together, as each came.
        joined = self.assess_text(BREAK.join(texts)) if earlier else NOTHING
        peak = max((line.severity for line in earlier), default=Severity.NONE)
        found = joined if _rises(joined, peak, alone) else alone
        if event.direct:  # each is a text of nobody: the reasons of one must not show in another
            found = replace(found, rules=alone.rules, spans=alone.spans)
        level = Severity.NONE if found.severity is None else found.severity
        self._windows.add(key, event.at, _Line(event.text, level))
        return found


def worst_of(findings: Iterable[Finding]) -> Finding:
    """The finding to act on; "could not check" ranks as level 3 (product.md, section 3)."""
    return max(findings, key=lambda one: one.level, default=NOTHING)


def _rises(joined: Finding, peak: Severity, alone: Finding) -> bool:
    if joined.severity is None:
        return alone.severity is not None and alone.severity < Severity.ACTIVE
    return joined.severity > max(peak, alone.level)
