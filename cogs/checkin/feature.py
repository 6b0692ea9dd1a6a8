"""The check-in feature as a table of values."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.checkins.entry import Entry
from bot.checkins.reminder import Reminder
from bot.cog import Action, Cog, Command, Job
from bot.model.people import Member
from bot.ports.checkins import CheckIns, Reminders
from bot.ports.outbox import Outbox
from bot.ports.store import Store
from bot.ports.time import Clock
from bot.ui.form import NoQuestions
from bot.ui.texts import Texts
from cogs.checkin.desk import Desk
from cogs.checkin.entries import Entries
from cogs.checkin.forms import Change, ChangeNumbered, CheckIn, Numbered, Place, Remind
from cogs.checkin.remind import Reminding
from cogs.checkin.send import Sending
from cogs.checkin.words import clock_of

SHOWS_OR_TAKES_OUT = frozenset({
    "command:mood", "command:checkin-remove", "checkin.remove", "checkin.nothing", "checkin.pause",
})  # fmt: skip
"""What keeps nothing new, and so needs no consent."""


@dataclass(frozen=True, slots=True)
class CheckInFeature:
    """Check-ins, their history, and reminders.

    `home_zone` (IANA) says which day it is for members who named no place of their own.
    """

    checkins: CheckIns[Entry]
    reminders: Reminders[Reminder]
    outbox: Outbox
    store: Store
    clock: Clock
    texts: Texts
    home_zone: str = "UTC"

    def cog(self) -> Cog:
        """Commands, buttons and the reminders' job."""
        desk = self._desk()
        entries, reminding, sending = Entries(desk), Reminding(desk), Sending(desk)
        return Cog(
            name="checkin",
            keeps=True,
            asks=True,
            asks_not=SHOWS_OR_TAKES_OUT,
            stop=self.stop,
            left=self.stop,
            commands=_commands(entries, reminding),
            actions=(*_of_entries(entries), *_of_reminders(reminding)),
            jobs=(Job("reminders", sending.due, sending.run),),
            forget=self.forget,
            export=self.export,
        )

    async def forget(self, who: Member) -> None:
        """Drop all that a member said here, the reminder, and one that is on its way."""
        await self.checkins.forget(who)
        await self.outbox.cancel(self._desk().slot(who))
        await self.reminders.drop(who)

    async def stop(self, who: Member) -> None:
        """No more reminders, nor one on its way; the settings stay until they are erased."""
        await self.outbox.cancel(self._desk().slot(who))
        reminder = await self.reminders.get(who)
        if reminder is not None and not reminder.paused:
            await self.reminders.put(reminder.pause())

    async def export(self, who: Member) -> Mapping[str, object]:
        """Every entry, oldest first, and the reminder."""
        entries = await self.checkins.for_member(who)
        reminder = await self.reminders.get(who)
        return {
            "entries": [_exported(entry) for entry in reversed(entries)],
            "reminder": None if reminder is None else _settings(reminder),
        }

    def _desk(self) -> Desk:
        return Desk(
            self.checkins, self.reminders, self.outbox, self.store, self.clock, self.texts,
            self.home_zone,
        )  # fmt: skip


def _exported(entry: Entry) -> Mapping[str, object]:
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "day": entry.for_day.isoformat(),
        "mood": int(entry.mood),
        "energy": None if entry.energy is None else int(entry.energy),
        "sleep": None if entry.sleep is None else int(entry.sleep),
        "note": entry.note,
    }


def _settings(reminder: Reminder) -> Mapping[str, object]:
    return {"time": clock_of(reminder), "zone": reminder.zone, "paused": reminder.paused}


def _commands(
    entries: Entries, reminding: Reminding
) -> tuple[
    Command[CheckIn], Command[NoQuestions], Command[ChangeNumbered], Command[Numbered],
    Command[Remind],
]:  # fmt: skip
    return (
        Command("checkin", CheckIn, entries.check_in, words=("check-in", "check in")),
        Command("mood", NoQuestions, entries.mood, words=("moods",)),
        Command("checkin-edit", ChangeNumbered, entries.change_numbered),
        Command("checkin-remove", Numbered, entries.take_out_numbered),
        Command("remind", Remind, reminding.set, words=("reminder",)),
    )


def _of_entries(
    entries: Entries,
) -> tuple[Action[CheckIn], Action[Change], Action[NoQuestions], Action[NoQuestions]]:
    return (
        Action("checkin.start", entries.check_in, CheckIn),
        Action("checkin.edit", entries.change, Change),
        Action("checkin.remove", entries.take_out),
        Action("checkin.nothing", entries.nothing),
    )


def _of_reminders(
    reminding: Reminding,
) -> tuple[Action[Place], *tuple[Action[NoQuestions], ...]]:
    return (
        Action("checkin.zone", reminding.place, Place),
        Action("checkin.at", reminding.choose),
        Action("checkin.snooze", reminding.snooze),
        Action("checkin.pause", reminding.pause),
        Action("checkin.resume", reminding.resume),
    )
