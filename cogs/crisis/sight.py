"""What the bot cannot see: the moderators are told once, and once more when it sees again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.people import Direct, Pagers, Platform, Room
from bot.ports.delivery import Priority, Rung
from bot.ports.lacks import REFUSALS, Lack
from bot.ui.reply import Reply, Tone
from cogs.crisis.desk import Desk

TELLS = (Lack.CONTENT, *REFUSALS, Lack.HOME, Lack.IDENTITY)
"""What can hide a cry. That nobody says who comes and goes, the doctor tells."""
SHUTS = frozenset({*REFUSALS, Lack.HOME})
"""Where these lack, nobody on that platform can be told of it."""
TRIED = timedelta(days=1)
Known = frozenset[tuple[Platform, Lack, bool] | Room]


@dataclass(slots=True)
class Sight:
    """Looks again whenever something else is known. What was told is in rows: once is enough."""

    desk: Desk
    _seen: Known = frozenset()

    async def due(self) -> datetime | None:
        """At once, where something changed."""
        return None if self._known() == self._seen else self.desk.clock.now()

    async def run(self, now: datetime) -> None:
        """Tell what was not told."""
        known = self._known()
        await self.desk.store.unit(f"sight:{now.isoformat()}", lambda: self._tell(now))
        self._seen = known

    def _known(self) -> Known:
        """What is known, and the rooms where it can be told; nothing where no platform says."""
        lacks = {
            (platform, one, found[one])
            for platform, found in self.desk.lacks().items()
            for one in TELLS
            if one in found
        }
        return frozenset((*lacks, *self.desk.reach.rooms)) if lacks else frozenset()

    async def _tell(self, now: datetime) -> None:
        for platform, found in self.desk.lacks().items():
            for lack in TELLS:
                if lack in found:
                    await self._news(platform, lack, now, lacking=found[lack])

    async def _news(self, platform: Platform, lack: Lack, now: datetime, *, lacking: bool) -> None:
        """Say that it begins, or that it has ended; where nobody can be told, that waits."""
        fact = f"lack:{platform}:{lack}"
        ways = dict(self._ways(platform, lack, lacking=lacking))
        if (await self.desk.facts.get(fact) == "told") == lacking or not ways:
            return
        await self.desk.facts.put(fact, "told" if lacking else "ended")
        for step, rungs in ways.items():
            slot = f"{fact}:{step}"
            await self.desk.outbox.cancel(slot)
            await self.desk.outbox.owe(
                slot, rungs, due=now, priority=Priority.ALERT, slot=slot, again_until=now + TRIED
            )

    def _ways(
        self, platform: Platform, lack: Lack, *, lacking: bool
    ) -> Iterator[tuple[str, tuple[Rung, ...]]]:
        """The moderators of each platform; of one that is shut, those who are elsewhere."""
        reach, shut = self.desk.reach, lack in SHUTS
        words = self.desk.say(f"sight.{lack}" if lacking else f"sight.{lack}.ended", what=platform)
        what = Reply(words, private=False, tone=Tone.ALERT)
        rooms = [one for one in reach.platforms if not shut or one is not platform]
        for one in rooms:
            yield f"room:{one}", tuple(Rung(room, what) for room in reach.rooms_on(one))
        if not shut and rooms and lack is not Lack.IDENTITY:  # it may be one of them who asks
            return
        for owner in reach.owners:
            if not shut or owner.platform is not platform:
                yield f"owner:{owner.platform}:{owner.id}", (Rung(Direct(owner), what),)
        if reach.pagers and lacking:
            outside = Reply(self.desk.say(f"sight.{lack}.outside", what=platform))
            yield "pagers", (Rung(Pagers(), outside),)
