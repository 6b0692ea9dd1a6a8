"""Services and emergency numbers in words: plain text that can be copied and tapped."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, tzinfo
from typing import cast

from babel import Locale, UnknownLocaleError

from bot.directory.lookup import Directory
from bot.directory.trust import Emergency, Listing
from bot.ui.texts import Say
from cogs.resources.hours import hours_text

HELPING = ("ambulance", "police")
"""Whose help somebody needs who might harm themselves."""


def emergency_line(emergency: Emergency, say: Say) -> str:
    """The number for danger to life; without a country, what to call instead.

    Whose number it is stands with it where sources agree. That of the fire brigade alone helps
    nobody who might harm themselves: where no other is known, it is called what it is.
    """
    if not emergency.numbers:
        return say("lines.emergency_unknown")
    fire = {emergency.roles.get("fire")} - {emergency.roles.get(role) for role in HELPING}
    helping = [number for number in emergency.numbers if number not in fire]
    told = helping or list(emergency.numbers)
    key = "lines.emergency_fire" if emergency.fire_only else "lines.emergency"
    line = say(key, numbers=", ".join(_of_role(n, emergency, say) for n in told[:2]))
    return (
        f"{line} {say('lines.listed_by', who=emergency.listed_by)}" if emergency.listed_by else line
    )


def _of_role(number: str, emergency: Emergency, say: Say) -> str:
    """A number with whose it is, if it is one service's alone; police are called for anything."""
    whose = [role for role in HELPING if emergency.roles.get(role) == number]
    return say(f"lines.{whose[0]}", number=number) if len(whose) == 1 else number


def short_line(one: Listing, say: Say) -> str:
    """A service in one line: its name, and the two nearest ways to it, writing first."""
    name, two = one.name or say("lines.unnamed"), list(_ways(one, say))[:2]
    return say("lines.short", name=name, ways=", ".join(two))


def full_text(one: Listing, say: Say, now: datetime | None = None, tz: tzinfo | None = None) -> str:
    """A service as a block: its name, each way on a line of its own, hours, and who lists it.

    Numbers stand as people dial them, with nothing around them that a telephone would not take.
    """
    name = one.name or say("lines.unnamed")
    hours = "" if _is_directory(one) else f"{hours_text(one, say, now, tz)}. "
    return "\n".join((name, *_ways(one, say), f"{hours}{_source(one, say)}"))


def _source(one: Listing, say: Say) -> str:
    """Who knows the service; "seen in two sources" is never said where no number was."""
    seen = one.seen or ""
    if one.listed_by:
        return say("lines.one_source", who=one.listed_by, seen=seen)
    only_known = one.one_source_ways and not one.agreed
    return say("lines.two_know" if only_known else "lines.two_sources", seen=seen)


def _is_directory(one: Listing) -> bool:
    """Whether it is a list of services: nobody answers there, and it has no hours."""
    return one.country is None and not one.reachable


def countries_meant(directory: Directory, named: str) -> tuple[str, ...]:
    """The countries that somebody may have named, in any language that the directory reads.

    None for what is no country; several where one has to be asked: "Georgia".
    """
    if meant := directory.country_named(named):
        return meant
    found = directory.lookup(f"helpline in {named}", None)  # a slip of the fingers
    return (found.country,) if found.country else found.options


def country_code(directory: Directory, named: str) -> str | None:
    """The country that somebody named, if that is one alone."""
    meant = countries_meant(directory, named)
    return meant[0] if len(meant) == 1 else None


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
    """Those that two sources print first; what only one prints says so."""
    ways = tuple(_written(one, say))
    yield from (text for way, text in ways if way not in one.one_source_ways)
    yield from (say("way.one_source", way=text) for way, text in ways if way in one.one_source_ways)


def _written(one: Listing, say: Say) -> Iterator[tuple[str, str]]:
    """Each way by its field. Writing first: a call is the highest step for many."""
    if one.sms:
        keyword = f" ({one.sms_keyword})" if one.sms_keyword else ""
        yield "sms", say("way.sms", number=f"{one.sms}{keyword}")
    if one.phone:
        yield "phone", say("way.phone", number=one.phone)
    if one.chat_url:
        yield "chat_url", say("way.chat", url=one.chat_url)
    if one.whatsapp:
        yield "whatsapp", say("way.whatsapp", number=one.whatsapp)
    if one.email:
        yield "email", say("way.email", address=one.email)
    if one.url and not one.chat_url:
        yield "url", one.url
