"""The watch itself: one event to one finding."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from bot.model.events import AnyEvent, Invoked, Said, texts_of
from bot.model.finding import NOTHING, Finding
from bot.model.people import Member
from bot.ports.detect import Detects
from bot.watch.days import Days
from bot.watch.friends import Friends
from bot.watch.rooms import Rooms, heard_in
from bot.watch.tails import Tails

TextT = TypeVar("TextT")
LOG = logging.getLogger(__name__)


class Watch:
    """Assesses events. What it remembers of them is in memory, bounded, and nowhere else."""

    def __init__(self, detector: Detects, rooms: Rooms | None = None) -> None:
        """Use this detector; what it raises becomes "could not check". `rooms` by their kind."""
        self._detector = detector
        self._rooms: Rooms = rooms or {}
        self._tails = Tails(partial(self._checked, detector.assess_tail))
        self._days, self._friends = Days(detector), Friends()

    def assess(self, event: AnyEvent) -> Finding:
        """The worst finding among the event's texts, and in what went before them."""
        if isinstance(event, Said) and event.unreadable is not None:
            return self._of_broken(event, event.unreadable)
        texts = texts_of(event)
        if isinstance(event, Invoked):
            texts = (*texts, f"{event.name} {event.typed}".strip())  # "!kms" is no command
        worst = worst_of(self.assess_text(text) for text in texts)
        if not isinstance(event, Said):
            self.apart(event)
        elif worst.severity is not None and not event.edited:
            try:
                return self._with_others(event, worst)
            except Exception as broken:  # noqa: BLE001 - a memory that fails must cost no alert
                LOG.error("what went before could not be read: %s", type(broken).__name__)
        return heard_in(self._rooms, event.room, worst)

    def alone(self, event: Said) -> Finding:
        """What a message says by itself, in its room; nothing of it is remembered."""
        if event.unreadable is not None:
            return self._of_broken(event, event.unreadable)
        worst = worst_of(self.assess_text(text) for text in texts_of(event))
        return heard_in(self._rooms, event.room, worst)

    def apart(self, event: AnyEvent) -> None:
        """What is said next in private has nothing to do with what was said so far.

        A draft of nobody and the answer to a question that somebody was asked must not be read
        as one text: the finding of one would show in the other.
        """
        if event.direct:
            self._tails.apart(event.who, event.room)

    def forget(self, who: Member) -> None:
        """Somebody asked to be forgotten: nothing of them is held in memory any more."""
        for memory in (self._tails, self._days, self._friends):
            memory.forget(who)

    def tidy(self, now: datetime) -> None:
        """Forget what is over; to be called now and then, also when nobody writes."""
        for memory in (self._tails, self._days, self._friends):
            memory.tidy(now)

    def assess_text(self, text: str) -> Finding:
        """The finding for one text; a broken detector is a finding of its own."""
        return self._checked(self._detector.assess, text)

    def assess_messages(self, messages: Sequence[str]) -> Finding:
        """The highest finding after any of these, as if they were within the window."""
        return self._checked(self._detector.assess_window, messages)

    def _of_broken(self, event: Said, because: str) -> Finding:
        """Of what could not be read: that, unless what is left of it says as much about somebody.

        Then its writer is answered, too. What nobody wrote has nobody to answer.
        """
        unknown = Finding.unknown(because)
        if event.who.is_nobody:
            return unknown
        return worst_of([unknown, *(self.assess_text(text) for text in texts_of(event))])

    def _checked(self, reads: Callable[[TextT], Finding], text: TextT) -> Finding:
        try:
            return reads(text)
        except Exception as broken:  # noqa: BLE001 - a silent detector is the worst bug we can have
            LOG.error("detector failed: %s", type(broken).__name__)
            return Finding.unknown(type(broken).__name__)

    def _with_others(self, event: Said, alone: Finding) -> Finding:
        """The finding with what the writer, and others in the room, just said."""
        whole = self._tails.heard(event, alone)
        if event.direct:  # a private text is never counted for who wrote it
            self._tails.add(event, whole)
            return whole
        found = heard_in(self._rooms, event.room, self._friends.heard(event, whole))
        self._tails.add(event, found)
        return self._days.heard(event, whole, found)


def worst_of(findings: Iterable[Finding]) -> Finding:
    """The finding to act on; "could not check" ranks as level 3 (product.md, section 3)."""
    return max(findings, key=lambda one: (one.level, bool(one.rules)), default=NOTHING)
