"""After an event has reached its end state: what takes long, and what no row holds of a reply."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from bot.cog import Gathers
from bot.model.events import AnyEvent, Said
from bot.ports.pictures import Pictures
from bot.ports.store import KeysUnavailable, StoreUnavailable
from bot.ui.reply import Reply
from bot.ui.texts import Texts

LOG = logging.getLogger(__name__)
UNKEPT = (KeysUnavailable, StoreUnavailable)


@dataclass(frozen=True, slots=True)
class Afterwards:
    """Outside every transaction: no alert waits for a file, and no reply is lost by one."""

    gathers: Sequence[Gathers]
    pictures: Pictures
    texts: Texts

    async def of(self, event: AnyEvent, reply: Reply | None) -> Reply | None:
        """What is shown in the end."""
        if isinstance(event, Said) and event.direct and event.attached:
            reply = await self._gathered(event) or reply
        return reply if reply is None or not reply.hangs else await self._filled(reply)

    async def _gathered(self, event: Said) -> Reply | None:
        say = self.texts.into(event.locale)
        try:
            replies = [await gather(event, say) for gather in self.gathers]
        except UNKEPT as gone:
            LOG.warning("what came with a text was not kept: %s", type(gone).__name__)
            return None
        return next((one for one in replies if one is not None), None)

    async def _filled(self, reply: Reply) -> Reply:
        try:
            return await self.pictures.filled(reply)
        except UNKEPT as gone:
            LOG.warning("a reply is shown without its pictures: %s", type(gone).__name__)
            return reply
