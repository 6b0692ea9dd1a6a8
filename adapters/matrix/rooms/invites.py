"""Invitations: private conversations of two are taken, and rooms of the community; no others.

A storm of them slows nobody: whoever is in a room with us already waits behind nobody else, what
strangers ask for is taken a few a minute, and the rest is declined one after another.
"""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from adapters.matrix.gateway.errors import BROKEN, Refused
from adapters.matrix.gateway.life import invites_of
from adapters.matrix.here import Here
from adapters.matrix.payload import Payload, payload_of, payloads_of, text_of
from adapters.matrix.rooms.community import Community
from adapters.matrix.rooms.company import MEMBER, THERE, membership
from adapters.matrix.rooms.ignoring import Ignoring
from adapters.matrix.rooms.upgrades import Upgrades
from bot.crew import Crew

LOG = logging.getLogger(__name__)
EACH, STORM = 3, 10
"""So many invitations of one person in a minute are taken; with more than a storm they are ignored,
unless they are in a room with us."""
STRANGERS, WAIT_AT_MOST = 4, 50
"""So many of people who are in no room with us are taken in a minute: Synapse allows six by its
default, and leaves us some for members. So many wait for their turn; more are declined."""
HELD_S, HELD_AT_MOST = 60.0, 100
"""So long an invitation is kept that may be to a room of the space, whose list comes after it."""
MINUTE_S, DECLINES_EVERY_S = 60.0, 0.1
JOINED_AGAIN_S = (1.0, 2.0, 5.0, 10.0, 20.0, *(60.0 for _ in range(60)))
"""A homeserver may be down, or let us join few rooms: somebody waits for us all the same. It tells
of an invitation once."""
DECLINED_AGAIN_S = (2.0, 10.0)
LIMITED, BROKEN_DOWN = 429, 500


@dataclass(frozen=True, slots=True)
class Invite:
    """We are asked into a room. `by` is who asks; for a private one, `direct`."""

    room: str = field(repr=False)
    by: str = field(repr=False)
    direct: bool = False


Answer = Callable[[Invite], Awaitable[None]]


@dataclass(slots=True)
class Invites:
    """Answers each once; one that could not be answered comes again with the next full sync."""

    here: Here
    crew: Crew
    community: Community
    upgrades: Upgrades
    ignoring: Ignoring
    asked: set[str] = field(default_factory=set[str], repr=False)
    _first: asyncio.Queue[Invite] = field(default_factory=asyncio.Queue[Invite], repr=False)
    _strangers: asyncio.Queue[Invite] = field(default_factory=asyncio.Queue[Invite], repr=False)
    _declined: asyncio.Queue[Invite] = field(default_factory=asyncio.Queue[Invite], repr=False)
    _held: dict[str, Invite] = field(default_factory=dict[str, Invite], repr=False)
    _recent: deque[tuple[float, str]] = field(default_factory=deque[tuple[float, str]], repr=False)
    _counted: Counter[str] = field(default_factory=Counter[str], repr=False)

    def begin(self) -> None:
        """Three that work on their own: none waits for another."""
        self.crew.go(self._take_first())
        self.crew.go(self._take_strangers())
        self.crew.go(self._decline_all())

    def take(self, answer: Payload) -> None:
        """Rooms that we are asked into; nobody waits for it."""
        for room in [one for one in self._held if self.here.is_ours(one)]:
            self._first.put_nowait(self._held.pop(room))
        for room, told in invites_of(answer).items():
            if room not in self.asked and not self.upgrades.answers(room, told):
                self.asked.add(room)
                self._sort(_invite_of(room, told, self.here.us))
        if self.ignoring.is_over():
            self.crew.go(self.ignoring.end())

    def _sort(self, one: Invite) -> None:
        if self.here.is_ours(one.room):
            self._first.put_nowait(one)
            return
        put_out, knows_us = self.community.has_put_out(one.by), self.here.meets(one.by)
        if not (one.direct or put_out or len(self._held) >= HELD_AT_MOST):
            self._held[one.room] = one  # an admin may ask us into all rooms of a new space at once
            asyncio.get_running_loop().call_later(HELD_S, self._let_go, one.room)
            return
        is_many = self._is_many(one.by, put_out=put_out)
        is_full = not knows_us and self._strangers.qsize() >= WAIT_AT_MOST
        if put_out or is_many or is_full or not one.direct:
            self._declined.put_nowait(one)
        else:
            (self._first if knows_us else self._strangers).put_nowait(one)

    def _let_go(self, room: str) -> None:
        """It was no room of the space."""
        if (one := self._held.pop(room, None)) is not None:
            self._is_many(one.by)
            self._declined.put_nowait(one)

    def _is_many(self, by: str, *, put_out: bool = False) -> bool:
        """Whether somebody asks more often than is taken; with a storm they are ignored."""
        often = self._count(by)
        if put_out or often > STORM:
            self.crew.go(self.ignoring.add(by))
        return often > EACH

    def _count(self, by: str) -> int:
        """How often somebody asked within a minute, this time among them."""
        now = asyncio.get_running_loop().time()
        while self._recent and now - self._recent[0][0] > MINUTE_S:
            self._counted[self._recent.popleft()[1]] -= 1
            self._counted += Counter()  # what is none is no key
        self._recent.append((now, by))
        self._counted[by] += 1
        return self._counted[by]

    async def _take_first(self) -> None:
        while True:  # a homeserver that does not answer for one of their rooms stops no other
            self.crew.go(self.taken(await self._first.get()))

    async def _take_strangers(self) -> None:
        while True:
            for _ in range(STRANGERS):
                self.crew.go(self.taken(await self._strangers.get()))
            await asyncio.sleep(MINUTE_S)

    async def _decline_all(self) -> None:
        while True:
            one = await self._declined.get()
            await self._answered(one, self._leave, DECLINED_AGAIN_S)
            await asyncio.sleep(DECLINES_EVERY_S)

    async def taken(self, one: Invite) -> None:
        """Come in; raises nothing."""
        await self._answered(one, self._join, JOINED_AGAIN_S)

    async def _answered(self, one: Invite, answer: Answer, again: Sequence[float]) -> None:
        try:
            for wait in (*again, None):
                asked = await self._tried(one, answer)
                if asked is None or wait is None:
                    return
                await asyncio.sleep(max(wait, asked))
        finally:
            self.asked.discard(one.room)

    @staticmethod
    async def _tried(one: Invite, answer: Answer) -> float | None:
        """For how many seconds we are asked to wait; None where it is answered, either way."""
        try:
            await answer(one)
        except Refused as no:
            if no.status == LIMITED or no.status >= BROKEN_DOWN:
                return no.after_s
            LOG.info("an invitation could not be answered: %s", no)  # it was taken back, or so
        except BROKEN as broken:
            LOG.warning("an invitation was not answered: %s", type(broken).__name__)
            return 0.0
        return None

    async def _join(self, one: Invite) -> None:
        await self.here.ask("POST", f"/_matrix/client/v3/join/{quote(one.room, safe='')}", {})
        if one.direct and not self.here.is_ours(one.room) and not await self._holds_two(one):
            LOG.info("an invitation to a private room was to another one: it is left")
            await self._leave(one)

    async def _leave(self, one: Invite) -> None:
        await self.here.ask("POST", f"{_room(one.room)}/leave", {})

    async def _holds_two(self, one: Invite) -> bool:
        """Who asks may call any room a private one: how many are there shows inside only."""
        told = await self.here.ask("GET", f"{_room(one.room)}/members?not_membership=leave")
        there = {
            text_of(raw.get("state_key")) for raw in payloads_of(told.get("chunk"))
            if membership(raw.get("content")) in THERE
        }  # fmt: skip
        return len(there - {self.here.us}) == 1


def _invite_of(room: str, told: object, us: str) -> Invite:
    state = payloads_of(payload_of(payload_of(told).get("invite_state")).get("events"))
    for raw in state:
        if raw.get("type") == MEMBER and raw.get("state_key") == us:
            is_direct = payload_of(raw.get("content")).get("is_direct") is True
            return Invite(room, text_of(raw.get("sender")), is_direct)
    return Invite(room, "")


def _room(room: str) -> str:
    return f"/_matrix/client/v3/rooms/{quote(room, safe='')}"
