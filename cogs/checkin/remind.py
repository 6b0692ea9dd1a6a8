"""Asking to be reminded, putting it off, pausing."""

from dataclasses import dataclass, replace
from itertools import islice

from bot.checkins.reminder import Reminder
from bot.checkins.times import read_time
from bot.checkins.zones import zones_of
from bot.cog import Call
from bot.model.people import Member
from bot.ui.form import NoQuestions
from bot.ui.reading import plain
from bot.ui.reply import Button, Reply, Tone
from bot.ui.texts import Say
from cogs.checkin.desk import Desk
from cogs.checkin.forms import Place, Remind
from cogs.checkin.words import clock_of, place_of

MOST_PLACES = 12
DAY_MINUTES = 24 * 60
AnyCall = Call[Remind] | Call[Place] | Call[NoQuestions]


@dataclass(frozen=True, slots=True)
class Reminding:
    """A member's own reminder."""

    desk: Desk

    async def set(self, call: Call[Remind]) -> Reply:
        """A time, or one of the words for off, pause and on."""
        said = plain(call.form.time)
        for word, act in (("off", self._off), ("pause", self._pause), ("on", self._resume)):
            if said in {plain(one) for one in call.say(f"remind.word.{word}").split("|")}:
                return await act(call)
        asked = read_time(call.form.time)
        if asked is None:
            return Reply(call.say("remind.unclear"))
        return await self._at(call, asked.minute, call.form.zone or asked.rest)

    async def place(self, call: Call[Place]) -> Reply:
        """The place behind a time that was given before; the button carries the minute."""
        minute = _minute(call.about)
        if minute is None:
            return Reply(call.say("remind.unclear"))
        return await self._at(call, minute, call.form.zone)

    async def choose(self, call: Call[NoQuestions]) -> Reply:
        """One of several zones of a country; the button carries minute and zone."""
        minute, zone = _minute(call.about.partition(" ")[0]), call.about.partition(" ")[2]
        if minute is None or not zone:
            return Reply(call.say("remind.unclear"))
        return await self._at(call, minute, zone)

    async def snooze(self, call: Call[NoQuestions]) -> Reply:
        """Once more in an hour."""
        reminder = await self.desk.reminders.get(call.event.who)
        if reminder is None:
            return Reply(call.say("remind.none"))
        if reminder.paused:
            return Reply(call.say("remind.paused"), (_again(call.say),))
        await self.desk.reminders.put(reminder.snooze(self.desk.clock.now()))
        return Reply(call.say("remind.snoozed"))

    async def pause(self, call: Call[NoQuestions]) -> Reply:
        """The button below a reminder."""
        return await self._pause(call)

    async def resume(self, call: Call[NoQuestions]) -> Reply:
        """The button below the word about a pause."""
        return await self._resume(call)

    async def _at(self, call: AnyCall, minute: int, place: str) -> Reply:
        who, now = call.event.who, self.desk.clock.now()
        known = await self.desk.reminders.get(who)
        if not place and known is None:
            return Reply(call.say("remind.where"), (_name_place(minute, call.say),))
        zones = zones_of(place, call.event.locale, now) if place else ()
        zone = zones[0] if len(zones) == 1 else (known.zone if known and not place else None)
        if zone is None:
            return _which(zones, minute, call.say)
        member = Member(who.platform, who.id)
        fresh = known or Reminder(member=member, zone=zone, minute=minute)
        reminder = replace(fresh, locale=call.event.locale).at(minute, zone, now)
        await self.desk.outbox.cancel(self.desk.slot(who))
        await self.desk.reminders.put(reminder)
        return self._told(call, reminder)

    async def _off(self, call: AnyCall) -> Reply:
        await self.desk.outbox.cancel(self.desk.slot(call.event.who))
        await self.desk.reminders.drop(call.event.who)
        return Reply(call.say("remind.off"), tone=Tone.DONE)

    async def _pause(self, call: AnyCall) -> Reply:
        reminder = await self.desk.reminders.get(call.event.who)
        if reminder is None:
            return Reply(call.say("remind.none"))
        await self.desk.outbox.cancel(self.desk.slot(call.event.who))
        await self.desk.reminders.put(reminder.pause())
        return Reply(call.say("remind.paused"), (_again(call.say),), tone=Tone.DONE)

    async def _resume(self, call: AnyCall) -> Reply:
        reminder = await self.desk.reminders.get(call.event.who)
        if reminder is None:
            return Reply(call.say("remind.none"))
        if reminder.paused:
            reminder = reminder.resume(self.desk.clock.now())
            await self.desk.reminders.put(reminder)
        return self._told(call, reminder)

    def _told(self, call: AnyCall, reminder: Reminder) -> Reply:
        facts = {"time": clock_of(reminder), "place": place_of(reminder.zone)}
        pause = Button("checkin.pause", call.say("remind.button.pause"))
        return Reply(call.say("remind.set", **facts), (pause,), tone=Tone.DONE)


def _which(zones: tuple[str, ...], minute: int, say: Say) -> Reply:
    """An unknown place, or one that keeps several times."""
    if not zones:
        return Reply(say("remind.unknown_place"), (_name_place(minute, say),))
    offered = (Button("checkin.at", place_of(zone), f"{minute} {zone}") for zone in zones)
    buttons = (*islice(offered, MOST_PLACES), _name_place(minute, say))
    return Reply(say("remind.which_place"), buttons)


def _name_place(minute: int, say: Say) -> Button:
    return Button("checkin.zone", say("remind.button.place"), str(minute))


def _again(say: Say) -> Button:
    return Button("checkin.resume", say("remind.button.resume"))


def _minute(about: str) -> int | None:
    """A minute of the day as a button carries it."""
    fits = about.isascii() and about.isdigit() and len(about) <= 4 and int(about) < DAY_MINUTES
    return int(about) if fits else None
