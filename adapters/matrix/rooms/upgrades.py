"""Upgrades: a room that was replaced is followed, once it is sure that it was.

Who replaced it must have had the power to, the new room must say itself that it goes on from the
old one, and it is encrypted where the old one was: nobody's cards move into the open.
"""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from urllib.parse import quote, urlencode

from adapters.matrix.gateway.errors import BROKEN, Refused
from adapters.matrix.here import Here
from adapters.matrix.payload import Payload, payload_of, payloads_of, text_of
from adapters.matrix.power import CREATE, LEVELS, needed_for_state, powers_of
from adapters.matrix.rooms.company import told_of
from bot.crew import Crew

LOG = logging.getLogger(__name__)
TOMBSTONE, ENCRYPTION = "m.room.tombstone", "m.room.encryption"
TRIES_S = (0.2, 1.0, 5.0, 20.0)
AGAIN_S = 60.0
LIMITED = 429


@dataclass(slots=True)
class Upgrades:
    """Follows each replaced room once. `expected` are rooms that we are not let into yet."""

    here: Here
    crew: Crew
    expected: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    _open: dict[str, asyncio.Event] = field(default_factory=dict[str, asyncio.Event])
    _asked_in: set[str] = field(default_factory=set[str])

    def take(self, answer: Payload) -> None:
        """Before anything is read that the same answer says in a new room."""
        joined = payload_of(payload_of(answer.get("rooms")).get("join"))
        for room, told in joined.items():
            for raw in told_of(told):
                if raw.get("type") == TOMBSTONE and raw.get("state_key") == "":
                    self._replaced(room, raw)

    async def decided(self, room: str) -> None:
        """Wait until it is known whether another room goes on in this one."""
        if (waits := self._open.get(room)) is not None:
            await waits.wait()

    def answers(self, room: str, told: object) -> bool:
        """Whether we are asked into a room that goes on from one of ours: that is answered here.

        It may come before it is known that the old one was replaced, or while we find that out.
        """
        if room in self.expected:
            old, by = self.expected.pop(room)
            self._begin(old, room, by)
        elif room in self._open:
            self._asked_in.add(room)
        else:
            return self.here.are_in(predecessor(told))
        return True

    def _replaced(self, old: str, raw: Payload) -> None:
        new = text_of(payload_of(raw.get("content")).get("replacement_room"))
        if new and new not in {old, self.here.moves.later.get(old)} and new not in self._open:
            self._begin(old, new, text_of(raw.get("sender")))

    def _begin(self, old: str, new: str, by: str) -> None:
        self._open[new] = asyncio.Event()
        self.crew.go(self._follow(old, new, by))

    async def _follow(self, old: str, new: str, by: str) -> None:
        try:
            for wait in chain(TRIES_S, repeat(AGAIN_S)):
                asked = await self._answered(old, new, by)
                if asked is None:
                    return
                await asyncio.sleep(max(wait, asked))
        finally:
            self._open.pop(new).set()

    async def _answered(self, old: str, new: str, by: str) -> float | None:
        """For how many seconds we are asked to wait; None where it is over, either way."""
        try:
            await self._tried(old, new, by)
        except Refused as no:
            if no.status == LIMITED:
                return no.after_s
            LOG.warning("a room that was upgraded cannot be followed yet: %s", no)
            if new in self._asked_in:  # meanwhile
                self._asked_in.discard(new)
                return 0.0
            self.expected[new] = old, by  # it is shut to us, until somebody asks us in
        except BROKEN as broken:
            LOG.warning("an upgrade was not answered: %s", type(broken).__name__)
            return 0.0
        return None

    async def _tried(self, old: str, new: str, by: str) -> None:
        before = await self.state_of(old)
        if not may_replace(before, by):
            LOG.error("a room was replaced by somebody without the power to: it is not followed")
            return
        await self.here.ask("POST", _join(new, by), {})
        if not goes_on(before, old, await self.state_of(new)):
            LOG.error("a room that is said to replace another does not: it is not followed")
            await self.here.ask("POST", f"{_room(new)}/leave", {})
            return
        try:
            self.here.moves.follow(old, new)
        except ValueError:
            LOG.error("rooms are said to replace one another in a circle: they are not followed")

    async def state_of(self, room: str) -> Sequence[Payload]:
        """All of a room's state, as the homeserver tells it to who is in there."""
        told = await self.here.ask("GET", f"{_room(room)}/state")
        return payloads_of(told.get("events"))


def may_replace(state: Iterable[Payload], who: str) -> bool:
    """Whether somebody has the power to replace a room of this state."""
    found = {one.get("type"): one for one in state if one.get("state_key") == ""}
    levels = found.get(LEVELS)
    powers = powers_of(found.get(CREATE, {}), levels)
    return bool(who) and powers.of(who) >= needed_for_state(levels, TOMBSTONE)


def goes_on(before: Iterable[Payload], old: str, after: Iterable[Payload]) -> bool:
    """Whether the room of the second state goes on from the first, no more open than that."""
    was = {one.get("type") for one in before if one.get("state_key") == ""}
    now = {one.get("type"): one for one in after if one.get("state_key") == ""}
    made = payload_of(now.get(CREATE, {}).get("content"))
    names_it = payload_of(made.get("predecessor")).get("room_id") == old
    return names_it and (ENCRYPTION not in was or ENCRYPTION in now)


def predecessor(told: object) -> str:
    """From which room one goes on that we are asked into, as far as the invitation says."""
    state = payload_of(payload_of(told).get("invite_state"))
    for raw in payloads_of(state.get("events")):
        if raw.get("type") == CREATE:
            before = payload_of(payload_of(raw.get("content")).get("predecessor"))
            return text_of(before.get("room_id"))
    return ""


def _room(room: str) -> str:
    return f"/_matrix/client/v3/rooms/{quote(room, safe='')}"


def _join(room: str, by: str) -> str:
    """By the server of who replaced it: ids of new rooms do not tell of any."""
    via = by.partition(":")[2]
    ways = f"?{urlencode({'via': via, 'server_name': via})}" if via else ""
    return f"/_matrix/client/v3/join/{quote(room, safe='')}{ways}"
