"""Services and emergency numbers in words: plain text that can be copied and tapped."""

from collections.abc import Iterable, Mapping
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
    nobody who might harm themselves.
    """
    if not emergency.numbers:
        return say("lines.emergency_unknown")
    fire = {emergency.roles.get("fire")} - {emergency.roles.get(role) for role in HELPING}
    helping = [number for number in emergency.numbers if number not in fire]
    told = helping or list(emergency.numbers)
    line = say("lines.emergency", numbers=", ".join(_of_role(n, emergency, say) for n in told[:2]))
    return (
        f"{line} {say('lines.listed_by', who=emergency.listed_by)}" if emergency.listed_by else line
    )


def _of_role(number: str, emergency: Emergency, say: Say) -> str:
    """A number with whose it is, if it is one service's alone; police are called for anything."""
    whose = [role for role in HELPING if emergency.roles.get(role) == number]
    return say(f"lines.{whose[0]}", number=number) if len(whose) == 1 else number


def short_line(one: Listing, say: Say) -> str:
    """A service in one line: its name, and the two nearest ways to it, writing first."""
    return say(
        "lines.short",
        name=one.name or say("lines.unnamed"),
        ways=", ".join(list(_ways(one, say))[:2]),
    )


def full_text(one: Listing, say: Say, now: datetime | None = None, tz: tzinfo | None = None) -> str:
    """A service as a block: its name, each way on a line of its own, hours, and who lists it.

    Numbers stand as people dial them, with nothing around them that a telephone would not take.
    """
    seen = one.seen or ""
    source = (
        say("lines.one_source", who=one.listed_by, seen=seen)
        if one.listed_by
        else say("lines.two_sources", seen=seen)
    )
    name = one.name or say("lines.unnamed")
    hours = "" if _is_directory(one) else f"{hours_text(one, say, now, tz)}. "
    return "\n".join((name, *_ways(one, say), f"{hours}{source}"))


def _is_directory(one: Listing) -> bool:
    """Whether it is a list of services: nobody answers there, and it has no hours."""
    return one.country is None and not one.reachable


def countries_meant(directory: Directory, named: str) -> tuple[str, ...]:
    """The countries that somebody may have named, in any language that the directory reads.

    None for what is no country; several where one has to be asked: "Georgia".
    """
    return directory.country_named(named)


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
