"""What cannot be read yet: kept, tried again when keys come, and told if they do not."""

import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from adapters.matrix.crypto.inside import Sealed
from adapters.matrix.hearing.handing import Handing
from adapters.matrix.hearing.opening import Opening
from adapters.matrix.keeping.journal import Journal, SealedEvent
from adapters.matrix.payload import Payload, text_of
from adapters.matrix.reading.messages import Where, read, unproven, unread
from bot.model.events import AnyEvent, Said
from bot.ports.time import Clock

LOG = logging.getLogger(__name__)
TOLD_AFTER = timedelta(seconds=20)
"""Keys may come after their message: by so much that nobody is told for nothing, and so soon that
who needs somebody is told to write again."""
UNPROVEN_AFTER = timedelta(seconds=5)
"""Words that can be read, while nobody knows whose device wrote them, wait no longer than that for
the answer: they may be a cry."""
GIVEN_UP_AFTER = timedelta(days=7)


Reads = Callable[[str, Payload], Awaitable[tuple[AnyEvent, ...]]]
"""What happened by an event of a room, once it is opened."""


@dataclass(slots=True)
class SealedEvents:
    """All of them. `where` says how a room's events are read; `count` is how many were told."""

    journal: Journal
    opening: Opening
    handing: Handing
    clock: Clock
    where: Callable[[str], Where]
    reads: Reads
    told_after: timedelta = TOLD_AFTER
    unproven_after: timedelta = UNPROVEN_AFTER
    count: int = 0
    waiting: set[str] = field(default_factory=set[str])
    _early: set[str] = field(default_factory=set[str])

    def begin(self) -> None:
        """What an earlier run left waits on."""
        self.waiting = {one.id for one in self.journal.sealed()}

    def keep(self, room: str, raw: Payload) -> None:
        """On disk when this returns."""
        event = text_of(raw.get("event_id"))
        if event not in self.waiting:
            self.journal.seal(event, room, raw, self._now_ms())
            self.waiting.add(event)

    def read_after_all(self, event: str) -> None:
        """It came again, and could be read."""
        if event in self.waiting:
            self._drop(event)

    async def again(self) -> None:
        """Try each; tell of what has waited for too long."""
        for one in self.journal.sealed() if self.waiting else ():
            await self._again(one)

    async def _again(self, one: SealedEvent) -> None:
        waited = timedelta(milliseconds=self._now_ms() - one.since_ms)
        try:
            raw = self.opening.opened(one.room, one.raw)
        except Sealed as why:
            patience = self.told_after if why.plain is None else self.unproven_after
            if not one.told and not timedelta() <= waited < patience:
                await self._tell(one, why)
            elif waited > GIVEN_UP_AFTER:
                self._drop(one.id)
            return
        done = [await self.handing.over(event) for event in await self.reads(one.room, raw)]
        if all(done):
            self._drop(one.id)

    async def _tell(self, one: SealedEvent, why: Sealed) -> None:
        LOG.error("a message cannot be read: %s", why)
        done = [await self.handing.over(event) for event in self._left_of(one, why)]
        if all(done):
            self.journal.told(one.id)
            self.count += 1

    def _left_of(self, one: SealedEvent, why: Sealed) -> Iterator[Said]:
        """That there is a message; and its words where they are known, for the detector.

        Where they call people by themselves, these hear of whoever is named, and beside it that
        nobody can be sure of the name.
        """
        where = self.where(one.room)
        said = None if why.plain is None else read(why.plain, where, self.clock)
        if said is not None:
            yield unproven(said, str(why))
        if said is None or (not said.direct and self.handing.receiver.is_urgent(said)):
            yield unread(one.raw, where, self.clock, str(why))

    def _drop(self, event: str) -> None:
        self.journal.drop(event)
        self.waiting.discard(event)

    def _now_ms(self) -> int:
        return int(self.clock.now().timestamp() * 1000)
