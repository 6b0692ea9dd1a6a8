"""Surveys of the platforms: taken outside every transaction, read inside."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.people import Member, Platform
from bot.ports.chat import ChatPlatform
from bot.ports.lacks import Lacks
from bot.ports.pictures import Redraws
from bot.ports.survey import Survey

LOG = logging.getLogger(__name__)
PATIENCE_S = 5.0


@dataclass(slots=True)
class KeptSurveys:
    """The newest survey of each platform; one that is out of reach has none."""

    platforms: Mapping[Platform, ChatPlatform]
    redraws: Redraws
    now: Mapping[Platform, Survey] = field(default_factory=dict[Platform, Survey])

    def runs(self, who: Member) -> bool:
        """Whether this account owns the guild or the space."""
        survey = self.now.get(who.platform)
        return survey is not None and who in survey.runs

    @property
    def lacks(self) -> Mapping[Platform, Lacks]:
        """What each platform keeps from us at this moment."""
        return {name: dict(platform.lacks) for name, platform in self.platforms.items()}

    async def meet(self, platform: Platform) -> None:
        """It may have let us in since it was asked."""
        survey = self.now.get(platform)
        if survey is None or not survey.runs:
            await self.refresh()

    async def look(self) -> None:
        """Ask every platform anew, and try once whether pictures can be drawn here."""
        await self.refresh()
        await self.redraws.try_out()

    async def refresh(self) -> None:
        """Ask every platform anew."""
        found: dict[Platform, Survey] = {}
        for name, platform in self.platforms.items():
            try:
                async with asyncio.timeout(PATIENCE_S):
                    found[name] = await platform.survey()
            except Exception as broken:  # noqa: BLE001 - an event waits for it; no survey is an answer
                LOG.warning("a platform could not be surveyed: %s", type(broken).__name__)
        self.now = found
