"""Ending a thread: no more replies at once, and a day later nothing leads to its author."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.model.people import Thread, ThreadId
from bot.model.venting import Stage, Vent
from bot.relay.course import orphaned, silenced
from cogs.vent.cards import Cards
from cogs.vent.desk import Desk
from cogs.vent.talks import Talks

STAYS = timedelta(days=1)
"""An address stays until the end of the day after: who closes right after doing harm can be banned
like anybody else, and who closed too soon can still take the post out. Decision 0056."""
TO_COME = frozenset({Stage.HELD, Stage.WAITING})
ON_ITS_WAY = frozenset({Stage.HELD, Stage.WAITING, Stage.POSTED})


@dataclass(frozen=True, slots=True)
class Ending:
    """`forget` drops a thread with its rows and keys, but for an address that must stay."""

    desk: Desk
    cards: Cards
    forget: Callable[[Vent], Awaitable[bool]]

    async def close(self, vent: Vent) -> None:
        """Nothing more goes to its author; of a ghost nothing leads there anyway."""
        if vent.route is None:
            await self._release(vent)
            return
        await self._linger(vent)

    async def keep_a_day(self, vent: Vent) -> None:
        """What was taken out had been reported: what it said goes now, who can be banned later."""
        for post in await self.desk.vents.posts_of(vent.id):
            await self.desk.pictures.drop(post.pictures)
            await self.desk.vents.put_post(silenced(post))
        await self._linger(vent)

    async def _linger(self, vent: Vent) -> None:
        for pair in await self.desk.pairs.of(vent.id):
            await Talks(self.desk).part(pair)
        today = self.desk.today
        until = min(vent.route_until or date.max, today + STAYS)
        closed = replace(vent, closed=True, route_until=until, active_on=today)
        await self.desk.vents.save(closed)
        for post in await self.desk.vents.posts_of(vent.id):
            await self.cards.refresh(closed, post)

    async def let_go(self, vent: Vent) -> None:
        """The day is over: nothing leads to its author any more.

        Not while moderators worry about them, nor while a ban could still stop what waits.
        """
        posts = await self.desk.vents.posts_of(vent.id)
        if not vent.closed:
            await self.desk.vault.close_thread(Thread(vent.id))
            await self.desk.vents.save(replace(vent, route=None, route_until=None))
        elif await self.desk.worried(vent.id) or any(one.stage in TO_COME for one in posts):
            return
        elif any(one.stage in ON_ITS_WAY for one in posts):
            await self._release(vent)
        else:
            await self.forget(vent)

    async def _release(self, vent: Vent) -> None:
        """It lives on as a thread of nobody, under a new name and key.

        So an old copy of the first one tells no more, and what stands in the rooms can still be
        reported, worried about and removed.
        """
        posts = await self.desk.vents.posts_of(vent.id)
        names = [name for post in posts for name in post.pictures]
        pictures = await self.desk.pictures.of(names)
        await self.forget(vent)
        nobodys = orphaned(vent, ThreadId(secrets.token_hex(16)), self.desk.today)
        await self.desk.vents.add(nobodys, None, None)
        await self.desk.pictures.hang(nobodys.id, pictures)
        for post in posts:
            await self.desk.vents.put_post(replace(post, thread=nobodys.id))
            await self.cards.refresh(nobodys, post)
