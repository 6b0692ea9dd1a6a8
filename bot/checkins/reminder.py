"""A member's daily reminder, and what becomes of it when it is sent, put off or paused."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.checkins.due import local_day, next_due
from bot.model.people import Member

SNOOZE = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """What is needed to remind a member who is not there.

    `zone` is an IANA name, `minute` counts from local midnight (0 to 1439). `due` is None
    while paused. `reminded_on` is the local date of the last one. `snoozed` says that `due`
    was put off by hand, so that it counts for no date of its own.
    """

    member: Member
    zone: str = field(repr=False)
    minute: int = field(repr=False)
    locale: str = "en"
    due: datetime | None = None
    reminded_on: date | None = field(default=None, repr=False)
    snoozed: bool = False

    @property
    def paused(self) -> bool:
        """Whether it rests until the member wants it again."""
        return self.due is None

    def at(self, minute: int, zone: str, now: datetime) -> "Reminder":
        """Reminds at another time from now on; today again, if that is still to come."""
        same = (minute, zone) == (self.minute, self.zone)
        done = self.reminded_on if same else None
        return replace(self, minute=minute, zone=zone, reminded_on=done).resume(now)

    def resume(self, now: datetime) -> "Reminder":
        """Reminds at its time from now on."""
        due = next_due(self.minute, self.zone, now, self.reminded_on)
        return replace(self, due=due, snoozed=False)

    def pause(self) -> "Reminder":
        """Reminds no more until resumed."""
        return replace(self, due=None, snoozed=False)

    def snooze(self, now: datetime) -> "Reminder":
        """Reminds once more in an hour; what is due before then is put off with it."""
        return replace(self, due=now + SNOOZE, snoozed=True)

    def sent(self, now: datetime) -> "Reminder":
        """What it is once the one that was due by `now` is sent.

        After days of downtime that is one reminder: it counts for the date on which it goes
        out, and the next one comes on a later date.
        """
        fresh = self.snoozed and self.due is not None and now - self.due < SNOOZE
        day = self.reminded_on if fresh else local_day(now, self.zone)
        return replace(self, reminded_on=day).resume(now)
