"""Publishing: posts whose moment has come go to the rooms, together and in random order."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.model.people import Room, ThreadId
from bot.model.venting import (
    Because,
    Kind,
    Line,
    PersonTag,
    Post,
    PostId,
    Stage,
    Vent,
    Voice,
)
from bot.ports.delivery import Priority, Rung
from bot.ports.store import Store
from bot.relay.course import due_now, ended, next_moment, stopped
from bot.ui.reply import Reply, Tone
from cogs.vent.cards import Cards
from cogs.vent.desk import Desk
from cogs.vent.public import face, gone
from cogs.vent.told import TRIED, hint

HINT, STANDS = "vent", "vent-stands"
"""How deliveries of a post, and of its end, name it, apart from incidents."""
WITHDRAWN = "vent.shown.withdrawn"
OUT_TRIED = timedelta(days=30)
"""How long a post that a room does not let go is tried to be taken out."""


MOST_CLOSED = 1_000


@dataclass(frozen=True, slots=True)
class Publishing:
    """The one place that owes posts to rooms.

    `_closed`: nothing in rows leads from a thread without more replies to its author. Until its
    posts appear, the memory of this process knows whose ban would stop them.
    """

    desk: Desk
    store: Store
    cards: Cards
    _closed: OrderedDict[ThreadId, PersonTag] = field(
        default_factory=OrderedDict[ThreadId, PersonTag], repr=False
    )

    async def due(self) -> datetime | None:
        """When the next post appears."""
        return next_moment(await self.desk.vents.in_stage(Stage.WAITING))

    async def run(self, now: datetime) -> None:
        """Everything whose moment has come, in one transaction."""
        await self.store.unit(f"vents:{now.isoformat()}", lambda: self._run(now))

    async def _run(self, now: datetime) -> None:
        waiting = await self.desk.vents.in_stage(Stage.WAITING)
        for due in due_now(waiting, now, self.desk.chance):
            post = await self.desk.vents.post(due.id) or due  # new words may have come just now
            vent = await self.desk.vents.get(post.thread)
            over = vent is None or vent.muted or vent.ends_at is not None
            if vent is None or over or await self.barred(vent):
                await self.desk.vents.put_post(ended(post, Stage.REMOVED))
            elif vent.closed and vent.id not in self._closed and not post.approved:
                await self.cards.post(vent, stopped(post, Because.CLOSED))
            elif not post.approved and await self.desk.lockdown():
                await self.cards.post(vent, stopped(post, Because.LOCKDOWN))
            elif post.kind is Kind.EDIT:
                await self._reword(vent, post)
            else:
                await self._publish(vent, post)

    async def barred(self, vent: Vent) -> bool:
        """Whether its author was banned, perhaps in another thread, while this waited."""
        tag = await self._author(vent)
        return tag is not None and await self.desk.bans.has(tag)

    async def remember(self, vent: Vent, closed: ThreadId) -> None:
        """`vent` becomes the thread of nobody with this name."""
        if (tag := await self._author(vent)) is not None:
            self._closed[closed] = tag
        while len(self._closed) > MOST_CLOSED:
            self._closed.popitem(last=False)

    async def _author(self, vent: Vent) -> PersonTag | None:
        if vent.route is None:
            return self._closed.get(vent.id)
        return await self.desk.vault.person_behind(vent.route)

    async def _publish(self, vent: Vent, post: Post) -> None:
        rooms = self.desk.around.vents()
        slots = tuple((_slot(post, number, room), room) for number, room in enumerate(rooms))
        shown = replace(ended(post, Stage.POSTED), slots=slots)
        await self.desk.vents.put_post(shown)
        what = face(vent, shown, self.desk.say)
        for slot, room in slots:
            await self.desk.outbox.owe(
                slot, (Rung(room, what),), due=self.desk.clock.now(), priority=Priority.REPLY,
                slot=slot, incident=f"{HINT}:{post.id}:{room.platform}",
            )  # fmt: skip
        await self.cards.refresh(vent, shown)

    async def _reword(self, vent: Vent, post: Post) -> None:
        """The opening post shows the new words."""
        posts = await self.desk.vents.posts_of(vent.id)
        await self.desk.vents.put_post(ended(post, Stage.POSTED))
        for opening in (one for one in posts if one.kind is Kind.OPENING):
            if opening.stage is Stage.HELD:
                await self._hold_anew(vent, opening, post)
                continue
            changed = replace(opening, text=post.text)
            await self.desk.vents.put_post(changed)
            if opening.stage is Stage.POSTED:
                await self.show(changed, face(vent, changed, self.desk.say), f"reword:{post.id}")

    async def _hold_anew(self, vent: Vent, opening: Post, post: Post) -> None:
        """Another post with another card: whoever approves it has read these words."""
        old = replace(ended(opening, Stage.REMOVED), kind=Kind.EDIT)
        await self.desk.vents.put_post(old)
        await self.cards.refresh(vent, old)
        level = max(opening.level, post.level)
        new = PostId(secrets.token_hex(16))
        await self.cards.post(vent, replace(opening, id=new, text=post.text, level=level))

    async def take_out(self, vent: Vent, key: str) -> None:
        """Every post of a thread leaves the rooms; what was on its way stays away.

        What its author took out loses its words on the moderators' card, too.
        """
        for post in await self.desk.vents.posts_of(vent.id):
            if post.stage in {Stage.HELD, Stage.WAITING, Stage.POSTED}:
                after = ended(post, Stage.REMOVED)
                await self.desk.vents.put_post(after)
                await self._out(post, gone(vent, key, self.desk.say))
                own = key == WITHDRAWN
                await self.cards.refresh(vent, replace(after, text="") if own else after)

    async def _out(self, post: Post, what: Reply) -> None:
        """Wherever it stands, or would come to stand: what is still owed says this instead.

        A room that refuses the change is tried again each day; moderators hear of it at once.
        """
        now = self.desk.clock.now()
        for slot, room in post.slots:
            await self.desk.outbox.reword(slot, what)
            await self.desk.outbox.owe(
                f"gone:{slot}", (Rung(room, what),), due=now, priority=Priority.UPDATE,
                slot=slot, edits=True, incident=f"{STANDS}:{post.id}:{room.platform}",
                again_until=now + OUT_TRIED,
            )  # fmt: skip

    async def show(self, post: Post, what: Reply, step: str) -> None:
        """Edit a post wherever it stands."""
        for slot, room in post.slots:
            await self.desk.outbox.owe(
                f"{step}:{slot}", (Rung(room, what),), due=self.desk.clock.now(),
                priority=Priority.UPDATE, slot=slot, edits=True,
            )  # fmt: skip

    async def undelivered(self, about: str, lost: bool) -> None:  # noqa: FBT001 - the worker's call
        """A room took a post no more: its author and the moderators are told."""
        kind, _, name = about.partition(":")
        id_, _, platform = name.partition(":")
        if kind == STANDS:
            words = self.desk.say("vent.mods.stands", platform=platform)
            await self.cards.tell(f"{about}:stands", Reply(words, private=False, tone=Tone.ALERT))
            return
        post = await self.desk.vents.post(PostId(id_)) if kind == HINT and lost else None
        vent = await self.desk.vents.get(post.thread) if post else None
        if post is None or vent is None:
            return
        await self.cards.tell(
            f"vent-lost:{post.id}:{platform}",
            Reply(
                self.desk.say("vent.room_lost", name=vent.name, platform=platform), private=False
            ),
        )
        await self.to_author(vent, f"lost:{post.id}", self.desk.say("vent.author.lost"))

    async def to_author(
        self, vent: Vent, step: str, text: str, voice: Voice = Voice.PORCHLIGHT,
        what: Reply | None = None,
    ) -> bool:  # fmt: skip
        """Tell a thread's author: by the sealed way, and by a line to fetch.

        Of what a moderator says moderators hear when it does not arrive; it is tried again each
        day. A reachable thread's replies stand in the room, and are kept for no second time.
        """
        if vent.closed:
            return False
        ours = voice is not Voice.ROOM
        if ours or vent.route is None or vent.route_until is not None:
            await self.desk.vents.add_line(vent.id, Line(voice, text, self.desk.today))
        if vent.route is None:
            return False
        await self.desk.outbox.owe(
            f"to-author:{vent.id}:{step}", (Rung(vent.route, what or Reply(text)),),
            due=self.desk.clock.now(), priority=Priority.REPLY,
            incident=hint(vent.id) if voice is Voice.MODERATOR else None,
            again_until=self.desk.clock.now() + TRIED if ours else None,
        )  # fmt: skip
        return True


def _slot(post: Post, number: int, room: Room) -> str:
    return f"vent:{post.id}:{room.platform}:{number}"
