"""Matrix as a chat platform: it reads events, shows replies, and decides nothing."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from adapters.matrix.gateway.errors import Unusable
from adapters.matrix.gateway.login import Account
from adapters.matrix.hearing.fetching import fetched
from adapters.matrix.listening import Listening
from adapters.matrix.payload import Payload
from adapters.matrix.reading.messages import HERE
from adapters.matrix.sending.answering import Answering
from adapters.matrix.sending.posts import Posts
from adapters.matrix.space.offices import INSIDE, Offices, Words
from adapters.matrix.space.survey import survey_of
from bot.crew import Crew
from bot.lanes import Lanes
from bot.model.events import Attached
from bot.model.people import MessageRef, Platform, Role, Room, Target
from bot.ports.chat import Abilities, Cursors, Receiver
from bot.ports.delivery import DeliveryKey, Later, Outcome
from bot.ports.lacks import Lack, Lacks
from bot.ports.survey import Survey
from bot.ports.time import Clock
from bot.settings import MatrixSettings
from bot.ui.reply import Reply
from bot.underway import Underway

LOG = logging.getLogger(__name__)
REMEMBERS = timedelta(hours=23)
"""Synapse knows a transaction's name for 24 hours. Source: shared facts, matrix, part 2."""
LIMITED = Abilities(
    forms=False, remembers=REMEMBERS, rate=0.2, burst=10, reserve=4, opens_a_day=100
)  # fmt: skip
"""What Synapse takes by default: a message in five seconds, ten at once; a new room in a minute,
ten at once. Source: shared facts, matrix, "Rate limits"."""
UNLIMITED = Abilities(forms=False, remembers=REMEMBERS, rate=25.0, burst=25, reserve=15)
"""Synapse itself takes 39 to 73 a second. Source: shared facts, matrix, part 5."""
COMES_IN = timedelta(seconds=30)
"""So long an invitation that waited for the start may take; nobody is alarmed before."""
ENDS_WITHIN_S = 5.0
"""So long the end waits for what is being said."""


class MatrixPlatform:
    """One community of Matrix: a space, or some rooms."""

    def __init__(
        self, settings: MatrixSettings, clock: Clock, words: Words, *, alone: bool = True
    ) -> None:
        """Nothing is connected yet. Where it is not `alone`, others go on without it."""
        self._settings, self._clock, self._alone = settings, clock, alone
        rooms = frozenset((*settings.moderator_rooms, *settings.vent_rooms))
        self._offices = Offices(words, settings.space or "", rooms)
        self._lacks: dict[Lack, bool] = {}
        self._away_since: timedelta | None = None
        self._crew = Crew()
        self._lanes = Lanes(self._crew)
        self.listening: Listening | None = None
        self._posts: Posts | None = None

    @property
    def name(self) -> Platform:
        """Which network this is."""
        return HERE

    @property
    def abilities(self) -> Abilities:
        """What it can show."""
        return UNLIMITED if self._settings.unlimited else LIMITED

    @property
    def lacks(self) -> Lacks:
        """What the homeserver keeps from us."""
        is_away = self._is_away()
        return self._lacks if is_away is None else {**self._lacks, Lack.HOME: is_away}

    def _is_away(self) -> bool | None:
        """Whether we are not in the space; None where there is none, or that is not known yet."""
        entered = self._lacks.get(Lack.ENTRY) is False
        if not (entered and self._offices.space):
            return None
        now = self._clock.elapsed()
        if self._offices.home in self._offices.known.rooms:
            self._away_since = None
            return False
        self._away_since = now if self._away_since is None else self._away_since
        return True if now - self._away_since >= COMES_IN else None

    def moderator_rooms(self) -> tuple[Room, ...]:
        """The rooms of the settings; setup names others."""
        return self._rooms(self._settings.moderator_rooms)

    def vent_rooms(self) -> tuple[Room, ...]:
        """As above."""
        return self._rooms(self._settings.vent_rooms)

    def _rooms(self, ids: Sequence[str]) -> tuple[Room, ...]:
        """By the ids that the core has: a room that was upgraded may be named by any of its own."""
        return tuple(Room(HERE, self._offices.moves.first(one)) for one in ids)

    async def start(self, receiver: Receiver, cursors: Cursors) -> None:
        """Connect, and hand over what was missed. What cannot connect goes on trying.

        Raises Unusable where no waiting mends it, and there is nothing but Matrix.
        """
        await self._crew.begin()
        listening = self._listening(receiver)
        try:
            await listening.start(cursors)
        except Unusable as why:
            await self._crew.end()
            self.listening = self._posts = None
            if self._alone:
                raise
            LOG.critical("%s", why)
            self._lacks[Lack.ENTRY] = True
        else:
            if not listening.is_up:
                LOG.error("Matrix is not reached; alerts there wait until it is")

    def _listening(self, receiver: Receiver) -> Listening:
        """Everything that is put together for one start."""

        def arrived(room: str, event: str, content: Payload) -> None:
            listening.choosing.note(room, event, content)

        def holders(role: Role) -> Sequence[str]:
            return self._offices.called(receiver.roles(HERE, role))

        def staff() -> frozenset[str]:
            ids = receiver.roles(HERE, Role.MODERATOR)
            rooms = (INSIDE + one for one in self._settings.moderator_rooms)
            return frozenset(self._offices.called([*ids, *rooms]))

        offices = self._offices
        self.listening = listening = Listening(
            account_of(self._settings), self._settings.folder, self._clock, receiver,
            offices.rooms, lacks=self._lacks, space=offices.space, known=offices.known,
            holds=offices.holds, staff=staff,
        )  # fmt: skip
        offices.moves = listening.here.moves
        self._posts = Posts(listening.here, Underway(self._crew), holders, arrived)
        answering = Answering(
            self._posts, self._lanes, self._clock, lambda: receiver.turn(HERE)
        )  # fmt: skip
        listening.answers = answering.show
        return listening

    async def stop(self) -> None:
        """Take no more events; what is being said is said, if that is soon."""
        listening, posts = self.listening, self._posts
        if listening is None or posts is None:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(ENDS_WITHIN_S):
                await self._lanes.settled()
                await posts.settled()
        await listening.stop()
        await self._crew.end()
        self.listening = self._posts = None

    async def post(self, to: Target, what: Reply, key: DeliveryKey) -> Outcome:
        """Show something once."""
        return await self._saying().post(to, what, key)

    async def fetch(self, one: Attached, most: int) -> bytes:
        """What came with a message, from our homeserver and nowhere else."""
        return await fetched(self._saying().wire.client(), one.handle, most)

    def opens(self, to: Target) -> bool | None:
        """Whether a post there would begin a private conversation."""
        return None if self._posts is None else self._posts.opens(to)

    async def edit(self, ref: MessageRef, what: Reply) -> Outcome:
        """Replace what a message of ours shows."""
        return await self._saying().edit(ref, what)

    async def find(
        self, to: Target, key: DeliveryKey, since: datetime
    ) -> MessageRef | Later | None:
        """The message that this key posted, if it did arrive."""
        by = timedelta(0) if self.listening is None else self.listening.skew.by()
        return await self._saying().find(to, key, since + by)

    def _saying(self) -> Posts:
        """Raises ConnectionRefusedError while there is no connection."""
        if self._posts is None:
            raise ConnectionRefusedError
        return self._posts

    async def survey(self) -> Survey:
        """The space as it is now."""
        if self.listening is None or not self.listening.is_up:
            raise ConnectionRefusedError
        return replace(survey_of(self._offices), skew=self.listening.skew.by())


def account_of(settings: MatrixSettings) -> Account:
    """The bot's account as the settings give it."""
    return Account(
        settings.homeserver or "", settings.user or "", settings.password, settings.token
    )
