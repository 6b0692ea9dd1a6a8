"""The text of a reply, plain and, where that adds something, with links made by us.

In the plain one our marks are names. What people wrote is in neither ever HTML.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote

from bot.model.people import Platform, Room
from bot.ui.reply import channel

MARK = re.compile(r"<([@#])(\w+):([^|>]{1,200})\|([^>]{0,200})>")
COMMAND = re.compile(r"</([\w-]{1,32})>")
EITHER = re.compile(rf"{MARK.pattern}|{COMMAND.pattern}")
LONGEST_MARK = 450
"""Characters, and some."""
SIGN = "!"
UNSAYABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""What no event can carry, or no database keep: control signs and half characters."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text twice; `html` is empty where it would say nothing more."""

    body: str = field(repr=False)
    html: str = field(default="", repr=False)


def told(text: str) -> Text:
    """Our marks as names, and as links where it has any."""
    html = _html(text)
    return Text(named(text), html if "<a " in html else "")


def filled(text: str, names: Callable[[str], str]) -> str:
    """Our marks of rooms with the names that these have, where nobody said one."""

    def fill(found: re.Match[str]) -> str:
        sign, platform, id_, called = found.groups()
        if sign != "#" or platform != Platform.MATRIX or called.strip("#"):
            return found[0]
        return channel(Room(Platform.MATRIX, id_, names(id_) or id_))

    return MARK.sub(fill, text)


def named(text: str) -> str:
    """Our marks as names."""
    return EITHER.sub(_name, text)


def spoken(text: str, voice: str) -> Text:
    """What somebody says whom a client may show as its sender; no link stands in it.

    Their name is marked, so that such a client need not show it twice; all others show it bold.
    """
    body, called = named(text), escape(voice)
    if body.startswith(voice):
        return Text(body, f"{_marked(called)}{plain_html(body[len(voice) :])}")
    return Text(f"{voice}: {body}", f"{_marked(f'{called}: ')}{plain_html(body)}")


def plain_html(body: str) -> str:
    """Words as HTML that says the same."""
    return escape(body).replace("\n", "<br>")


def sayable(text: str) -> str:
    """The text without what no event can carry."""
    return UNSAYABLE.sub("", text)


def _marked(html: str) -> str:
    return f"<strong data-mx-profile-fallback>{html}</strong>"


def _html(text: str) -> str:
    """Marks as links, all between them escaped."""
    parts, at = list[str](), 0
    for found in EITHER.finditer(text):
        parts += (plain_html(text[at : found.start()]), _link(found))
        at = found.end()
    return "".join((*parts, plain_html(text[at:])))


def _name(found: re.Match[str]) -> str:
    if found[5] is not None:
        return f"{SIGN}{found[5]}"
    sign, platform, called = found[1], found[2], found[4]
    if platform != Platform.MATRIX:
        return f"{called} ({platform})"
    return called if called.startswith(sign) else f"{sign}{called}"


def _link(found: re.Match[str]) -> str:
    name = plain_html(_name(found))
    if found[2] != Platform.MATRIX:
        return name
    return f'<a href="https://matrix.to/#/{quote(found[3], safe="@!#:")}">{name}</a>'
