"""A ghost's replies, opened by the words of a receipt; tries are limited."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.cog import Call
from bot.model.people import Member
from bot.model.venting import Vent
from bot.relay.receipt import NOBODYS, Miscounted, Misspelt, Receipt, proves, read
from bot.ui.reply import Reply
from bot.ui.texts import Say
from cogs.vent.desk import Desk
from cogs.vent.faces import author_buttons
from cogs.vent.forms import ReceiptWords

TRIES, WITHIN = 5, timedelta(hours=1)
ALL_TRIES = 100
"""Wrong receipts an hour, of one account and of all; with 50 bits to guess that is nothing."""
LINES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Inbox:
    """Nothing is written when a receipt is shown, right or wrong. Tries are held in memory."""

    desk: Desk
    wrong: deque[tuple[datetime, Member]] = field(
        default_factory=deque[tuple[datetime, Member]], repr=False
    )

    async def replies(self, call: Call[ReceiptWords]) -> Reply:
        """What was said to the ghost whose receipt this is."""
        found = read(call.form.words, self.desk.lists.receipt)
        match found:
            case Miscounted(wanted=wanted):
                return Reply(call.say("vent.receipt.count", number=wanted))
            case Misspelt(position=position, meant=meant):
                key = "vent.receipt.misspelt" if meant else "vent.receipt.unknown_word"
                return Reply(call.say(key, position=position, meant=meant or ""))
            case Receipt():
                return await self._opened(call, found)

    async def _opened(self, call: Call[ReceiptWords], receipt: Receipt) -> Reply:
        if self._too_many(call.event.who, call.event.at):
            return Reply(call.say("vent.receipt.tries"))
        located = await self.desk.vents.located(receipt.locator)
        vent, kept = located or (None, NOBODYS)
        if not proves(receipt, kept) or vent is None or vent.closed:
            self.wrong.append((call.event.at, call.event.who))
            return Reply(call.say("vent.receipt.wrong"))
        return await self._shown(vent, call.say)

    async def _shown(self, vent: Vent, say: Say) -> Reply:
        lines = await self.desk.vents.lines(vent.id)
        said = [say(f"vent.line.{one.voice}", text=one.text) for one in lines[-LINES_SHOWN:]]
        said = said or [say("vent.inbox.empty")]
        text = "\n\n".join([say("vent.inbox", name=vent.name), *said])
        return Reply(text, author_buttons(self.desk.vault.pass_for(vent.id), say))

    def _too_many(self, who: Member, now: datetime) -> bool:
        while self.wrong and now - self.wrong[0][0] > WITHIN:
            self.wrong.popleft()
        own = sum(one == who for _, one in self.wrong)
        return own >= TRIES or len(self.wrong) >= ALL_TRIES
