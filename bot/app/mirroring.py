"""What platforms may mirror: the strongest phrases in the languages of the community."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.app.content import Content
from bot.model.community import Community
from bot.model.finding import Severity
from bot.model.people import Platform
from bot.ports.mirror import Mirror


@dataclass(frozen=True, slots=True)
class Mirroring:
    """The phrases that ship and those of the community's own rules, worked out once."""

    content: Content
    _known: dict[frozenset[str], tuple[str, ...]] = field(
        default_factory=dict[frozenset[str], tuple[str, ...]]
    )

    async def now(self, community: Community, platform: Platform) -> Mirror:
        """As the community is at this moment."""
        languages = frozenset(tag.replace("_", "-").split("-")[0] for tag in community.languages)
        if languages not in self._known:
            found = dict.fromkeys(self._phrases(languages))
            self._known[languages] = tuple(await self._unmuted(found))
        rooms = (one for one in community.moderator_rooms if one.platform is platform)
        return Mirror(self._known[languages], next(rooms, None))

    def _phrases(self, languages: frozenset[str]) -> Iterator[str]:
        for one in self.content.detector.listeners:
            if one.language in languages:
                yield from self.content.mirror.get(one.language, ())
                yield from one.cries

    async def _unmuted(self, phrases: Iterable[str]) -> list[str]:
        """Without those that only a rule finds which the community wants to hear no more."""
        detector = self.content.detector
        if not any(one.muted for one in detector.listeners):
            return list(phrases)
        found: list[str] = []
        for one in phrases:
            if detector.assess(one).level >= Severity.ACTIVE:
                found.append(one)
            await asyncio.sleep(0)  # whoever writes meanwhile is heard first
        return found
