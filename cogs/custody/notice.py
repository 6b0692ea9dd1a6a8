"""Telling an author that their seal is to be broken, by an address that nothing else depends on."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.model.people import SealedRoute, Thread
from bot.ports.custody import Unseals
from bot.ports.delivery import DeliveryKey, Priority, Rung
from bot.ports.outbox import Outbox
from bot.ports.store import Store
from bot.ports.time import Clock
from bot.ports.vault import IdentityVault, Seals
from bot.relay.unseal import NOTICE_KEPT, Request, droppable
from bot.ui.reply import Reply, Tone

EVERY = timedelta(hours=1)


@dataclass(slots=True)
class Notices:
    """Owes the notice, and drops requests of which nothing can come any more.

    The author may take the thread out, close it or erase everything before a late notice is due.
    So it has a sealed address of its own, which is destroyed with its request.
    """

    unseals: Unseals[Request]
    vault: IdentityVault
    seals: Seals
    outbox: Outbox
    store: Store
    clock: Clock
    _next: datetime | None = None

    async def owe(self, request: Request, route: SealedRoute, text: str, due: datetime) -> Request:
        """Owe it; the request, which knows from now on which address is to be destroyed."""
        author = await self.seals.open(route)
        if author is None:
            return request
        way = await self.vault.open_thread(author, lasting=True)
        key = await self.outbox.owe(
            f"unsealed:{request.thread}", (Rung(way, Reply(text, tone=Tone.CARE)),),
            due=due, priority=Priority.ANSWER, again_until=due + NOTICE_KEPT,
        )  # fmt: skip
        return replace(request, notice=way.thread.id, notice_at=due, notice_key=key)

    async def due(self) -> datetime | None:
        """An hour after the last time; at the first start at once."""
        return self._next or self.clock.now()

    async def run(self, now: datetime) -> None:
        """Drop what is over, and its address."""
        self._next = now + EVERY
        if any([await self._droppable(one, now) for one in await self.unseals.all()]):
            await self.store.unit(f"unseals:{now.isoformat()}", lambda: self.drop(now))

    async def drop(self, now: datetime) -> None:
        """The same within a unit of work."""
        for request in await self.unseals.all():
            if await self._droppable(request, now):
                if request.notice is not None:
                    await self.vault.close_thread(Thread(request.notice))
                await self.unseals.drop(request.id)

    async def _droppable(self, request: Request, now: datetime) -> bool:
        key = request.notice_key
        owed = key is not None and await self.outbox.owes(DeliveryKey(key))
        return droppable(request, now, owed=owed)
