"""Scripts for the town: one step a line, `PERSON ROOM: what they type or do`, or `* wait 6m`."""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from adapters.memory.acts import answers_in
from bot.model.people import Platform

LINE = re.compile(r"^(\w+)\s+([#@][\w-]+)(?:/(\w+))?:\s?(.*)$", re.DOTALL)
BUTTON = re.compile(r"^\[([^\]]{1,80})\]\s*(.*)$", re.DOTALL)
LENGTH = re.compile(r"^(\d{1,6})([smhd])$")
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class NotAStep(Exception):  # noqa: N818 - what is wrong with a line of a script
    """A line that nobody can act out."""


@dataclass(frozen=True, slots=True)
class Types:
    """Somebody types something."""

    person: str
    place: str
    platform: Platform
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Presses:
    """Somebody presses a button, perhaps with the answers of its form."""

    person: str
    place: str
    platform: Platform
    label: str
    answers: dict[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Edits:
    """Somebody edits their newest message: `edit: new words`."""

    person: str
    place: str
    platform: Platform
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Attaches:
    """Somebody writes something and sends a picture along: `attach: words`."""

    person: str
    place: str
    platform: Platform
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Replies:
    """Somebody answers the newest message of the bot in a room: `reply: words`."""

    person: str
    place: str
    platform: Platform
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Nameless:
    """Somebody answers that message without a name, by its menu: `anonymously: words`."""

    person: str
    place: str
    platform: Platform
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Worries:
    """Somebody worries about the newest message of another: `worried ben`."""

    person: str
    place: str
    platform: Platform
    about: str


@dataclass(frozen=True, slots=True)
class Waits:
    """Time passes."""

    by: timedelta


@dataclass(frozen=True, slots=True)
class Restarts:
    """The bot stops and starts again."""


@dataclass(frozen=True, slots=True)
class Outage:
    """A platform is out of reach for the bot from now on, for so long."""

    platform: Platform
    by: timedelta


@dataclass(frozen=True, slots=True)
class ClosesDms:
    """Somebody closes, or opens, their DMs: `* dms ana closed`."""

    person: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Comes:
    """Somebody joins the community, or leaves it, on Discord: `* leaves ana`."""

    person: str
    leaves: bool


Step = (
    Types | Presses | Edits | Attaches | Replies | Nameless | Worries | Waits | Restarts | Outage
    | ClosesDms | Comes
)  # fmt: skip


SIGNS: dict[str, type[Edits | Attaches | Replies | Nameless]] = {
    "edit: ": Edits,
    "attach: ": Attaches,
    "reply: ": Replies,
    "anonymously: ": Nameless,
}
"""What stands before words that are more than typed."""


def step_of(line: str, usual: Platform = Platform.DISCORD) -> Step | None:
    """The step of a line; None for an empty one or a comment. Raises NotAStep.

    `usual` is the platform of a room of which the line does not say it.
    """
    text = line.strip("\r\n")
    if not text.strip() or text.lstrip().startswith(("//", "# ")):
        return None
    if text.startswith("*"):
        return _star(text[1:].split())
    match = LINE.match(text)
    if match is None:
        message = "write PERSON ROOM: what they type, for example ana #general: hello"
        raise NotAStep(message)
    person, place, platform, said = match.groups()
    return act_of(person, place, _platform(platform or usual), said)


def act_of(person: str, place: str, platform: Platform, said: str) -> Step:
    """What stands after the colon of a line."""
    if button := BUTTON.match(said):
        return Presses(person, place, platform, button[1], answers_in(button[2]))
    for sign, kind in SIGNS.items():
        if said.startswith(sign):
            return kind(person, place, platform, said.removeprefix(sign))
    words = said.split()
    if len(words) == 2 and words[0] == "worried":
        return Worries(person, place, platform, words[1])
    return Types(person, place, platform, said)


def _star(words: list[str]) -> Step:
    match words:
        case ["wait", length]:
            return Waits(length_of(length))
        case ["restart"]:
            return Restarts()
        case ["outage", platform, length]:
            return Outage(_platform(platform), length_of(length))
        case ["dms", person, ("closed" | "open") as state]:
            return ClosesDms(person, state == "closed")
        case [("leaves" | "joins") as way, person]:
            return Comes(person, way == "leaves")
        case _:
            message = (
                "after a star write wait 6m, restart, outage discord 2m, dms ana closed, "
                "leaves ana or joins ana"
            )
            raise NotAStep(message)


def length_of(text: str) -> timedelta:
    """`90s`, `6m`, `2h`, `3d`."""
    match = LENGTH.match(text)
    if match is None:
        message = "write a time as 90s, 6m, 2h or 3d"
        raise NotAStep(message)
    return timedelta(**{UNITS[match[2]]: int(match[1])})


def _platform(name: str) -> Platform:
    if name not in set(Platform):
        message = "the platforms are discord and matrix"
        raise NotAStep(message)
    return Platform(name)
