"""Rooms and roles by what people see: `#vent`, `Moderators`; for one platform `#vent/matrix`."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.model.people import Platform, Room
from bot.ports.survey import Survey, SurveyedRole, SurveyedRoom
from bot.ui.picks import Picks, picks_in
from bot.ui.reading import plain
from bot.ui.reply import channel, quoted
from bot.ui.texts import Say

T = TypeVar("T")
BETWEEN = re.compile(r"[,;\n]|\s+(?=[#<])")
LINK = re.compile(r"<[#@]&?(?:\w+:)?([^|>\s]+)(?:\|[^>]*)?>")
BEHIND = re.compile(r"(.{1,100}?)\s{0,3}(?:/\s{0,3}(\w{1,20})|\(\s{0,3}(\w{1,20})\s{0,3}\))")
"""A name with its platform: behind a stroke, or in brackets, as rooms of another one are shown."""
MOST_LISTED = 25


@dataclass(frozen=True, slots=True)
class Named(Generic[T]):
    """A room or a role with its platform, its id, and what people call it."""

    platform: Platform
    id: str
    name: str
    thing: T


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """What an answer came to: the things, or a sentence for each name that is unclear.

    `on` is the platform from whose list they were picked: the answer says nothing of others.
    """

    things: tuple[T, ...] = ()
    problems: tuple[str, ...] = ()
    on: Platform | None = None


def rooms_read(text: str, surveys: Mapping[Platform, Survey], say: Say) -> Read[SurveyedRoom]:
    """The rooms that were named; a name without a platform means every room that is called so."""
    known = [
        Named(platform, one.room.id, one.room.name, one)
        for platform, survey in surveys.items()
        for one in survey.rooms
    ]
    listed = _list(known, lambda one: channel(one.thing.room))
    return _read(text, known, lambda name: say("setup.rooms.unknown", name=name, known=listed), say)


def roles_read(
    text: str, surveys: Mapping[Platform, Survey], say: Say
) -> Read[tuple[Platform, SurveyedRole]]:
    """The roles that were named, each with its platform."""
    known = [
        Named(platform, one.id, one.name, (platform, one))
        for platform, survey in surveys.items()
        for one in survey.roles
    ]
    listed = _list([one for one in known if not one.thing[1].everybody], lambda one: one.name)
    return _read(text, known, lambda name: say("setup.roles.unknown", name=name, known=listed), say)


def listed_rooms(rooms: Iterable[Room], say: Say) -> str:
    """Rooms in words, or that there are none."""
    return ", ".join(channel(one) for one in rooms) or say("setup.none")


def _read(text: str, known: list[Named[T]], unknown: Callable[[str], str], say: Say) -> Read[T]:
    if (picks := picks_in(text)) is not None:
        return _picked(picks, known, unknown)
    things: list[T] = []
    problems: list[str] = []
    names = [part.strip() for part in BETWEEN.split(text) if part.strip()]
    for name in names or [text]:
        exact, behind = _called(name, known), _called_on_one(name, known)
        things += [] if exact and behind else [one.thing for one in exact or behind]
        problems += [_two(name, exact, behind, say)] if exact and behind else []
        problems += [] if exact or behind else [unknown(quoted(name))]
    return Read(tuple(dict.fromkeys(things)), tuple(problems))


def _picked(picks: Picks, known: list[Named[T]], unknown: Callable[[str], str]) -> Read[T]:
    here = {one.id: one.thing for one in known if one.platform is picks.platform}
    problems = tuple(unknown(quoted(one)) for one in picks.ids if one not in here)
    return Read(tuple(here[one] for one in picks.ids if one in here), problems, picks.platform)


def _called(name: str, known: list[Named[T]]) -> list[Named[T]]:
    """By a link, by an id, or by its whole name on every platform."""
    if link := LINK.fullmatch(name):
        return [one for one in known if one.id == link[1]]
    exact = [one for one in known if _folded(name) == _folded(one.name)]
    return exact or [one for one in known if name == one.id]


def _called_on_one(name: str, known: list[Named[T]]) -> list[Named[T]]:
    """By name on the platform that is named behind it."""
    behind = BEHIND.fullmatch(name)
    if behind is None:
        return []
    platform, wanted = (behind[2] or behind[3]).casefold(), _folded(behind[1])
    return [one for one in known if one.platform == platform and wanted == _folded(one.name)]


def _two(name: str, exact: list[Named[T]], behind: list[Named[T]], say: Say) -> str:
    """A name that means one thing as it stands, and another one with its platform behind it."""
    could = ", ".join(f"{quoted(one.name)}/{one.platform}" for one in (*exact, *behind))
    return say("setup.names.two", name=quoted(name), known=could)


def _folded(name: str) -> str:
    return plain(name).lstrip("#@").strip()


def _list(known: list[Named[T]], said: Callable[[Named[T]], str]) -> str:
    return ", ".join(list(dict.fromkeys(said(one) for one in known))[:MOST_LISTED])
