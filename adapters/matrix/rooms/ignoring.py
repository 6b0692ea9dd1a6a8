"""Ignoring: the homeserver keeps the invitations of some people from us.

It would keep their words from us as well, so nobody is ignored who is in any room with us: their
cry must be heard, whatever else they do. It ends by itself: after a day, at once where somebody
comes into a room that we are in, and where the community takes a ban back. An admin undoes it by
taking the user out of `m.ignored_user_list` of the bot's account; those that admins put there
themselves are left alone.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from adapters.matrix.gateway.errors import BROKEN, Refused
from adapters.matrix.here import Here
from adapters.matrix.payload import Payload, number_of, payload_of
from bot.ports.time import Clock

LOG = logging.getLogger(__name__)
LIST = "/_matrix/client/v3/user/{}/account_data/m.ignored_user_list"
UNTIL = "org.porchlight.until"
A_DAY_MS = 24 * 3600 * 1000
NOT_FOUND = 404


@dataclass(slots=True)
class Ignoring:
    """`ours` are those that we ignore, and until when; 0 for as long as the community bans them."""

    here: Here
    clock: Clock
    is_put_out: Callable[[str], bool]
    ours: dict[str, int] = field(default_factory=dict[str, int], repr=False)
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def add(self, user: str) -> None:
        """Hear no more of somebody's invitations, unless they are in a room with us."""
        if not self.here.meets(user) and user not in self.ours:
            until = 0 if self.is_put_out(user) else self._now_ms() + A_DAY_MS
            await self._change({user: until})

    async def begin(self) -> None:
        """What an earlier run left; what is over ends."""
        await self._change({})

    def is_over(self) -> bool:
        """Whether it ends for somebody now."""
        return any(not self._holds(user, until) for user, until in self.ours.items())

    async def end(self) -> None:
        """For each for whom it is over."""
        if self.is_over():
            await self._change({})

    async def _change(self, more: dict[str, int]) -> None:
        async with self._one:
            try:
                told = payload_of((await self._asked()).get("ignored_users"))
                wanted = {user: one for user, one in told.items() if self._stays(user, one)}
                wanted |= {user: {UNTIL: until} for user, until in more.items()}
                if wanted != told:
                    await self.here.ask("PUT", self._path(), {"ignored_users": wanted})
            except BROKEN as broken:
                LOG.warning("whom we ignore could not be changed: %s", type(broken).__name__)
                return
            found = {user: _until(one) for user, one in wanted.items()}
            self.ours = {user: until for user, until in found.items() if until is not None}

    async def _asked(self) -> Payload:
        try:
            return await self.here.ask("GET", self._path())
        except Refused as no:
            if no.status != NOT_FOUND:
                raise
            return {}

    def _stays(self, user: str, one: object) -> bool:
        until = _until(one)
        return until is None or self._holds(user, until)

    def _holds(self, user: str, until: int) -> bool:
        lasts = self._now_ms() < until or self.is_put_out(user)
        return lasts and not self.here.meets(user)

    def _path(self) -> str:
        return LIST.format(quote(self.here.us, safe=""))

    def _now_ms(self) -> int:
        return int(self.clock.now().timestamp() * 1000)


def _until(one: object) -> int | None:
    return number_of(payload_of(one).get(UNTIL))
