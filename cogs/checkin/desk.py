"""The ports of the check-in feature."""

from dataclasses import dataclass
from datetime import date

from bot.checkins.due import local_day
from bot.checkins.entry import Entry
from bot.checkins.reminder import Reminder
from bot.cog import Call
from bot.model.people import Member
from bot.ports.checkins import CheckIns, Reminders
from bot.ports.outbox import Outbox
from bot.ports.store import Store
from bot.ports.time import Clock
from bot.ui.form import NoQuestions
from bot.ui.texts import Texts
from cogs.checkin.forms import Change, ChangeNumbered, CheckIn, Numbered

AnyCall = Call[CheckIn] | Call[Change] | Call[ChangeNumbered] | Call[Numbered] | Call[NoQuestions]


@dataclass(frozen=True, slots=True)
class Desk:
    """What the parts of the feature share. `home_zone` (IANA) is the community's own."""

    checkins: CheckIns[Entry]
    reminders: Reminders[Reminder]
    outbox: Outbox
    store: Store
    clock: Clock
    texts: Texts
    home_zone: str = "UTC"

    async def today(self, call: AnyCall) -> date:
        """The member's local date; the community's, where the member's zone is not known."""
        reminder = await self.reminders.get(call.event.who)
        return local_day(call.event.at, reminder.zone if reminder else self.home_zone)

    def slot(self, who: Member) -> str:
        """Where a member's reminders stand in line, so that never two of them wait."""
        return f"remind:{self.reminders.tag(who)}"
