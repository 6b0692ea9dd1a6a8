"""Replies that come before it is known where the post stands that they answer.

A post can be in the room while the bot does not know it yet: it was killed after posting, or the
platform's answer was lost. Until that is settled, a reply there waits with every post that is on
its way, and goes to the author of the one that it answers.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.model.people import MessageRef
from bot.model.venting import Early, Post, PostId, Stage, Vent
from bot.ports.store import Store
from cogs.vent.desk import Desk
from cogs.vent.rooms.publish import Publishing

MOST_EARLY = 20
"""Replies that wait with one post: in a busy room most answer something else."""


@dataclass(slots=True)
class Late:
    """Tells authors of replies, at once or as soon as it is known whose post was answered."""

    desk: Desk
    store: Store
    publishing: Publishing
    _with: set[PostId] = field(default_factory=set[PostId])
    _looked: bool = False

    async def tell(self, vent: Vent, step: str, words: str) -> None:
        """The author hears it, and can answer."""
        await self.publishing.answered(vent, step, words)

    async def keep(self, ref: MessageRef, words: str) -> None:
        """It answers something unknown: it waits with each post that may stand in that room."""
        if ref.room not in self.desk.around.vents():
            return
        for slot in await self.desk.postings.unshown():
            post = await self.desk.vents.post(PostId(slot.split(":")[1]))
            if post is None or len(post.early) >= MOST_EARLY:
                continue
            if (slot, ref.room) in post.slots:
                kept = replace(post, early=(*post.early, Early(ref, words)))
                await self.desk.vents.put_post(kept)
                self._with.add(post.id)

    async def due(self) -> datetime | None:
        """At once while something waits; after a start rows are looked through."""
        return None if self._looked and not self._with else self.desk.clock.now()

    async def run(self, now: datetime) -> None:
        """Each goes to its author, away, or waits on; in one transaction."""
        if self.desk.around.failing():
            return
        ids, self._with = self._with, set()
        try:
            unit = self.store.unit(f"vents-late:{now.isoformat()}", lambda: self._run(ids))
            self._with |= await unit
        except BaseException:
            self._with |= ids  # nothing was committed
            raise
        self._looked = True

    async def _run(self, ids: set[PostId]) -> set[PostId]:
        """The posts with which something still waits."""
        if not self._looked:
            posts = await self.desk.vents.in_stage(Stage.POSTED)
            ids = ids | {post.id for post in posts if post.early}
        unshown = frozenset(await self.desk.postings.unshown())
        found = [post for id_ in ids if (post := await self.desk.vents.post(id_)) is not None]
        left: set[PostId] = set()
        for post in found:
            early = await self._told(post, unshown)
            if early != post.early:
                await self.desk.vents.put_post(replace(post, early=early))
            left |= {post.id} if early else set()
        return left

    async def _told(self, post: Post, unshown: frozenset[str]) -> tuple[Early, ...]:
        """Tell of what answers this post; what may still do so is left."""
        left: list[Early] = []
        vent = await self.desk.vents.get(post.thread)
        if vent is None or vent.closed or post.stage is not Stage.POSTED:
            return ()
        for number, early in enumerate(post.early):
            slot = await self.desk.postings.slot_at(early.ref)
            if slot is None and any((one, early.ref.room) in post.slots for one in unshown):
                left.append(early)
            elif slot in {one for one, _ in post.slots}:
                await self.tell(vent, f"reply:{post.id}:{number}", early.words)
        return tuple(left)
