"""Hearing: each answer of sync on its way to the engine; in order in each room."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, count, repeat

from adapters.matrix.crypto.inside import Sealed
from adapters.matrix.gateway.errors import BROKEN
from adapters.matrix.hearing.finished import Finished
from adapters.matrix.hearing.gaps import came_in, missed, since_we_came, while_we_were_there
from adapters.matrix.hearing.sealed import SealedEvents
from adapters.matrix.hearing.understanding import Understanding
from adapters.matrix.here import Here
from adapters.matrix.keeping.journal import position_of
from adapters.matrix.payload import UNREADABLE, Payload, payload_of, payloads_of, text_of
from adapters.matrix.reading.messages import Where, broken, is_ours_to_read, named, read
from bot.lanes import Lanes
from bot.model.events import AnyEvent, EventId, Said

LOG = logging.getLogger(__name__)
TRIES_S = (0.5, 2.0, 5.0, 20.0)
AGAIN_S = 60.0


FOLLOWED_BACK_MS = 24 * 3600 * 1000
"""A room that goes on from another is read back to its beginning, but for so long at most."""
Decided = Callable[[str], Awaitable[None]]
"""Waits until it is known under which id the core knows a room."""


async def at_once(room: str) -> None:
    """No room goes on from another."""
    del room


@dataclass(frozen=True, slots=True)
class Batch:
    """One answer of sync: its number, and from where it goes on.

    Where `since` is empty, what a room was not told of is sought back to `until_ms`.
    """

    number: int
    since: str
    until_ms: int = 0
    places: Iterator[int] = field(default_factory=lambda: count(1))


@dataclass(slots=True)
class Hearing:
    """Hands events over, room by room. `open` are the answers of sync not yet handled."""

    here: Here
    lanes: Lanes
    sealed: SealedEvents
    understanding: Understanding
    decided: Decided = at_once
    finished: Finished = field(default_factory=Finished)
    read: int = 0
    open: Counter[int] = field(default_factory=Counter[int])
    stuck: set[int] = field(default_factory=set[int])

    def take(self, answer: Payload, batch: Batch) -> None:
        """Everything that was said; it is handled in tasks."""
        for room, told in self._rooms(answer):
            self.here.company.saw(room, told, self.here.us)
            timeline = payload_of(payload_of(told).get("timeline"))
            if not (events := payloads_of(timeline.get("events"))):
                continue
            self.here.where(room)  # while it is known who is there
            self.understanding.comings.saw(room, events)
            self.open[batch.number] += 1
            waits = self.lanes.is_deep(room)
            work = partial(self._room, room, timeline, batch)
            self.lanes.put_long(room, work)
            if waits or timeline.get("limited") is True:
                self.lanes.crew.go(self._hurry(room, timeline))

    def _rooms(self, answer: Payload) -> Iterator[tuple[str, object]]:
        """Those we are in, and those that we were in until something happened that is told here."""
        rooms = payload_of(answer.get("rooms"))
        yield from payload_of(rooms.get("join")).items()
        for room, told in payload_of(rooms.get("leave")).items():
            if while_we_were_there(told, self.here.us):
                yield room, told

    def settled(self, newest: int) -> int:
        """The first answer of which not everything is handled; the newest where all is."""
        return min((*self.open, *self.stuck, newest))

    async def _room(self, room: str, timeline: Payload, batch: Batch) -> None:
        try:
            await self.decided(room)
            for raw in map(named, await self._events(room, timeline, batch)):
                if not await self._event(room, raw, position_of(batch.number, next(batch.places))):
                    self.stuck.add(batch.number)
                await asyncio.sleep(0)
        except BaseException:
            self.stuck.add(batch.number)
            raise
        finally:
            self.open[batch.number] -= 1
            self.open += Counter()  # what is none is no key

    async def _events(self, room: str, timeline: Payload, batch: Batch) -> list[Payload]:
        """What is told of a room, and before it what was left out."""
        events = payloads_of(timeline.get("events"))
        start = text_of(timeline.get("prev_batch"))
        goes_on = self.here.moves.replaces(room) and came_in(events, self.here.us)
        since = "" if goes_on else batch.since
        until_ms = batch.number - FOLLOWED_BACK_MS if goes_on else batch.until_ms
        if timeline.get("limited") is True and start:
            for wait in chain(TRIES_S, repeat(AGAIN_S)):
                try:
                    older = await missed(self.here.ask, room, since, start, until_ms)
                except BROKEN as broken:
                    LOG.warning("a room could not be read back: %s", type(broken).__name__)
                    await asyncio.sleep(wait)
                else:
                    told = {text_of(raw.get("event_id")) for raw in events}
                    events = [
                        *(raw for raw in older if text_of(raw.get("event_id")) not in told),
                        *events,
                    ]
                    break
        return events if goes_on else since_we_came(events, self.here.us)

    async def _event(self, room: str, raw: Payload, position: int) -> bool:
        """Whether it has its end state, or is kept until it can have one."""
        if self._is_finished(room, raw):
            return True
        happened = await self._happened(room, raw, position)
        if happened is None:
            return True
        done = True
        for event in happened:
            self.read += 1
            done = await self.sealed.handing.over(event) and done
        if done:
            self.sealed.read_after_all(text_of(raw.get("event_id")))
            self.finished.add(raw, position, happened)
        return done

    def _is_finished(self, room: str, raw: Payload) -> bool:
        ours = raw.get("sender") == self.here.us
        return not ours and self.finished.knows(self.here.known_as(room), raw)

    async def _happened(
        self, room: str, raw: Payload, position: int
    ) -> tuple[AnyEvent, ...] | None:
        """What breaks its reader is no less something that somebody said. None: it is kept."""
        try:
            if raw.get("sender") == self.here.us:
                self.understanding.choosing.passed(room, raw)
                if "state_key" not in raw:
                    return ()
            if (opened := self._opened(room, raw)) is None:
                return None
            return await self.understanding.events(room, opened, position)
        except UNREADABLE as why:
            LOG.error("an event could not be read: %s", type(why).__name__)
            where = self.sealed.where(room)
            return (broken(raw, where, self.sealed.clock, type(why).__name__),)

    def _opened(self, room: str, raw: Payload) -> Payload | None:
        """In plain; None for what is kept until it can be read."""
        try:
            return self.sealed.opening.opened(room, raw)
        except Sealed as why:
            LOG.info("a message cannot be read yet: %s", why)
            self.sealed.keep(room, raw)
            return None

    async def _hurry(self, room: str, timeline: Payload) -> None:
        """What is urgent waits behind nobody: it is handed over now, and again in its turn."""
        for raw in map(named, since_we_came(payloads_of(timeline.get("events")), self.here.us)):
            try:
                opened = self._opened(room, raw) if is_ours_to_read(raw, self.here.us) else None
                if opened is not None:
                    await self._sooner(opened, self.sealed.where(room))
            except UNREADABLE as why:
                LOG.error("an event could not be read before its turn: %s", type(why).__name__)

    async def _sooner(self, raw: Payload, where: Where) -> None:
        said = read(raw, where, self.sealed.clock)
        if said is not None:
            is_command = self.understanding.command(raw, where, said) is not None
            await self.early(said, is_command=is_command)

    async def early(self, said: Said, *, is_command: bool = False) -> None:
        """Hand an urgent text over before its turn; a command's under a name of its own.

        For what was handled under a name is known under it: nobody would carry out the command.
        """
        handing = self.sealed.handing
        if is_command:
            said = replace(said, id=EventId(f"{said.id}:early"))
        if handing.receiver.is_urgent(said):
            await self.lanes.first(partial(handing.early, said))
