"""The owners' line: said at once and past the database, because it may be what is broken."""

import asyncio
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from bot.model.people import Direct, Member, Platform, Room
from bot.ports.chat import ChatPlatform
from bot.ports.community import Communities
from bot.ports.delivery import DeliveryKey, Sent
from bot.ports.pager import Pager
from bot.ui.reply import Reply, Tone
from bot.ui.texts import Texts, Voice

LOG = logging.getLogger(__name__)
PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class OwnersLine:
    """Tells owners by DM and by pager what only they can mend; never who or what was written."""

    owners: tuple[Member, ...]
    platforms: Mapping[Platform, ChatPlatform]
    pager: Pager
    community: Communities
    texts: Texts

    @property
    def say(self) -> Voice:
        """The moderators' language."""
        return self.texts.into(self.community.now.language)

    async def tell(self, key: str, **facts: object) -> None:
        """Say it to every owner; one that cannot be reached never stops the others."""
        text = self.say(f"owner.{key.replace('-', '_')}", **facts)
        LOG.warning("told the owners: %s", key)
        lines = [self._say_to(Direct(owner), text) for owner in self.owners]
        await asyncio.gather(*lines, self._page(text))

    async def tell_moderators(self, key: str, **facts: object) -> None:
        """Say it in every moderators' room, past the database."""
        text = self.say(f"owner.{key.replace('-', '_')}", **facts)
        for room in self.community.now.moderator_rooms:
            await self._say_to(room, text)

    async def _page(self, text: str) -> None:
        if not self.pager.configured:
            return
        try:
            await self.pager.page(self.say("owner.title"), text)
        except Exception as broken:  # noqa: BLE001 - as below
            LOG.error("the owners could not be paged: %s", type(broken).__name__)

    async def _say_to(self, to: Direct | Room, text: str) -> None:
        name = to.platform if isinstance(to, Room) else to.member.platform
        platform = self.platforms.get(name)
        if platform is None:
            return
        key = DeliveryKey(secrets.token_urlsafe(16))
        try:
            async with asyncio.timeout(PATIENCE_S):
                outcome = await platform.post(to, Reply(text, private=False, tone=Tone.ALERT), key)
        except Exception as broken:  # noqa: BLE001 - an event is being handled while this is said
            LOG.error("an owner or a room could not be told: %s", type(broken).__name__)
            return
        if not isinstance(outcome, Sent):
            LOG.error("an owner or a room could not be told: %s", type(outcome).__name__)
