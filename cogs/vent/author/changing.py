"""New words for an opening that nobody has read yet: the old ones are never shown."""

import secrets
from dataclasses import dataclass, replace

from bot.model.venting import Because, Draft, Kind, Post, PostId, Stage, Vent
from bot.relay.course import moment, standing, stopped
from cogs.vent.cards import Cards
from cogs.vent.desk import Desk
from cogs.vent.rooms.public import face
from cogs.vent.rooms.publish import Publishing


@dataclass(frozen=True, slots=True)
class Changing:
    """What was held, waits, or is still owed to every room says the new words instead.

    An opening that can be read somewhere is changed by a post of its own, at a moment of its own.
    """

    desk: Desk
    publishing: Publishing
    cards: Cards

    async def instead(self, vent: Vent, draft: Draft, because: tuple[Because, ...]) -> Post | None:
        """The opening with its new words; None where the old ones were shown or have ended."""
        opening = standing(await self.desk.vents.posts_of(vent.id))
        if opening is None or not await self._unread(opening):
            return None
        if because or opening.stage is Stage.HELD:
            return await self._held(vent, opening, draft, (*opening.because, *because))
        if opening.stage is Stage.WAITING:
            return await self._waits(vent, opening, draft)
        return await self._owed(vent, opening, draft)

    async def _unread(self, opening: Post) -> bool:
        """Whether no room shows it: posted means only that it was owed."""
        if opening.stage is not Stage.POSTED:
            return opening.stage in {Stage.HELD, Stage.WAITING}
        slots = {slot for slot, _ in opening.slots}
        return bool(slots) and slots <= set(await self.desk.postings.unshown())

    async def _held(
        self, vent: Vent, opening: Post, draft: Draft, because: tuple[Because, ...]
    ) -> Post:
        """Another post with another card: whoever approves it has read these words."""
        await self.publishing.replaced(vent, opening)
        held = Post(
            id=PostId(secrets.token_hex(16)), thread=vent.id, kind=Kind.OPENING, stage=Stage.HELD,
            text=draft.text, because=tuple(dict.fromkeys(because)),
            level=max(opening.level, draft.level), pictures=opening.pictures,
        )  # fmt: skip
        await self.cards.post(vent, held)
        for answer in await self._answers(vent):  # nothing is said behind what may never appear
            await self.cards.post(vent, stopped(answer, Because.UNREAD))
        return held

    async def _waits(self, vent: Vent, opening: Post, draft: Draft) -> Post:
        """A new moment: nobody who watches can join it with this change. Answers stay behind it."""
        due = moment(self.desk.clock.now(), self.desk.chance)
        if opening.due is not None and due > opening.due:
            for answer in await self._answers(vent):
                later = answer.due + (due - opening.due) if answer.due else None
                await self.desk.vents.put_post(replace(answer, due=later))
        return await self._reworded(vent, replace(opening, due=due, approved=False), draft)

    async def _owed(self, vent: Vent, opening: Post, draft: Draft) -> Post:
        """What a room was not shown yet comes with the new words; a copy that it got is changed."""
        changed = await self._reworded(vent, opening, draft)
        await self.publishing.show(changed, face(vent, changed, self.desk.say), "instead")
        return changed

    async def _reworded(self, vent: Vent, opening: Post, draft: Draft) -> Post:
        changed = replace(opening, text=draft.text, level=max(opening.level, draft.level))
        await self.desk.vents.put_post(changed)
        await self.cards.refresh(vent, changed)
        return changed

    async def _answers(self, vent: Vent) -> list[Post]:
        return [
            one
            for one in await self.desk.vents.posts_of(vent.id)
            if one.kind is Kind.ANSWER and one.stage is Stage.WAITING
        ]
