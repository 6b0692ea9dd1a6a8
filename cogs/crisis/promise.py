"""What a person may truthfully be promised at this moment: called, asleep, or nobody yet."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.escalation.sleep import awake_at
from bot.model.community import SleepingHours
from bot.model.finding import Severity
from bot.model.incident import Told
from bot.ui.texts import Say
from cogs.crisis.desk import Desk


def told_now(desk: Desk, level: Severity) -> Told:
    """What is true of a call at this level: until armed, nobody is promised that it is heard."""
    if not desk.community.armed:
        return Told.NOT_ARMED
    return Told.CALLED if awake_now(desk, level) else Told.ASLEEP


def promised(desk: Desk, key: str, level: Severity, say: Say) -> str:
    """The sentence of `key` as far as it is true now; else its `.unarmed` or `.asleep` form."""
    if not desk.reach.rooms and awake_now(desk, level):
        return _without_room(desk, key, say)
    if desk.reach.rooms and not desk.community.armed:
        return say(f"{key}.unarmed")
    hours, wakes = desk.reach.ladder.sleep, _wakes_at(desk, level)
    if hours is None or wakes is None:
        return say(key)
    return say(f"{key}.asleep", until=clock_in(hours, wakes, say))


def _without_room(desk: Desk, key: str, say: Say) -> str:
    """No moderators' room is set: who was told instead, if anybody can be."""
    behind = desk.reach.owners or desk.reach.pagers
    told = say("promise.owners" if behind else "promise.nobody")
    return f"{say('promise.thanks')} {told}" if key.endswith(".thanks") else told


def clock_in(hours: SleepingHours, moment: datetime, say: Say) -> str:
    """A moment by the clock of the moderators: `07:00 Berlin time`."""
    local = moment.astimezone(ZoneInfo(hours.zone))
    return say("sleep.clock", time=f"{local:%H:%M}", place=_place_of(hours))


def _place_of(hours: SleepingHours) -> str:
    """The city that a zone is named after."""
    return hours.zone.rpartition("/")[2].replace("_", " ")


def night_in_words(hours: SleepingHours, say: Say) -> str:
    """Sleeping hours in words."""
    facts = {"start": f"{hours.start:%H:%M}", "end": f"{hours.end:%H:%M}"}
    return say("sleep.hours", place=_place_of(hours), **facts)


def awake_now(desk: Desk, level: Severity) -> bool:
    """Whether people may be called for this level now."""
    return _wakes_at(desk, level) is None


def _wakes_at(desk: Desk, level: Severity) -> datetime | None:
    now = desk.clock.now()
    awake = awake_at(desk.reach.ladder.sleep, now, level)
    return awake if awake > now else None
