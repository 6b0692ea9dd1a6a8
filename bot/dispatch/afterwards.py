"""After an event has reached its end state: what takes long, and what no row holds of a reply."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.cog import Gathers
from bot.model.events import AnyEvent, EventId, Said
from bot.ports.pictures import Pictures
from bot.ports.store import KeysUnavailable, StoreUnavailable
from bot.ui.reply import Reply
from bot.ui.texts import Texts

LOG = logging.getLogger(__name__)
UNKEPT = (KeysUnavailable, StoreUnavailable)


@dataclass(frozen=True, slots=True)
class Afterwards:
    """Outside every transaction: no alert waits for a file, and no reply is lost by one.

    `waiting` are texts whose files are to be gathered, with what is shown where nothing comes of
    them. Whoever handed such a text over asks for that later, and hands over the next one first.
    """

    gathers: Sequence[Gathers]
    pictures: Pictures
    texts: Texts
    waiting: dict[EventId, tuple[Said, Reply | None]] = field(
        default_factory=dict[EventId, tuple[Said, Reply | None]], repr=False
    )

    async def at_once(self, event: AnyEvent, reply: Reply | None, *, alerted: bool) -> Reply | None:
        """What is shown now; help is never kept back for a file."""
        if isinstance(event, Said) and event.direct and event.attached:
            self.waiting[event.id] = (event, None if alerted else reply)
            reply = reply if alerted else None
        return await self._whole(reply)

    async def later(self, event: Said) -> Reply | None:
        """What is shown once the files of a text were gathered."""
        said, reply = self.waiting.pop(event.id, (None, None))
        found = await self._gathered(said) if said is not None else None
        return await self._whole(found or reply)

    async def _whole(self, reply: Reply | None) -> Reply | None:
        return reply if reply is None or not reply.hangs else await self._filled(reply)

    async def _gathered(self, event: Said) -> Reply | None:
        say = self.texts.into(event.locale)
        try:
            replies = [await gather(event, say) for gather in self.gathers]
        except Exception as broken:  # noqa: BLE001 - what was written is shown without its files
            LOG.error("what came with a text was not kept: %s", type(broken).__name__)
            return None
        return next((one for one in replies if one is not None), None)

    async def _filled(self, reply: Reply) -> Reply:
        try:
            return await self.pictures.filled(reply)
        except UNKEPT as gone:
            LOG.warning("a reply is shown without its pictures: %s", type(gone).__name__)
            return reply
