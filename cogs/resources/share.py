"""Passing services on: to one's own DM, or into the room as the bot, without a name or a query."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.cog import Call
from bot.directory.lookup import MOST_RESULTS
from bot.model.people import Direct
from bot.model.venting import PersonTag
from bot.ports.delivery import Priority, Rung
from bot.ui.form import NoQuestions
from bot.ui.reply import Reply
from cogs.resources.carried import Page
from cogs.resources.desk import Desk
from cogs.resources.face import page_of
from cogs.resources.find import Find, Finding
from cogs.resources.lines import country_name, emergency_line, full_text
from cogs.vent.limits import Limit

SHARES = Limit("shares", 3, timedelta(minutes=10))
"""Of one person, wherever."""
SHOWN = Limit("shown", 6, timedelta(minutes=10))
"""In one room, by whomever."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """What leaves an answer that only one person sees."""

    desk: Desk
    finding: Finding

    async def to_dm(self, call: Call[NoQuestions]) -> Reply:
        """The same services in the private conversation, where they stay."""
        page = self._page(call)
        if page is None:
            return Reply(call.say("find.over"))
        event = replace(call.event, direct=True, whisper=None)
        face = replace(await self.finding.face(replace(call, event=event)), now=None)
        rungs = [Rung(Direct(event.who), face.page(page))]
        if call.event.whisper is not None:
            closed = Reply(call.say("find.dm_closed"))
            rungs.append(Rung(call.event.whisper, closed))
        now = self.desk.clock.now()
        await self.desk.outbox.owe("helplines", rungs, due=now, priority=Priority.REPLY)
        return Reply(call.say("find.sent"))

    async def here(self, call: Call[NoQuestions]) -> Reply:
        """The same services in the room, for everybody."""
        page = self._page(call)
        return Reply(call.say("find.over")) if page is None else await self._show(call, page)

    async def typed(self, call: Call[Find]) -> Reply:
        """The same by a command: what is looked for is seen by whoever sees what was typed."""
        found, land, lead = await self.finding.looked_up(call, call.form.query, call.form.country)
        if found.kind == "none" or found.ask is not None:
            reply = (await self.finding.face(call)).found(found, land)
            return replace(reply, text=f"{lead}\n{reply.text}") if lead else reply
        return await self._show(call, page_of(found, found.country or land))

    async def _show(self, call: Call[Any], page: Page) -> Reply:
        event = call.event
        if event.direct:
            return Reply(call.say("find.share_where"))
        if event.room in self.desk.community.now.vent_rooms:
            return Reply(call.say("find.share_not_here"))
        person, now = PersonTag(f"{event.who.platform}:{event.who.id}"), self.desk.clock.now()
        passes, room = self.desk.limits.passes, f"{event.room.platform}:{event.room.id}"
        if not (
            passes(SHARES, person, now, event=event.id)
            and passes(SHOWN, PersonTag(room), now, event=event.id)
        ):
            return Reply(call.say("find.share_enough"))
        await self.desk.outbox.owe(
            "shared-helplines", (Rung(event.room, self._face(page)),), due=now,
            priority=Priority.REPLY,
        )  # fmt: skip
        return Reply(call.say("find.shared"))

    def _face(self, page: Page) -> Reply:
        """As the bot says it, in the community's language, with no button that anybody needs."""
        say = self.desk.say
        head = say("find.shared_world")
        if page.country:
            head = say("find.shared_head", country=country_name(page.country, say))
        pinned = self.desk.directory.emergency(page.country)
        blocks = (full_text(one, say) for one in page.rows[:MOST_RESULTS])
        lines = [f"{head}\n{emergency_line(pinned, say)}" if page.country else head, *blocks]
        return Reply("\n\n".join(lines), private=False)

    def _page(self, call: Call[NoQuestions]) -> Page | None:
        page = self.desk.carrying.opened_page(call.about)
        return page if page is not None and page.rows else None
