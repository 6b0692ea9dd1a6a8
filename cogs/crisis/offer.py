"""The offer at level 1: once a day, by DM or beside the reply, and never a page."""

from dataclasses import dataclass
from datetime import timedelta

from bot.cog import Heard, Use
from bot.model.people import Member
from bot.ports.delivery import Priority
from bot.ui.reply import Button, Reply, Tone
from cogs.crisis.answer import Ways, wants_quiet, ways_to
from cogs.crisis.desk import Desk

EVERY = timedelta(hours=24)
OFFERED = "offered"


@dataclass(frozen=True, slots=True)
class Offers:
    """Offers what there is to somebody who is low."""

    desk: Desk

    async def make(self, heard: Heard) -> None:
        """Offer once a day, to a member whose text others can see or who wrote it in private."""
        who = heard.subject
        if not isinstance(who, Member) or heard.use not in {Use.ROOM, Use.PRIVATE}:
            return
        if await wants_quiet(self.desk, who, heard.finding.level) or await self._lately(heard, who):
            return
        await self.desk.preferences.put(who, OFFERED, heard.at.isoformat())
        rungs = ways_to(who, self._words(heard), Ways(heard.whisper))
        await self.desk.outbox.owe("offer", rungs, due=heard.at, priority=Priority.REPLY)

    async def _lately(self, heard: Heard, who: Member) -> bool:
        last = await self.desk.preferences.get(who, OFFERED)
        return last is not None and (heard.at - EVERY).isoformat() < last

    def _words(self, heard: Heard) -> Reply:
        say = self.desk.texts.into(heard.locale)
        buttons = (
            Button("crisis.talk", say("answer.button.talk")),
            Button("resources.lines", say("answer.button.helplines")),
            Button("crisis.no_offers", say("offer.button.no_more")),
        )
        return Reply(say("offer.text"), buttons, tone=Tone.CARE)
