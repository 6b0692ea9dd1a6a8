"""What is chosen for a draft before it is posted: a wish, a warning, and where it appears."""

from dataclasses import dataclass, replace

from bot.cog import Call
from bot.model.venting import DraftId, Kind
from bot.ui.form import NoQuestions
from bot.ui.reply import Reply
from cogs.vent.author.faces import EVERYWHERE
from cogs.vent.author.write import Writing, gone
from cogs.vent.desk import Desk
from cogs.vent.forms import Options
from cogs.vent.rooms.where import platforms_of


@dataclass(frozen=True, slots=True)
class Choosing:
    """Each choice changes the draft and shows it again."""

    desk: Desk
    writing: Writing

    async def options(self, call: Call[Options]) -> Reply:
        """Another wish, or a warning."""
        draft = await self.writing.draft(call)
        if draft is None:
            return gone(call.say)
        changed = replace(draft, wants=call.form.wants, warns=call.form.warns)
        await self.desk.drafts.put(changed, self.desk.today)
        return await self.writing.shown(changed, call.event.who, call.say)

    async def only(self, call: Call[NoQuestions]) -> Reply:
        """Kept to one platform, or to none; the button carries the draft and which.

        One that has no rooms any more changes nothing: it never comes to mean all.
        """
        about, _, where = call.about.partition(":")
        draft = await self.desk.drafts.get(DraftId(about))
        if draft is None or draft.kind is not Kind.OPENING or draft.answers is not None:
            return gone(call.say)
        platforms = {one.value: one for one in platforms_of(self.writing.rooms())}
        chosen = None if where == EVERYWHERE else platforms.get(where, draft.only)
        changed = replace(draft, only=chosen)
        await self.desk.drafts.put(changed, self.desk.today)
        return await self.writing.shown(changed, call.event.who, call.say)
