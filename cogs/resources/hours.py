"""Whether somebody answers now, in words; nothing is said that no source confirms."""

from datetime import UTC, datetime, timedelta, tzinfo

from babel.dates import format_datetime

from bot.directory.hours import Hours, opens
from bot.directory.trust import Listing
from bot.ui.texts import Say

MOMENT = timedelta(seconds=1)
ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)
ON_DAY = "EEE HH:mm"
DATED = ON_DAY.replace(" ", " d MMM ")
WEEK = timedelta(days=6)
"""So long a day is told by its name alone."""


def hours_text(one: Listing, say: Say, now: datetime | None, tz: tzinfo | None) -> str:
    """`Open now, until 22:00 your time`, `Closed now, opens Mon 09:00 London time`, or neither.

    `now` None: it is read later, perhaps tomorrow. Then only what is true at all times is said.
    """
    if now is None and opens(one, ANY_TIME).state in ("open", "closed"):
        return say("lines.some_hours")
    found = opens(one, now, tz)
    match found.state:
        case "always":
            return say("lines.always")
        case "open":
            return say("lines.open_until", until=_clock(found, one, say, now))
        case "closed" if found.until is None:
            return say("lines.closed")
        case "closed":
            return say("lines.closed_until", until=_clock(found, one, say, now))
        case "unknown":
            return say("lines.hours_unknown")


def _clock(found: Hours, one: Listing, say: Say, now: datetime | None) -> str:
    """A moment by the clock of who asks, or of the service, with its day if that is another."""
    until = found.until
    if until is None or now is None:
        return ""
    today = (until - MOMENT).date() <= now.astimezone(until.tzinfo).date()  # midnight is, too
    form = ON_DAY if until - now < WEEK else DATED
    form = "HH:mm" if today else form
    time = format_datetime(until, form, locale=say("locale.tag"))
    if found.yours:
        return say("lines.your_time", time=time)
    place = (one.tz or "").rpartition("/")[2].replace("_", " ")
    return say("lines.their_time", time=time, place=place)
