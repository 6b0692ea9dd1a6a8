"""The offer at level 1: once a day, by DM or beside the reply, and never a page."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.cog import Heard, Use
from bot.model.people import Member
from bot.ports.delivery import Priority
from bot.ui.reply import Button, Reply, Tone
from cogs.crisis.answer import Ways, wants_quiet, ways_to
from cogs.crisis.desk import Desk

EVERY = timedelta(hours=24)
MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Offers:
    """Offers what there is to somebody who is low. Whom it offered is in memory only."""

    desk: Desk
    last: OrderedDict[Member, datetime] = field(default_factory=OrderedDict[Member, datetime])

    async def make(self, heard: Heard) -> None:
        """Offer once a day, to a member whose text others can see or who wrote it in private."""
        who = heard.subject
        if not isinstance(who, Member) or heard.use not in {Use.ROOM, Use.PRIVATE}:
            return
        if await wants_quiet(self.desk, who, heard.finding.level) or self._lately(heard, who):
            return
        self._remember(who, heard.at)
        rungs = ways_to(who, self._words(heard), Ways(heard.whisper))
        await self.desk.outbox.owe("offer", rungs, due=heard.at, priority=Priority.REPLY)

    def _lately(self, heard: Heard, who: Member) -> bool:
        last = self.last.get(who)
        if last is None or last == heard.at:  # the same text, whose commit failed, once more
            return False
        return abs(heard.at - last) < EVERY

    def _remember(self, who: Member, at: datetime) -> None:
        self.last[who] = at
        self.last.move_to_end(who)
        while len(self.last) > MOST_REMEMBERED or abs(at - next(iter(self.last.values()))) >= EVERY:
            self.last.popitem(last=False)

    def _words(self, heard: Heard) -> Reply:
        say = self.desk.texts.into(heard.locale)
        buttons = (
            Button("crisis.talk", say("answer.button.talk")),
            Button("resources.lines", say("answer.button.helplines")),
            Button("crisis.no_offers", say("offer.button.no_more")),
        )
        return Reply(say("offer.text"), buttons, tone=Tone.CARE)
