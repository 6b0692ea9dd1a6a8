"""Listening to Matrix: what was missed, then everything as it comes, handed to the engine."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from adapters.matrix.crypto import inside
from adapters.matrix.crypto.client import close, keep_quiet
from adapters.matrix.crypto.keys import Keys
from adapters.matrix.crypto.meeting import Meeting, Staff, nobody_moderates
from adapters.matrix.gateway.connection import Connection
from adapters.matrix.gateway.errors import BROKEN, Unusable
from adapters.matrix.gateway.life import Life
from adapters.matrix.gateway.login import Account, enter_again
from adapters.matrix.gateway.opening import opened_client
from adapters.matrix.hearing.choosing import Choosing
from adapters.matrix.hearing.comings import Comings
from adapters.matrix.hearing.finished import Finished
from adapters.matrix.hearing.handing import Answers, Handing, nobody
from adapters.matrix.hearing.hearing import Batch, Hearing
from adapters.matrix.hearing.opening import Opening
from adapters.matrix.hearing.places import Places
from adapters.matrix.hearing.sealed import SealedEvents
from adapters.matrix.hearing.understanding import Understanding
from adapters.matrix.here import Here, Holds, no_roles
from adapters.matrix.keeping.journal import Journal
from adapters.matrix.keeping.kept import Kept
from adapters.matrix.keeping.moved import Moved
from adapters.matrix.keeping.pins import Pins
from adapters.matrix.keeping.seal import Seal
from adapters.matrix.payload import Payload
from adapters.matrix.reading.messages import HERE
from adapters.matrix.reading.typed import Words, words_of
from adapters.matrix.rooms.rooms import Rooms
from adapters.matrix.space.known import Known
from bot.crew import Crew, tried
from bot.lanes import Lanes
from bot.model.events import Said
from bot.ports.chat import Cursors, Receiver, anywhere
from bot.ports.lacks import Lack
from bot.ports.time import Clock
from bot.skew import Skew

LOG = logging.getLogger(__name__)
JOURNAL = "journal.db"
STARTS_WITHIN_S, ENDS_WITHIN_S = 30.0, 10.0
"""So long the start waits for the homeserver, and the end for what is under way."""
LOOKS_EVERY_S = 2.0


@dataclass(slots=True)
class Listening:
    """One account on Matrix, until `stop`; then it is of no more use.

    `rooms` are those of the settings; every other room that holds two is private. `choosing` is
    to be told of what we say, so that it knows what its numbers mean.
    """

    account: Account
    folder: Path
    clock: Clock
    receiver: Receiver
    rooms: frozenset[str] = frozenset()
    answers: Answers = nobody
    lacks: dict[Lack, bool] = field(default_factory=dict[Lack, bool])
    space: str = ""
    known: Known = field(default_factory=Known)
    holds: Holds = no_roles
    staff: Staff = nobody_moderates
    here: Here = field(init=False)
    sealed: SealedEvents = field(init=False)
    choosing: Choosing = field(init=False)
    hearing: Hearing = field(init=False)
    doors: Rooms = field(init=False)
    connection: Connection = field(init=False)
    _crew: Crew = field(default_factory=Crew)
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _keys_came: asyncio.Event = field(default_factory=asyncio.Event)
    _places: Places = field(init=False)
    meeting: Meeting = field(init=False)
    skew: Skew = field(init=False)
    _journal: Journal | None = None
    _keys: Keys | None = None
    _hopeless: Unusable | None = None
    _menu: Words | None = None
    _lost_at: datetime | None = None

    def __post_init__(self) -> None:
        """What speaks through our client knows where we are before anything is heard."""
        self.skew = Skew(self.clock)
        self.here = Here(self.rooms, space=self.space, holds=self.holds)

    async def start(self, cursors: Cursors) -> None:
        """Raises Unusable, whose sentence says what to do.

        A homeserver that does not answer is no reason to fail: it is heard when it comes.
        """
        inside.check()
        keep_quiet()
        await self._crew.begin()
        try:
            self._put_together(cursors)
            self.connection.start()
            self._crew.go(self._look())
            with suppress(TimeoutError):
                async with asyncio.timeout(STARTS_WITHIN_S):
                    await self._arrived.wait()
            self._must_have_hope()
        except BaseException:
            await self._crew.end()
            if self._journal is not None:
                self._journal.close()
            raise

    def _must_have_hope(self) -> None:
        if self._hopeless is not None:
            raise self._hopeless

    @property
    def is_up(self) -> bool:
        """Whether the homeserver answers, and has told where we are."""
        return self._arrived.is_set() and self.here.client is not None and not self.connection.tries

    async def stop(self) -> None:
        """Take no more; wait for what is under way."""
        await self.connection.stop()
        with suppress(TimeoutError):
            async with asyncio.timeout(ENDS_WITHIN_S):
                await self.hearing.lanes.settled()
        await self._crew.end()
        self._places.close(self.hearing)

    def _put_together(self, cursors: Cursors) -> None:
        lanes = Lanes(self._crew)
        seal = Seal.of(Kept(self.folder).pickle_key())
        moved = Moved(self.folder, seal)
        self.here.moves.begin(moved.load(), moved.save)
        self._journal = journal = Journal(self.folder / JOURNAL, seal)
        self.meeting = Meeting(Pins(self.folder, seal), self.staff, self.lacks)
        self._places = Places(journal, self.clock, cursors)
        opening = Opening(self.here)
        self.choosing = Choosing(self.here, opening)
        understanding = Understanding(
            self.here, self.choosing, Comings(self.here, self.clock), self.clock,
            self._words, self._early,
        )  # fmt: skip
        self.sealed = SealedEvents(
            journal, opening, Handing(self.receiver, lanes, self.skew, self.answers), self.clock,
            self.here.where, understanding.events,
        )  # fmt: skip
        self.sealed.begin()
        self.doors = Rooms(self.here, self._crew, self.clock)
        finished = Finished(journal, {room.id: at for room, at in cursors.items()})
        finished.begin()
        self.hearing = Hearing(
            self.here, lanes, self.sealed, understanding, self.doors.upgrades.decided, finished
        )  # fmt: skip
        self.connection = Connection(
            self._crew, self._begin, self._end, self._enter_again, self._give_up, self._lost
        )

    def _words(self) -> Words:
        """What can be asked for; it is put together once."""
        if self._menu is None:
            self._menu = words_of(self.receiver.menu())
        return self._menu

    async def _early(self, said: Said) -> None:
        await self.hearing.early(said)

    async def _begin(self) -> Life:
        client, self._keys = await opened_client(self.account, Kept(self.folder))
        self.here.client, self.here.us = client, client.user_id
        self.known.us = client.user_id
        self.meeting.begin(client)
        client.dated = self.skew.hear
        return Life(
            client, self._keys, self._answered, self._places.next, not self._places.is_first
        )

    async def _end(self) -> None:
        client, self.here.client = self.here.client, None
        if client is not None:
            await close(client)

    async def _enter_again(self) -> bool:
        return await enter_again(self.account, Kept(self.folder))

    async def _answered(self, since: str, answer: Payload) -> None:
        """One answer; its keys are on disk. No room of the space is taken for a private one."""
        self.known.take(answer)
        ours = (
            self.rooms | self.known.below(self.here.moves.now(self.space)) | ({self.space} - {""})
        )
        self.here.rooms = ours
        self.doors.before(answer)
        if self._places.is_first:
            await self.receiver.begins_at({anywhere(HERE): self._places.first(answer)})
            self._places.begun()
        else:
            batch = self._places.batch(since, answer, self.hearing)
            self.hearing.take(answer, batch)
            self._tell_back(batch)
        self.doors.after(answer)
        self.lacks[Lack.ENTRY] = False
        self.connection.tries = 0  # whoever waits for the start asks at once whether we are up
        self._keys_came.set()
        self._arrived.set()

    def _lost(self) -> None:
        self._lost_at = self._lost_at or self.clock.now()

    def _tell_back(self, batch: Batch) -> None:
        lost_at, self._lost_at = self._lost_at, None
        if lost_at is not None:
            self._crew.go(self._returned(lost_at, batch))

    async def _returned(self, lost_at: datetime, batch: Batch) -> None:
        """Once what was missed was handled, the engine hears how much that was."""
        before = self.hearing.read
        while self.hearing.open[batch.number]:  # noqa: ASYNC110 - lanes say nothing when done
            await asyncio.sleep(0.05)
        await self.receiver.returned(HERE, lost_at, self.hearing.read - before)

    async def _look(self) -> None:
        """What could not be read is tried when keys come, and now and then."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOKS_EVERY_S):
                    await self._keys_came.wait()
            self._keys_came.clear()
            if self._keys is not None and self.here.client is not None:
                self.meeting.look(self.here.client)
                await tried(self._mend(self._keys))
                await tried(self.sealed.again())

    async def _mend(self, keys: Keys) -> None:
        """What a message made due is not held up by a sync that waits for news."""
        try:
            await keys.mend()
        except BROKEN as broken:
            LOG.warning("keys could not be kept up: %s", type(broken).__name__)

    def _give_up(self, why: Unusable) -> None:
        LOG.critical("%s", why)
        self._hopeless = why
        self.lacks[Lack.ENTRY] = True
        self._arrived.set()
