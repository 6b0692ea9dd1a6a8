"""Entries, days and times in a member's language."""

from datetime import date, timedelta

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton

from bot.checkins.entry import Energy, Entry, Mood, Sleep
from bot.checkins.history import History
from bot.checkins.reminder import Reminder
from bot.ui.texts import Say

NOTE_SHOWN_CHARS = 160
LONGEST_CHARS = 1800
"""A history stays within one message; Discord takes 2,000 characters."""
KEYS = {Mood: "checkin.mood", Energy: "checkin.energy", Sleep: "checkin.sleep"}


def word(answer: Mood | Energy | Sleep, say: Say) -> str:
    """The first word that the catalogue has for an answer."""
    return say(f"{KEYS[type(answer)]}.{answer.name.lower()}").split("|")[0].strip()


def day_word(day: date, today: date, say: Say, locale: str) -> str:
    """Today, yesterday, or a date in the way of the locale."""
    if day == today:
        return say("checkin.today")
    if day == today - timedelta(days=1):
        return say("checkin.yesterday")
    return format_skeleton("MMMEd", day, locale=_locale(locale))


def headline(entry: Entry, today: date, say: Say, locale: str) -> str:
    """An entry in one line, without its note."""
    day = day_word(entry.for_day, today, say, locale)
    said = [say("checkin.line", number=entry.number, day=day, mood=word(entry.mood, say))]
    if entry.energy is not None:
        said.append(say("checkin.line.energy", energy=word(entry.energy, say)))
    if entry.sleep is not None:
        said.append(say("checkin.line.sleep", sleep=word(entry.sleep, say)))
    return " · ".join(said)


def history_text(found: History, today: date, say: Say, locale: str) -> str:
    """The last days as text: kind counts first, then the entries, the newest day first."""
    if not found.entries:
        return say("mood.none")
    parts = [say("mood.days", days=found.days), "", say.many("mood.count", len(found.entries))]
    left = LONGEST_CHARS
    for shown, entry in enumerate(found.entries):
        lines = [headline(entry, today, say, locale), *_note(entry)]
        left -= sum(len(line) + 1 for line in lines)
        if left < 0 and shown:
            parts.append(say.many("mood.more", len(found.entries) - shown))
            break
        parts += lines
    return "\n".join((*parts, "", say("mood.how")))


def clock_of(reminder: Reminder) -> str:
    """The reminder's time on a 24-hour clock."""
    return f"{reminder.minute // 60:02}:{reminder.minute % 60:02}"


def place_of(zone: str) -> str:
    """A zone as it is read aloud."""
    return zone.replace("_", " ")


def _note(entry: Entry) -> tuple[str, ...]:
    """The note in one line, so that it cannot pass for other entries."""
    words = " ".join((entry.note or "").split())
    if len(words) > NOTE_SHOWN_CHARS:
        words = f"{words[: NOTE_SHOWN_CHARS - 1]}…"
    return (f"    {words}",) if words else ()


def _locale(tag: str) -> Locale:
    try:
        return Locale.parse(tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale("en")
