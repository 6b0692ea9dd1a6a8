"""Waits and sleeping hours as admins write them: `2, 5, 10`, `23:00-07:00 Europe/Berlin`."""

import re
from datetime import datetime, time, timedelta

from bot.checkins.times import read_time
from bot.checkins.zones import zones_of
from bot.escalation.sleep import LONGEST, length
from bot.model.community import SleepingHours
from bot.ui.reading import plain
from bot.ui.reply import quoted
from bot.ui.texts import Say

WAIT = re.compile(r"(\d{1,4}(?:[.,]\d)?)\s*(s|m|h)?[a-z]*\.?", re.IGNORECASE)
UNITS = {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1)}
SHORTEST = timedelta(seconds=30)
LONGEST_WAIT, LONGEST_AGAIN = timedelta(hours=1), timedelta(hours=12)
"""A rung that is called an hour after the one before helps nobody in danger. Ours."""
TO = re.compile(r"(?:[-\u2010-\u2015]|to\b|until\b|till\b)\s*", re.IGNORECASE)


def wait_of(text: str, longest: timedelta = LONGEST_AGAIN) -> timedelta | None:
    """A wait in minutes, or with its unit; None where it is none or cannot be meant."""
    found = WAIT.fullmatch(text.strip())
    if found is None:
        return None
    wait = float(found[1].replace(",", ".")) * UNITS[(found[2] or "m").lower()]
    return wait if SHORTEST <= wait <= longest else None


def waits_of(text: str) -> tuple[timedelta, ...] | None:
    """Three waits, one after each rung but the last."""
    parts = [part for part in re.split(r"[,;\s]+", text.strip()) if part]
    waits = [wait_of(part, LONGEST_WAIT) for part in parts]
    known = tuple(one for one in waits if one is not None)
    return known if len(known) == len(waits) == 3 else None


def sleep_of(text: str, now: datetime, say: Say) -> SleepingHours | str:
    """Sleeping hours, or the sentence that says what is unclear about them."""
    begins = read_time(text)
    ends = read_time(TO.sub("", begins.rest, count=1)) if begins else None
    if begins is None or ends is None or not TO.match(begins.rest):
        return say("setup.sleep.unclear")
    if not ends.rest:
        return say("setup.sleep.no_zone")
    zones = zones_of(ends.rest, say("locale.tag"), now)
    if len(zones) != 1:
        key = "setup.sleep.which_zone" if zones else "setup.sleep.unknown_zone"
        return say(key, zones=", ".join(zones), place=quoted(ends.rest))
    hours = SleepingHours(_clock(begins.minute), _clock(ends.minute), zones[0])
    if length(hours) > LONGEST:
        return say("setup.sleep.too_long", most=int(LONGEST / timedelta(hours=1)))
    return hours


def means(text: str, say: Say, key: str) -> bool:
    """Whether an answer is one of the words that the catalogue lists for a meaning."""
    return plain(text) in {plain(word) for word in say(key).split("|")}


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)
