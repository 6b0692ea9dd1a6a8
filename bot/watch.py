"""The watch: every human text meets the detector before anything else."""

import logging
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.model.events import AnyEvent, Invoked, Said, texts_of
from bot.model.finding import NOTHING, Finding, Severity
from bot.ports.detect import Detects

LOG = logging.getLogger(__name__)
WINDOW = timedelta(minutes=3)
WINDOW_MESSAGES = 6
"""How far back a sentence may be split over messages. Source: shared facts, detection, 6."""
MOST_WRITERS = 10_000
BREAK = "\n"


@dataclass(frozen=True, slots=True)
class _Line:
    at: datetime
    text: str
    severity: Severity


class Watch:
    """Assesses events. Holds the last few messages of each writer in memory, and nowhere else."""

    def __init__(self, detector: Detects) -> None:
        """Use this detector; what it raises becomes "could not check"."""
        self._detector = detector
        self._windows: OrderedDict[tuple[str, str, str], tuple[_Line, ...]] = OrderedDict()

    def assess(self, event: AnyEvent) -> Finding:
        """The worst finding among the event's texts."""
        if isinstance(event, Said) and event.unreadable is not None:
            return Finding.unknown(event.unreadable)
        texts = texts_of(event)
        if isinstance(event, Invoked):
            texts = (*texts, f"{event.name} {event.typed}".strip())  # "!kms" is no command
        worst = worst_of(self.assess_text(text) for text in texts)
        if isinstance(event, Said) and worst.severity is not None and not event.edited:
            return self._over_messages(event, worst)
        return worst

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
        key = (event.who.platform, event.who.id, event.room.id)
        earlier = tuple(line for line in self._windows.get(key, ()) if event.at - line.at <= WINDOW)
        texts = (*(line.text for line in earlier), event.text)[-WINDOW_MESSAGES:]
        # Only what is new: the earlier ones were read, alone and together, as each came.
        joined = self.assess_text(BREAK.join(texts)) if earlier else NOTHING
        peak = max((line.severity for line in earlier), default=Severity.NONE)
        found = joined if _rises(joined, peak, alone) else alone
        if event.direct:  # each is a text of nobody: the reasons of one must not show in another
            found = replace(found, rules=alone.rules, spans=alone.spans)
        level = Severity.NONE if found.severity is None else found.severity
        self._remember(key, (*earlier, _Line(event.at, event.text, level)))
        return found

    def _remember(self, key: tuple[str, str, str], lines: tuple[_Line, ...]) -> None:
        self._windows[key] = lines[-WINDOW_MESSAGES:]
        self._windows.move_to_end(key)
        while len(self._windows) > MOST_WRITERS:
            self._windows.popitem(last=False)


def worst_of(findings: Iterable[Finding]) -> Finding:
    """The finding to act on; "could not check" ranks as level 3 (product.md, section 3)."""
    return max(findings, key=lambda one: one.level, default=NOTHING)


def _rises(joined: Finding, peak: Severity, alone: Finding) -> bool:
    if joined.severity is None:
        return alone.severity is not None and alone.severity < Severity.ACTIVE
    return joined.severity > max(peak, alone.level)
