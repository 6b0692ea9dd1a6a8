"""The bare alert, which needs no feature: to moderators, owners and pagers."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from bot.cog import Heard, Use
from bot.model.finding import Finding, Severity
from bot.model.people import Direct, Member, Pagers, Platform, Role, Room
from bot.ports.chat import ChatPlatform
from bot.ports.community import Communities
from bot.ports.delivery import DeliveryKey, Priority, Rung, Sent
from bot.ports.outbox import Outbox
from bot.ports.pager import Pager
from bot.ports.time import Clock
from bot.ui.reply import Reply, Tone, channel, mention
from bot.ui.texts import Say, Texts

LOG = logging.getLogger(__name__)
PATIENCE_S = 10.0
TRIED = timedelta(days=2)
"""How long a room that refuses is tried again: longer than a night, or than the owners' day off."""


class Called(Enum):
    """Who was called, as far as that is true when it is said."""

    NOBODY = "nobody"
    MODERATORS = "moderators"
    OWNERS = "owners"


@dataclass(frozen=True, slots=True)
class Behind:
    """Who stands behind the moderators, the helplines as text (True: danger to life), and promises.

    `promised` is the sentence of a key about a call at a level, as far as it is true now.
    """

    owners: tuple[Member, ...]
    pager: Pager
    lines: Callable[[Say, bool], str]
    promised: Callable[[str, Severity, Say], str]


@dataclass(frozen=True, slots=True)
class Alert:
    """What a bare alert says: how urgent, where to look, or else who it is, if that may be told."""

    level: Severity
    link: str = ""
    who: Member | None = None
    room: Room | None = None

    @property
    def leads(self) -> bool:
        """Whether moderators can find the person by it."""
        return bool(self.link) or self.who is not None or self.room is not None


def alert_of(heard: Heard, finding: Finding) -> Alert:
    """The alert about what was heard. Of what is private below level 4 nobody learns who."""
    link = heard.message.url if heard.message else ""
    named = heard.use is not Use.PRIVATE or finding.level >= Severity.IMMINENT
    who = heard.subject if isinstance(heard.subject, Member) and named and not link else None
    return Alert(finding.level, link, who, heard.room if heard.message else None)


@dataclass(frozen=True, slots=True)
class Bare:
    """Owes bare alerts if anything can be written, else shows them past both stores."""

    outbox: Outbox
    community: Communities
    platforms: Mapping[Platform, ChatPlatform]
    texts: Texts
    clock: Clock
    behind: Behind

    @property
    def reach(self) -> Called:
        """Who can be called at all."""
        if self.community.now.moderator_rooms:
            return Called.MODERATORS
        behind = self.behind.owners or self.behind.pager.configured
        return Called.OWNERS if behind else Called.NOBODY

    async def owe(self, alert: Alert) -> None:
        """In a unit: to all at once, each by itself.

        It never climbs, and a room that neither takes nor refuses it would keep it from all others.
        What is refused is tried again; that owners take no DMs counts only where there is no room.
        """
        text, rooms = self._words(alert), self.community.now.moderator_rooms
        for room in rooms:
            await self._owe(f"bare:{room.platform}:{room.id}", Rung(room, text))
        for number, owner in enumerate(self.behind.owners):
            await self._owe(f"bare-owner:{number}", Rung(Direct(owner), text), again=not rooms)
        if self.behind.pager.configured:
            await self._owe("bare-pagers", Rung(Pagers(), Reply(self._outside(alert))))

    async def show(self, alert: Alert, name: str) -> Called:
        """The same past both stores. Never raises; who was reached, which is waited for.

        `name` is the beginning of every key, and says nothing of anybody.
        """
        text = self._words(alert)
        moderators, *behind = await asyncio.gather(
            self._any(self.community.now.moderator_rooms, text, f"{name}.r"),
            self._any([Direct(one) for one in self.behind.owners], text, f"{name}.o"),
            self._paged(alert),
        )
        if moderators:
            return Called.MODERATORS
        return Called.OWNERS if any(behind) else Called.NOBODY

    async def _owe(self, step: str, rung: Rung, *, again: bool = True) -> None:
        now = self.clock.now()
        until = now + TRIED if again else None
        await self.outbox.owe(step, (rung,), due=now, priority=Priority.ALERT, again_until=until)

    async def _any(self, targets: Sequence[Room | Direct], what: Reply, name: str) -> bool:
        """Whether it arrived anywhere; all at once, since somebody waits for the answer."""
        posts = (self._post(one, what, f"{name}{n}") for n, one in enumerate(targets))
        return any(await asyncio.gather(*map(self._safely, posts)))

    async def _paged(self, alert: Alert) -> bool:
        return self.behind.pager.configured and await self._safely(self._page(alert))

    async def _safely(self, trial: Awaitable[bool]) -> bool:
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await trial
        except Exception as broken:  # noqa: BLE001 - one room must not keep the alert from the next
            LOG.critical("an alert could not be shown: %s", type(broken).__name__)
            return False

    async def _post(self, to: Room | Direct, what: Reply, key: str) -> bool:
        platform = self.platforms.get(to.platform if isinstance(to, Room) else to.member.platform)
        if platform is None:
            return False
        return isinstance(await platform.post(to, what, DeliveryKey(key)), Sent)

    async def _page(self, alert: Alert) -> bool:
        title, _, text = self._outside(alert).partition("\n")
        return await self.behind.pager.page(title, text)

    def _outside(self, alert: Alert) -> str:
        """What pagers learn: nothing but that somebody is needed."""
        return self._say("page.outside", level=int(alert.level), number=1)

    def _words(self, alert: Alert) -> Reply:
        text = self._say("engine.bare_alert", level=int(alert.level), link=self._where(alert))
        return Reply(text, private=False, tone=Tone.ALERT, calls=(Role.MODERATOR,))

    def _where(self, alert: Alert) -> str:
        if alert.link:
            return alert.link
        if alert.who is not None:
            return self._say("engine.bare_who", who=mention(alert.who))
        return channel(alert.room) if alert.room else self._say("engine.bare_unnamed")

    @property
    def _say(self) -> Say:
        return self.texts.into(self.community.now.language)
