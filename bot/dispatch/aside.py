"""The last resort: an event that cannot be handled is set aside, and people look for themselves."""

import asyncio
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.model.events import AnyEvent, Said
from bot.model.finding import Finding, Severity
from bot.model.people import Platform, Role, Room
from bot.ports.chat import ChatPlatform
from bot.ports.community import Communities
from bot.ports.delivery import DeliveryKey, Priority, Rung
from bot.ports.outbox import Outbox
from bot.ui.reply import Reply, Tone
from bot.ui.texts import Texts

LOG = logging.getLogger(__name__)
PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Aside:
    """A bare alert for the moderators: owed if anything can be written, else shown at once."""

    outbox: Outbox
    community: Communities
    platforms: Mapping[Platform, ChatPlatform]
    texts: Texts

    async def set(self, event: AnyEvent, finding: Finding) -> Reply:
        """In a unit: all that is left of this event is an alert, if there was anything to find."""
        if finding.alerted:
            await self.owe(event.at, finding.level, _link(event))
        return self._answer(event, finding)

    async def owe(self, at: datetime, level: Severity, url: str) -> None:
        """In a unit: the moderators are told that something was not handled properly."""
        for room in self.community.now.moderator_rooms:
            step = f"bare:{room.platform}:{room.id}"
            rungs = (Rung(room, self._alert(level, url)),)
            await self.outbox.owe(step, rungs, due=at, priority=Priority.ALERT)

    async def show(self, event: AnyEvent, finding: Finding) -> Reply:
        """The same past both stores. Never raises."""
        if finding.alerted:
            alert = self._alert(finding.level, _link(event))
            for room in self.community.now.moderator_rooms:
                await self._post(room, alert)
        return self._answer(event, finding)

    async def _post(self, room: Room, alert: Reply) -> None:
        platform = self.platforms.get(room.platform)
        if platform is None:
            return
        try:
            async with asyncio.timeout(PATIENCE_S):
                await platform.post(room, alert, DeliveryKey(secrets.token_urlsafe(16)))
        except Exception as broken:  # noqa: BLE001 - one room must not keep the alert from the next
            LOG.critical("an alert could not be shown: %s", type(broken).__name__)

    def _alert(self, level: Severity, url: str) -> Reply:
        say = self.texts.into(self.community.now.language)
        text = say("engine.bare_alert", level=int(level), link=url)
        return Reply(text, private=False, tone=Tone.ALERT, calls=(Role.MODERATOR,))

    def _answer(self, event: AnyEvent, finding: Finding) -> Reply:
        key = "engine.broken" if finding.alerted else "engine.later"
        return Reply(self.texts.into(event.locale)(key))


def _link(event: AnyEvent) -> str:
    """Where it was said; of what was said in private nothing leads to anybody."""
    return event.message.url if isinstance(event, Said) and not event.direct else ""
