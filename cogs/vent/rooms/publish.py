"""Publishing: posts whose moment has come go to the rooms, together and in random order."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.model.people import Room
from bot.model.venting import Answered, Because, Kind, Line, Post, PostId, Stage, Vent, Voice
from bot.ports.delivery import Priority, Rung
from bot.ports.store import Store
from bot.relay.course import (
    due_now,
    ended,
    moment,
    moment_out,
    next_moment,
    put_off,
    silenced,
    standing,
    stopped,
)
from bot.ui.reply import Button, Reply, Tone
from cogs.vent.cards import OUT_TRIED, Cards
from cogs.vent.desk import Desk
from cogs.vent.rooms.answered import heard_by_author, place_of, standing_post
from cogs.vent.rooms.public import face, gone
from cogs.vent.rooms.telling import MODERATORS, OURS, Telling
from cogs.vent.rooms.where import rooms_of
from cogs.vent.told import TRIED, hint

HINT, STANDS = "vent", "vent-stands"
"""How deliveries of a post, and of its end, name it, apart from incidents."""
WITHDRAWN = "vent.shown.withdrawn"


@dataclass(frozen=True, slots=True)
class Publishing:
    """The one place that owes posts to rooms."""

    desk: Desk
    store: Store
    cards: Cards

    async def due(self) -> datetime | None:
        """When the next post appears."""
        return next_moment(await self.desk.vents.in_stage(Stage.WAITING))

    async def run(self, now: datetime) -> None:
        """Everything whose moment has come, in one transaction.

        Not before everything is written that people did meanwhile: new words, or taking it out.
        """
        if self.desk.around.failing():
            return
        await self.store.unit(f"vents:{now.isoformat()}", lambda: self._run(now))

    async def _run(self, now: datetime) -> None:
        waiting = await self.desk.vents.in_stage(Stage.WAITING)
        for due in due_now(waiting, now, self.desk.chance):
            post = await self.desk.vents.post(due.id) or due  # new words may have come just now
            vent = await self.desk.vents.get(post.thread)
            if vent is None:
                await self.desk.vents.put_post(ended(post, Stage.REMOVED))
            elif vent.ends_at is not None and not vent.muted:
                await self.desk.vents.put_post(put_off(post, vent.ends_at, now))
            elif vent.muted or (not post.approved and await self._banned(vent)):
                await self.stop(vent, post)
            elif not post.approved and await self.desk.lockdown():
                await self.cards.post(vent, stopped(post, Because.LOCKDOWN))
            elif post.kind is Kind.EDIT:
                await self._reword(vent, post)
            elif vent.answers is not None and post.kind is Kind.OPENING:
                await self._publish_answer(vent, post, vent.answers)
            else:
                await self._publish(vent, post)

    async def _banned(self, vent: Vent) -> bool:
        """Whether its author was banned, perhaps in another thread, while this waited.

        What a person let pass appears all the same: whoever bans the author of one thread, lets
        everything pass and sees what does not appear would know which threads have one author.
        """
        tag = await self.desk.vault.person_behind(vent.route) if vent.route else None
        return tag is not None and await self.desk.bans.has(tag)

    async def stop(self, vent: Vent, post: Post) -> None:
        """It never appears. Its author hears so, unless they are gone."""
        after = ended(post, Stage.REMOVED)
        await self.desk.vents.put_post(after)
        await self.cards.refresh(vent, after)
        if vent.ends_at is None:
            say, carried = self.desk.say, self.desk.vault.pass_for(vent.id)
            tell = Button("vent.tell", say("vent.button.tell"), carried)
            text = say("vent.author.stopped")
            what = Reply(text, (tell,), tone=Tone.CARE)
            await self.to_author(vent, "stopped", what, MODERATORS)

    async def _publish_answer(self, vent: Vent, post: Post, answers: Answered) -> None:
        """An anonymous answer stands below what it answers, whose author hears it as any other."""
        found = await standing_post(self.desk, answers.post)
        if found is None:
            after = silenced(ended(post, Stage.REMOVED))
            await self.desk.pictures.drop(post.pictures)
            await self.desk.vents.put_post(after)
            await self.cards.refresh(vent, after)
            told = Reply(self.desk.say("vent.author.alone"))
            await self.to_author(vent, f"alone:{post.id}", told)
            return
        await self._publish(vent, post, found[0])
        if rooms := rooms_of(self.desk, vent, found[0]):
            words = heard_by_author(self.desk, rooms[0], vent.name, post.text, post.level)
            await self.answered(found[1], f"answer:{post.id}", words, post.id)

    async def answered(
        self, vent: Vent, step: str, words: str, of: PostId | None = None
    ) -> None:  # fmt: skip
        """The author of a post hears of an answer to it, and can say something, too.

        Everybody saw the answer: it reaches its author a while later.
        """
        carried, say = self.desk.carried(vent), self.desk.say
        buttons = (
            Button("vent.answer", say("vent.button.reply"), carried),
            Button("vent.close", say("vent.button.close"), carried),
        )
        if not vent.closed:
            told = Telling(Voice.ROOM, seen=True, of=of)
            await self.to_author(vent, step, Reply(words, buttons), told)
            await self.desk.vents.save(replace(vent, active_on=self.desk.today))

    async def _publish(self, vent: Vent, post: Post, below: Post | None = None) -> None:
        rooms = rooms_of(self.desk, vent, below)
        if vent.only is not None and not rooms:
            await self._roomless(vent, post)
            return
        slots = tuple((_slot(post, number, room), room) for number, room in enumerate(rooms))
        shown = replace(ended(post, Stage.POSTED), slots=slots)
        await self.desk.vents.put_post(shown)
        what = face(vent, shown, self.desk.say)
        for slot, room in slots:
            ref = await place_of(self.desk, below, room) if below else None
            await self.desk.outbox.owe(
                slot, (Rung(room, replace(what, answers=ref)),), due=self.desk.clock.now(),
                priority=Priority.REPLY,
                slot=slot, incident=f"{HINT}:{post.id}:{room.platform}",
            )  # fmt: skip
        await self.cards.refresh(vent, shown)

    async def _roomless(self, vent: Vent, post: Post) -> None:
        """The platform that its author chose has no room any more: it appears nowhere else."""
        after = ended(post, Stage.FAILED)
        await self.desk.vents.put_post(after)
        await self.cards.refresh(vent, after)
        await self.undelivered(f"{HINT}:{post.id}:{vent.only}", lost=True)

    async def _reword(self, vent: Vent, post: Post) -> None:
        """The opening post shows the new words."""
        opening = standing(await self.desk.vents.posts_of(vent.id))
        if opening is None or opening.stage is not Stage.POSTED:
            await self._opens(vent, opening, post)
            return
        await self._unsay(vent, opening)
        changed = replace(opening, text=post.text, reports=0)
        await self.desk.vents.put_post(changed)
        await self.show(changed, face(vent, changed, self.desk.say), f"reword:{post.id}")
        await self.desk.vents.put_post(ended(post, Stage.POSTED))
        for shown in (changed, ended(post, Stage.POSTED)):
            await self.cards.refresh(vent, shown)

    async def _opens(self, vent: Vent, opening: Post | None, post: Post) -> None:
        """What it should replace stands nowhere: a person reads it as the thread's opening."""
        hangs = opening.pictures if opening is not None else ()
        if opening is not None:
            await self.replaced(vent, opening)
        anew = replace(stopped(post, Because.UNREAD), kind=Kind.OPENING, pictures=hangs)
        await self.cards.post(vent, anew)

    async def replaced(self, vent: Vent, old: Post) -> None:
        """An opening that its author has other words for: no button publishes it any more."""
        after = replace(ended(old, old.stage), kind=Kind.EDIT)
        if old.stage in {Stage.HELD, Stage.WAITING, Stage.POSTED}:
            after = silenced(replace(after, stage=Stage.REMOVED))
            await self._out(vent, old, WITHDRAWN, self.desk.clock.now())
            await self.cards.refresh(vent, after)
        await self.desk.vents.put_post(after)

    async def closed(self, vent: Vent) -> None:
        """What stands loses the offer to listen, at a moment that tells nobody when it closed."""
        opening = standing(await self.desk.vents.posts_of(vent.id))
        if opening is not None and opening.stage is Stage.POSTED:
            due = moment(self.desk.clock.now(), self.desk.chance)
            what = face(replace(vent, closed=True), opening, self.desk.say)
            await self.show(opening, what, "closed", due)

    async def take_out(self, vent: Vent, key: str) -> None:
        """Every post of a thread leaves the rooms; what was on its way stays away.

        What its author took out loses its words on every card of the moderators, too; both a few
        seconds later.
        """
        own, now = key == WITHDRAWN, self.desk.clock.now()
        due = moment_out(now, self.desk.chance) if own else now
        for post in await self.desk.vents.posts_of(vent.id):
            if post.stage in {Stage.HELD, Stage.WAITING, Stage.POSTED}:
                after = ended(post, Stage.REMOVED)
                await self.desk.vents.put_post(after)
                await self._out(vent, post, key, due)
                if not own:
                    await self.cards.refresh(vent, after)
        if own:
            await self.cards.wordless(vent, due=due)

    async def _unsay(self, vent: Vent, post: Post) -> None:
        """What a ghost could still fetch of an answer is no longer there."""
        answered = await self.desk.vents.post(vent.answers.post) if vent.answers else None
        if answered is not None:
            await self.desk.vents.drop_lines(answered.thread, post.id)

    async def _out(self, vent: Vent, post: Post, key: str, due: datetime) -> None:
        """Wherever it stands, or would come to stand: what is still owed says this instead.

        A room that refuses the change is tried again each day; moderators hear of it at once.
        """
        await self._unsay(vent, post)
        what = gone(vent, key, self.desk.say)
        for slot, room in post.slots:
            await self.desk.outbox.reword(slot, what)
            await self.desk.outbox.owe(
                f"gone:{slot}", (Rung(room, what),), due=due, priority=Priority.UPDATE,
                slot=slot, edits=True, incident=f"{STANDS}:{post.id}:{room.platform}",
                again_until=due + OUT_TRIED,
            )  # fmt: skip

    async def show(self, post: Post, what: Reply, step: str, due: datetime | None = None) -> None:
        """Edit a post wherever it stands; what is still owed to a room says this at once."""
        for slot, room in post.slots:
            await self.desk.outbox.reword(slot, what)
            await self.desk.outbox.owe(
                f"{step}:{slot}", (Rung(room, what),), due=due or self.desk.clock.now(),
                priority=Priority.UPDATE, slot=slot, edits=True,
            )  # fmt: skip

    async def undelivered(self, about: str, lost: bool) -> None:  # noqa: FBT001 - the worker's call
        """A room took a post no more: its author and the moderators are told."""
        kind, _, name = about.partition(":")
        id_, _, platform = name.partition(":")
        if kind == STANDS:
            key = "vent.mods.stands_on" if lost else "vent.mods.stands"
            words = self.desk.say(key, platform=platform)
            await self.cards.tell(f"{about}:{key}", Reply(words, private=False, tone=Tone.ALERT))
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
        await self.to_author(vent, f"lost:{post.id}", Reply(self.desk.say("vent.author.lost")))

    async def to_author(
        self, vent: Vent, step: str, what: Reply, told: Telling = OURS
    ) -> bool:  # fmt: skip
        """Tell a thread's author: by the sealed way, and by a line to fetch.

        Of what a moderator says moderators hear when it does not arrive; it is tried again each
        day. A reachable thread's replies stand in the room, and are kept for no second time.
        """
        if vent.closed:
            return False
        ours = told.voice is not Voice.ROOM
        if ours or vent.route is None or vent.route_until is not None:
            line = Line(told.voice, what.text, self.desk.today, told.of)
            await self.desk.vents.add_line(vent.id, line)
        if vent.route is None:
            return False
        due = self.desk.unseen(vent.id) if told.seen else self.desk.clock.now()
        await self.desk.outbox.owe(
            f"to-author:{vent.id}:{step}", (Rung(vent.route, what),),
            due=due, priority=Priority.REPLY,
            incident=hint(vent.id) if told.voice is Voice.MODERATOR else None,
            again_until=due + TRIED if ours else None,
        )  # fmt: skip
        return True


def _slot(post: Post, number: int, room: Room) -> str:
    return f"vent:{post.id}:{room.platform}:{number}"
