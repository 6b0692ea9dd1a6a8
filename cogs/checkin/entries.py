"""Checking in, looking back, changing and taking out."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.checkins.entry import Entry, EntryId
from bot.checkins.history import history, since
from bot.cog import Call
from bot.ui.form import NoQuestions
from bot.ui.reply import Button, Reply, Tone
from bot.ui.texts import Say
from cogs.checkin.desk import AnyCall, Desk
from cogs.checkin.forms import Change, ChangeNumbered, CheckIn, Day, Numbered
from cogs.checkin.words import day_word, headline, history_text, word

NUMBER = re.compile(r"\D{0,5}(\d{1,9})\b")
CLEARED = frozenset({"-", "\u2013", "\u2014"})


@dataclass(frozen=True, slots=True)
class Entries:
    """A member's own entries; nobody else's can be reached."""

    desk: Desk

    async def check_in(self, call: Call[CheckIn]) -> Reply:
        """Keep one more entry; several a day are fine."""
        who, form = call.event.who, call.form
        today = await self.desk.today(call)
        id_, number = await self.desk.checkins.name(who)
        day = today - timedelta(days=1) if form.day is Day.YESTERDAY else today
        entry = Entry(
            id=EntryId(id_), number=number, at=call.event.at, for_day=day, mood=form.mood,
            energy=form.energy, sleep=form.sleep, note=form.note,
        )  # fmt: skip
        await self.desk.checkins.add(who, entry)
        said = [call.say("checkin.kept", **_facts(entry, today, call))]
        if number == 1:
            said.append(call.say("checkin.first"))
        return _confirmed(entry, said, call.say)

    async def mood(self, call: Call[NoQuestions]) -> Reply:
        """The last days as text."""
        today = await self.desk.today(call)
        entries = await self.desk.checkins.for_member(call.event.who, since(today))
        return Reply(history_text(history(entries, today), today, call.say, call.event.locale))

    async def change(self, call: Call[Change]) -> Reply:
        """The button below an entry."""
        return await self._change(call, await self._get(call, call.about), call.form)

    async def change_numbered(self, call: Call[ChangeNumbered]) -> Reply:
        """By its number in the history."""
        form = call.form
        change = Change(form.mood, form.note, form.energy, form.sleep)
        return await self._change(call, await self._numbered(call, form.number), change)

    async def take_out(self, call: Call[NoQuestions]) -> Reply:
        """The button below an entry."""
        return await self._take_out(call, await self._get(call, call.about))

    async def take_out_numbered(self, call: Call[Numbered]) -> Reply:
        """By its number in the history."""
        return await self._take_out(call, await self._numbered(call, call.form.number))

    async def nothing(self, call: Call[NoQuestions]) -> Reply:
        """Nothing, thanks: that is an answer too."""
        return Reply(call.say("checkin.nothing"))

    async def _change(self, call: AnyCall, entry: Entry | None, form: Change) -> Reply:
        if entry is None:
            return Reply(call.say("checkin.unknown"))
        changed = replace(
            entry, mood=form.mood, note=_note(entry, form), energy=form.energy or entry.energy,
            sleep=form.sleep or entry.sleep,
        )  # fmt: skip
        await self.desk.checkins.replace(call.event.who, changed)
        facts = _facts(changed, await self.desk.today(call), call)
        return _confirmed(changed, [call.say("checkin.changed", **facts)], call.say)

    async def _take_out(self, call: AnyCall, entry: Entry | None) -> Reply:
        if entry is None:
            return Reply(call.say("checkin.unknown"))
        await self.desk.checkins.remove(call.event.who, entry.id)
        line = headline(entry, await self.desk.today(call), call.say, call.event.locale)
        return Reply(call.say("checkin.removed", entry=line), tone=Tone.DONE)

    async def _numbered(self, call: AnyCall, said: str) -> Entry | None:
        found = NUMBER.match(said)
        return await self._get(call, int(found[1])) if found else None

    async def _get(self, call: AnyCall, about: str | int) -> Entry | None:
        return await self.desk.checkins.get(call.event.who, about)


def _note(entry: Entry, form: Change) -> str | None:
    """The note after a change: left out it stays, a dash takes it out."""
    if form.note is None:
        return entry.note
    return None if form.note.strip() in CLEARED else form.note


def _facts(entry: Entry, today: date, call: AnyCall) -> dict[str, str]:
    day = day_word(entry.for_day, today, call.say, call.event.locale)
    return {"mood": word(entry.mood, call.say), "day": day}


def _confirmed(entry: Entry, said: list[str], say: Say) -> Reply:
    """What was kept, with the ways to mend it; after a low mood a choice comes first."""
    choice: tuple[Button, ...] = ()
    if entry.mood.low:
        said = [*said, say("checkin.low")]
        choice = (
            Button("resources.lines", say("checkin.button.help")),
            Button("crisis.talk", say("checkin.button.person")),
            Button("checkin.nothing", say("checkin.button.nothing")),
        )
    mend = (
        Button("checkin.edit", say("checkin.button.edit"), entry.id),
        Button("checkin.remove", say("checkin.button.remove"), entry.id),
    )
    tone = Tone.CARE if entry.mood.low else Tone.DONE
    return Reply("\n\n".join(said), (*choice, *mend), tone=tone)
