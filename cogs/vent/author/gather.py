"""What was attached to a vent: fetched and drawn anew behind its transaction, then kept with it."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace

from bot.model.events import Attached, Said
from bot.ports.pictures import MOST_BYTES, MOST_PICTURES, Unfit
from bot.ports.store import Store
from bot.ui.reply import Reply
from bot.ui.texts import Say
from cogs.vent.author.write import Writing
from cogs.vent.desk import Desk
from cogs.vent.memory import Gathered

WITHIN_S = 20.0
"""So long somebody waits for their preview; what was not drawn by then is left out."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """A draft gets its pictures. Whatever fails, the words are kept, and their author is told."""

    desk: Desk
    store: Store
    writing: Writing

    async def gather(self, said: Said, say: Say) -> Reply | None:
        """The preview with its pictures; None where this is no draft, or help comes first."""
        waiting = self.desk.gathered.of(said.id)
        if waiting is None:
            return None
        try:
            drawn = await self._drawn(said)
            return await self.store.unit(
                f"vent-pictures:{waiting.draft}", lambda: self._kept(waiting, said, drawn, say)
            )
        finally:
            self.desk.gathered.over(said.id)

    async def _drawn(self, said: Said) -> list[bytes]:
        drawn: list[bytes] = []
        with suppress(TimeoutError):
            async with asyncio.timeout(WITHIN_S):
                for one in filter(_may_be_picture, said.attached[:MOST_PICTURES]):
                    with suppress(Unfit, OSError):
                        drawn.append(await self._one(said, one))
        return drawn

    async def _one(self, said: Said, one: Attached) -> bytes:
        raw = await self.desk.drawing.fetch(said.who.platform, one, MOST_BYTES)
        return await self.desk.drawing.redraws.redraw(raw)

    async def _kept(
        self, waiting: Gathered, said: Said, drawn: list[bytes], say: Say
    ) -> Reply | None:
        draft = await self.desk.drafts.get(waiting.draft)
        if draft is None:  # thrown away meanwhile, or erased
            return None
        names = [await self.desk.pictures.put(draft.id, one) for one in drawn]
        left_out = len(said.attached) - len(names)
        whole = replace(draft, pictures=tuple(names), left_out=left_out)
        await self.desk.drafts.put(whole, self.desk.today)
        if waiting.quietly:  # the crisis answer stands there; the preview is asked for
            return None
        return await self.writing.shown(whole, said.who, say, waits=False)


def _may_be_picture(one: Attached) -> bool:
    """By what it is said to be; what it is shows when it is drawn."""
    return one.size <= MOST_BYTES and (not one.kind or one.kind.startswith("image/"))
