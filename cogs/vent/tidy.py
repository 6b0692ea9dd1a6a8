"""Tidying up: threads that were quiet for thirty days, addresses kept long enough, old drafts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.venting import Stage
from bot.ports.store import Store
from bot.relay.course import address_over, gone_quiet, pair_over
from cogs.vent.author.answer import Answering
from cogs.vent.desk import Desk
from cogs.vent.talks import Talks

EVERY = timedelta(hours=1)
WITHIN = timedelta(days=1)
"""What is erased ends within a day; a later end was written before a clock was set back."""
TIDIED = "vents tidied"
"""The fact that says when that was last: a restart reminds moderators of nothing sooner."""


@dataclass(slots=True)
class Tidying:
    """Once an hour. Nothing is lost when it comes late; what it destroys was promised to go."""

    desk: Desk
    store: Store
    answering: Answering
    _next: datetime | None = None

    async def due(self) -> datetime | None:
        """An hour after the last time, in whichever run that was; and at each start."""
        return self._next or self.desk.clock.now()

    async def run(self, now: datetime) -> None:
        """Keys go first, then rows. Not while rows cannot be written: they only look missing."""
        self._next = now + EVERY
        if not self.desk.around.failing():
            self._next = await self.store.unit(
                f"vents-tidy:{now.isoformat()}", lambda: self._run(now)
            )

    async def _run(self, now: datetime) -> datetime:
        """Tidy up; when it is due again."""
        await self._end_one(now)
        for vent, _ in await self.desk.vents.alive():
            if vent.ends_at is not None:
                continue
            if gone_quiet(vent, now.date()):
                await self.answering.cards.wordless(vent, "vent.card.quiet")
                await self.answering.forget(vent)
            elif address_over(vent, now.date()):
                await self.answering.ending.let_go(vent)
        talks = Talks(self.desk)
        await talks.ends()
        for pair in await self.desk.pairs.all():
            if pair_over(pair, now.date()):
                await talks.forget(pair)
        await self.desk.drafts.sweep(now.date())
        await self.desk.vents.sweep()
        return await self._remind(now) + EVERY

    async def _end_one(self, now: datetime) -> None:
        """One thread of somebody who was erased: several at once would join them."""
        ending = [(one.ends_at, one) for one, _ in await self.desk.vents.alive() if one.ends_at]
        if due := [(at, one) for at, one in ending if at <= now or at - now > WITHIN]:
            _, first = min(due, key=lambda pair: pair[0])
            await self.answering.take_out(first)

    async def _remind(self, now: datetime) -> datetime:
        """Say once an hour what still waits for a person; when that was looked at last."""
        fact = await self.desk.facts.get(TIDIED)
        last = min(datetime.fromisoformat(fact), now) if fact else None
        if last is not None and now - last < EVERY:
            return last
        await self.desk.facts.put(TIDIED, now.isoformat())
        held = await self.desk.vents.in_stage(Stage.HELD)
        reported = [one for one in await self.desk.vents.in_stage(Stage.POSTED) if one.reported]
        if held or reported:
            await self.answering.cards.remind(len(held), len(reported))
        return now
