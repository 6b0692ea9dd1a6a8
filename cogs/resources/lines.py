"""Services and emergency numbers in words: plain text that can be copied and tapped."""

from collections.abc import Iterable, Mapping
from typing import cast

from babel import Locale, UnknownLocaleError

from bot.directory.lookup import Directory
from bot.directory.trust import Emergency, Listing
from bot.ui.texts import Say

CARD_LINES = 2


def crisis_lines_text(directory: Directory, country: str | None, say: Say, *, urgent: bool) -> str:
    """The lines of a crisis answer: emergency number first when urgent, else a text line first."""
    found = directory.crisis_lines(country, CARD_LINES)
    lines = [short_line(one, say) for one in (*found.lines, *found.directories)[:CARD_LINES]]
    emergency = emergency_line(found.emergency, say)
    land = [say("lines.country", country=country_name(country, say))] if country else []
    return "\n".join([*land, *([emergency, *lines] if urgent else [*lines, emergency])])


def emergency_line(emergency: Emergency, say: Say) -> str:
    """The number for danger to life; without a country, what to call instead."""
    if not emergency.numbers:
        return say("lines.emergency_unknown")
    numbers = ", ".join(emergency.numbers[:2])
    line = say("lines.emergency", numbers=numbers)
    return (
        f"{line} {say('lines.listed_by', who=emergency.listed_by)}" if emergency.listed_by else line
    )


def short_line(one: Listing, say: Say) -> str:
    """A service in one line: its name, and the two nearest ways to it, writing first."""
    return say(
        "lines.short",
        name=one.name or say("lines.unnamed"),
        ways=", ".join(list(_ways(one, say))[:2]),
    )


def full_line(one: Listing, say: Say) -> str:
    """A service with all its ways, its hours, and where it was found and when."""
    ways = ", ".join(_ways(one, say))
    hours = (
        say("lines.always") if one.hours == "24/7" else (one.hours or say("lines.hours_unknown"))
    )
    seen = one.seen or ""
    source = (
        say("lines.one_source", who=one.listed_by, seen=seen)
        if one.listed_by
        else say("lines.two_sources", seen=seen)
    )
    return say(
        "lines.full", name=one.name or say("lines.unnamed"), ways=ways, hours=hours, source=source
    )


def country_code(directory: Directory, named: str) -> str | None:
    """The country that somebody named, in any of the languages that the directory reads."""
    code = named.strip().upper()
    found = directory.lookup(f"helpline {named}", None).country
    return found or directory.lookup("helpline", code).country


def country_name(country: str | None, say: Say) -> str:
    """A country in words."""
    if country is None:
        return ""
    try:
        names = cast("Mapping[str, str]", Locale.parse(say("locale.tag")).territories)
    except (UnknownLocaleError, ValueError):
        return country
    return names.get(country, country)


def _ways(one: Listing, say: Say) -> Iterable[str]:
    """Writing first: a call is the highest step for many."""
    if one.sms:
        keyword = f" ({one.sms_keyword})" if one.sms_keyword else ""
        yield say("way.sms", number=f"{one.sms}{keyword}")
    if one.phone:
        yield say("way.phone", number=one.phone)
    if one.chat_url:
        yield say("way.chat", url=one.chat_url)
    if one.whatsapp:
        yield say("way.whatsapp", number=one.whatsapp)
    if one.email:
        yield say("way.email", address=one.email)
    if one.url and not one.chat_url:
        yield one.url
