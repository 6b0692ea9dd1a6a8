"""A ghost's replies, opened by the words of a receipt; tries are limited."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.cog import Call
from bot.model.events import EventId
from bot.model.people import Member
from bot.model.venting import Vent
from bot.relay.receipt import NOBODYS, Miscounted, Misspelt, Receipt, proves, read
from bot.ui.form import NoQuestions
from bot.ui.reply import Button, Reply
from bot.ui.texts import Say
from cogs.vent.author.faces import author_buttons
from cogs.vent.desk import Desk
from cogs.vent.forms import ReceiptWords

TRIES, WITHIN = 5, timedelta(hours=1)
ALL_TRIES = 2_000
"""Wrong receipts an hour, of one account and of all; with 50 bits to guess that is nothing."""
LINES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Inbox:
    """Nothing is written when a receipt is shown, right or wrong. Tries are held in memory."""

    desk: Desk
    wrong: deque[tuple[datetime, Member, EventId]] = field(
        default_factory=deque[tuple[datetime, Member, EventId]], repr=False
    )

    async def replies(self, call: Call[ReceiptWords]) -> Reply:
        """What was said to the ghost whose receipt this is."""
        if not call.event.direct and call.event.whisper is None:
            return Reply(call.say("vent.receipt.public"))
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
        fits = await asyncio.to_thread(proves, receipt, kept)  # costs memory, and some 50 ms
        if not fits or vent is None or vent.closed:
            self._count(call)
            return Reply(call.say("vent.receipt.wrong"))
        return await self._shown(vent, call.say, 0)

    async def earlier(self, call: Call[NoQuestions]) -> Reply:
        """What was said before that; the button carries the thread's pass and how many it skips."""
        vent = await self.desk.mine(call.about, call.event.who)
        skipped = call.about.partition(":")[2]
        if vent is None:
            return Reply(call.say("vent.thread_gone"))
        return await self._shown(vent, call.say, int(skipped) if skipped.isdecimal() else 0)

    async def _shown(self, vent: Vent, say: Say, skipped: int) -> Reply:
        lines = await self.desk.vents.lines(vent.id)
        end = max(0, len(lines) - skipped)
        begin = max(0, end - LINES_SHOWN)
        said = [say(f"vent.line.{one.voice}", text=one.text) for one in lines[begin:end]]
        said = said or [say("vent.inbox.empty")]
        text = "\n\n".join([say("vent.inbox", name=vent.name), *said])
        carried = self.desk.vault.pass_for(vent.id)
        buttons = author_buttons(carried, say)
        if begin:
            label = say.many("vent.button.earlier", begin)
            buttons = (Button("vent.earlier", label, f"{carried}:{len(lines) - begin}"), *buttons)
        return Reply(text, buttons)

    def _count(self, call: Call[ReceiptWords]) -> None:
        """A wrong try, once: its event is handled again where nothing could be written."""
        event = call.event
        if all(known != event.id for _, _, known in self.wrong):
            self.wrong.append((event.at, event.who, event.id))

    def _too_many(self, who: Member, now: datetime) -> bool:
        while self.wrong and now - self.wrong[0][0] > WITHIN:
            self.wrong.popleft()
        own = sum(one == who for _, one, _ in self.wrong)
        return own >= TRIES or len(self.wrong) >= ALL_TRIES
