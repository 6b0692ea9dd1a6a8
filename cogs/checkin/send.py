"""The reminders' job: whatever is due is owed, paced, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.checkins.due import paced
from bot.checkins.reminder import Reminder
from bot.model.people import Direct
from bot.ports.delivery import Priority, Rung
from bot.ui.reply import Button, Reply
from cogs.checkin.desk import Desk

AT_ONCE = 600
"""As many as fill the pacing window; what is left over follows when the bell rings next."""
IN_ONE_UNIT = 50
"""So few in one transaction that an alert never waits long for the writer."""


@dataclass(frozen=True, slots=True)
class Sending:
    """Owes reminders and moves them on to their next day, in one transaction."""

    desk: Desk

    async def due(self) -> datetime | None:
        """When the next reminder falls due."""
        return await self.desk.reminders.next_due()

    async def run(self, now: datetime) -> None:
        """All that is due by now; a second run finds nothing due."""
        waiting = await self.desk.reminders.due(now, AT_ONCE)
        for start in range(0, len(waiting), IN_ONE_UNIT):
            some = waiting[start : start + IN_ONE_UNIT]
            work = partial(self._owe, some, now, len(waiting))
            await self.desk.store.unit("remind:due", work)

    async def _owe(self, some: Sequence[Reminder], now: datetime, waiting: int) -> None:
        for each in some:
            # Read again inside the unit: meanwhile it may have been paused, moved or dropped.
            reminder = await self.desk.reminders.get(each.member)
            if reminder is not None and reminder.due is not None and reminder.due <= now:
                await self._remind(reminder, reminder.due, now, waiting)

    async def _remind(self, reminder: Reminder, due: datetime, now: datetime, waiting: int) -> None:
        """Owe one; an older one that could not be delivered yet is owed no more."""
        who = reminder.member
        tag, slot = self.desk.reminders.tag(who), self.desk.slot(who)
        await self.desk.outbox.cancel(slot)
        await self.desk.outbox.owe(
            f"{tag} {due.isoformat()}",
            (Rung(Direct(who), self._words(reminder)),),
            due=paced(now, waiting, tag),
            priority=Priority.REMINDER,
            slot=slot,
        )
        await self.desk.reminders.put(reminder.sent(now))

    def _words(self, reminder: Reminder) -> Reply:
        say = self.desk.texts.into(reminder.locale)
        buttons = (
            Button("checkin.start", say("remind.button.start")),
            Button("checkin.snooze", say("remind.button.snooze")),
            Button("checkin.pause", say("remind.button.pause")),
        )
        return Reply(say("remind.text"), buttons)
