"""The weekly renewal of the sealing key, in small steps beside the work."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.sql.house import House
from adapters.sql.reseal import Renewal, overdue
from adapters.sql.sweep import sweep
from bot.ports.store import KeysUnavailable, StoreUnavailable

LOG = logging.getLogger(__name__)
LOOK_EVERY = timedelta(hours=1)
STEPS = 16
"""Steps in one ring of the bell: at most 512 fields sealed again a second."""


@dataclass(slots=True)
class Renewing:
    """Knows whether a renewal is under way; one that a crash ended is taken up at the start."""

    house: House
    _under_way: Renewal | None = None
    _look_at: datetime | None = None

    def due(self, now: datetime) -> bool:
        """Whether there is something to do now; the age of the key is looked at each hour."""
        if self._under_way is not None or self._look_at is None or now >= self._look_at:
            return True
        return self._look_at - now > LOOK_EVERY  # the clock was set back

    async def go_on(self, now: datetime) -> None:
        """Begin one if the newest epoch is six days old, or go on with the one under way."""
        if self._under_way is None:
            self._look_at = now + LOOK_EVERY
            if not await overdue(self.house, now):
                return
            begun = Renewal(self.house)
            await begun.begin(now)
            self._under_way = begun
        for _ in range(STEPS):
            if await self._under_way.step():
                LOG.info("the sealing key was renewed: %d fields", self._under_way.moved)
                self._under_way = self._look_at = None
                return


async def swept(house: House) -> Mapping[str, int]:
    """What the sweep took, by table; nothing while database or keys cannot be written."""
    try:
        return await sweep(house)
    except (StoreUnavailable, KeysUnavailable) as gone:
        LOG.warning("the sweep waits for the next start: %s", gone)
        return {}
