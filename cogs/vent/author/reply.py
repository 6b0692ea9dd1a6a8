"""Answering somebody's anonymous post without a name: a thread of one's own that answers it."""

from dataclasses import dataclass
from typing import Any

from bot.cog import Call
from bot.model.events import Invoked
from bot.model.people import Member
from bot.model.venting import Answered, Post, Vent
from bot.ui.form import Form, NoQuestions, questions_of
from bot.ui.reply import Reply
from cogs.vent.author.write import Given, Writing
from cogs.vent.desk import Desk
from cogs.vent.forms import AnswerTo
from cogs.vent.rooms.answered import of_slot, standing_post

Found = tuple[Post, Vent]


@dataclass(frozen=True, slots=True)
class Replying:
    """Looks which post is meant, and hands what was written to where vents are written.

    From there on it is a vent like any other: its own made-up name, its own sealed way back, the
    same preview, limits, bans and people who look at it first.
    """

    desk: Desk
    writing: Writing

    async def ask(self, call: Call[NoQuestions]) -> Reply:
        """Used on a message: the form, if that is an anonymous post of somebody else."""
        target = call.event.target if isinstance(call.event, Invoked) else None
        slot = await self.desk.postings.slot_at(target.message) if target else None
        found = await of_slot(self.desk, slot) if slot else None
        if found is None:
            return Reply(call.say("vent.reply.no_vent"))
        if (no := await self._refused(call, found)) is not None:
            return no
        asked = questions_of(AnswerTo, call.say)
        return Reply("", form=Form(call.say("vent.reply.title"), "vent.reply", asked, found[0].id))

    async def write(self, call: Call[AnswerTo]) -> Reply:
        """What was written becomes a draft; nothing is posted before it was looked at."""
        found = await self.desk.real(lambda: standing_post(self.desk, call.about))
        if found is None:
            return Reply(call.say("vent.reply.gone"))
        if (no := await self.desk.real(lambda: self._refused(call, found))) is not None:
            return no
        given = Given(
            call.event.who, call.form.text, call.finding, call.heard, call.say,
            event=call.event.id, answers=Answered(found[0].id, found[1].name),
        )  # fmt: skip
        return await self.writing.taken(given)

    async def _refused(self, call: Call[Any], found: Found) -> Reply | None:
        """In one's own thread one speaks under the name that one has there."""
        own = await self._is_own(found[1], call.event.who)
        return Reply(call.say("vent.reply.own", name=found[1].name)) if own else None

    async def _is_own(self, vent: Vent, who: Member) -> bool:
        proof = self.desk.vault.proof(vent.id, who)
        return await self.desk.vents.owned_by(vent.id, proof) is not None
