"""What comes from the rooms: replies go to the author, reports and worries to moderators."""

from dataclasses import dataclass, replace

from bot.cog import Call, Heard, Use
from bot.escalation.course import News
from bot.model.events import Invoked, Said
from bot.model.finding import Category, Concerns, Finding, Severity
from bot.model.incident import Came
from bot.model.people import MessageRef, Role, Thread
from bot.model.venting import PersonTag, Post, Vent
from bot.ports.store import StoreUnavailable
from bot.ui.form import NoQuestions
from bot.ui.reply import Reply, Tone, channel, quoted
from cogs.vent.cards import Cards
from cogs.vent.desk import Desk
from cogs.vent.limits import CALLS, GONE_REPORTS, GONE_WORRIES, REPORTS, WORRIES, Limit
from cogs.vent.rooms.answered import heard_by_author, of_slot, standing_post
from cogs.vent.rooms.late import Late

WORRY = Finding(Severity.ACTIVE, Category.DISTRESS, Concerns.SELF)


@dataclass(frozen=True, slots=True)
class Rooms:
    """The readers' side."""

    desk: Desk
    late: Late
    cards: Cards

    async def replied(self, said: Said, finding: Finding) -> None:
        """A message answers a post: its author hears it, unless it may hurt to hear."""
        if said.reply_to is None:
            return
        slot = await self.desk.postings.slot_at(said.reply_to)
        if slot is None:
            await self.late.keep(said.reply_to, self._words(said, finding))
        elif (found := await of_slot(self.desk, slot)) and not found[1].closed:
            await self.late.tell(found[1], "reply", self._words(said, finding))

    def _words(self, said: Said, finding: Finding) -> str:
        return heard_by_author(self.desk, said.room, said.who.name, said.text, finding.level)

    async def show(self, call: Call[NoQuestions]) -> Reply:
        """The words behind a warning, for who asks."""
        found = await standing_post(self.desk, call.about)
        if found is None:
            return Reply(call.say("vent.thread_gone"))
        return Reply(quoted(found[0].text), hangs=found[0].pictures)

    async def report(self, call: Call[NoQuestions]) -> Reply:
        """A member reports a post: moderators are called; nobody learns who it was."""
        found = await standing_post(self.desk, call.about)
        if found is None:
            keys = ("vent.mods.reported_gone", "vent.reported")
            return await self._of_nobody(call, GONE_REPORTS, *keys)
        post, vent = found
        first = self.desk.allows(REPORTS, call.event.who, call.event.id, _wording(post))
        if first or not post.reported:  # twice is once only while the first one waits
            await self._reported(call, post, vent)
        return Reply(call.say("vent.reported"), tone=Tone.CARE)

    async def _reported(self, call: Call[NoQuestions], post: Post, vent: Vent) -> None:
        """A new card, because an edit calls nobody; within an hour of the last one an edit.

        Until a moderator does something those on duty are reminded of it every hour.
        """
        now, once = self.desk.clock.now(), _wording(post)
        calls = self.desk.limits.passes(CALLS, PersonTag(""), now, once, call.event.id)
        await self.desk.vents.save(replace(vent, active_on=self.desk.today))
        reported = replace(post, reports=post.reports + 1, reported=True)
        if calls or not post.reported:
            await self.cards.post(vent, reported)
        else:
            await self.desk.vents.put_post(reported)
            await self.cards.refresh(vent, reported)

    async def worried(self, call: Call[NoQuestions]) -> Reply:
        """Somebody worries about the author: an incident of the thread, level 3 at least.

        While nothing can be written it is one in memory: a worry does not wait.
        """
        try:
            found = await self.desk.real(lambda: standing_post(self.desk, call.about))
        except StoreUnavailable:
            if not self.desk.around.outage.standing_in:
                raise
            keys = ("vent.mods.worried_unread", "vent.worried.unread")
            return await self._of_nobody(call, GONE_WORRIES, *keys)
        if found is None:
            keys = ("vent.mods.worried_gone", "vent.worried.gone")
            return await self._of_nobody(call, GONE_WORRIES, *keys)
        return await self._worry(call, *found)

    async def worried_on(self, call: Call[NoQuestions]) -> Reply | None:
        """The same by a message's own menu; None where that message is no post of ours."""
        target = call.event.target if isinstance(call.event, Invoked) else None
        if target is None:
            return None
        try:
            found = await self.desk.real(lambda: self._post_at(target.message))
        except StoreUnavailable:
            return None
        return await self._worry(call, *found) if found else None

    async def _post_at(self, ref: MessageRef) -> tuple[Post, Vent] | None:
        slot = await self.desk.postings.slot_at(ref)
        return await of_slot(self.desk, slot) if slot else None

    async def _worry(self, call: Call[NoQuestions], post: Post, vent: Vent) -> Reply:
        level = max(Severity.ACTIVE, post.level)
        thanks = self.desk.around.promised("vent.worried.thanks", level, call.say)
        first = self.desk.allows(WORRIES, call.event.who, call.event.id, _wording(post))
        if not first and await self.desk.worried(vent.id):  # they are called until one answers
            return Reply(thanks, tone=Tone.CARE)
        heard = Heard(
            Thread(vent.id), WORRY, Use.RELAYED, call.event.at, self.desk.around.locale(),
            text=post.text, route=vent.route,
        )  # fmt: skip
        await self.desk.raise_incident(heard, News(WORRY, level, call.event.at, Came.REPORTED))
        return Reply(thanks, tone=Tone.CARE)

    async def _of_nobody(
        self, call: Call[NoQuestions], limit: Limit, told: str, thanks: str
    ) -> Reply:
        """Below a post whose thread was forgotten: nobody can be reached, but moderators look."""
        if self.desk.allows(limit, call.event.who, call.event.id, call.about):
            words = self.desk.say(told, room=channel(call.event.room))
            calls = (Role.MODERATOR,)
            await self.cards.tell(
                "vent-gone", Reply(words, private=False, tone=Tone.ALERT, calls=calls)
            )
        return Reply(call.say(thanks), tone=Tone.CARE)


def _wording(post: Post) -> str:
    """A post with its present words, as limits in memory count it: other words count anew."""
    return f"{post.id}:{hash(post.text)}"
