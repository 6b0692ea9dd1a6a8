"""How a message reads in the terminal: plain lines; nothing is said by colour alone."""

import re

from rich.text import Text

from adapters.memory.faces import form_lines
from adapters.memory.ledger import Shown
from adapters.memory.places import BOT, ENTRANCE
from bot.app.demo.view import Message, News
from bot.model.people import Platform
from bot.ui.texts import Say

SPOILER = re.compile(r"\|\|(.+?)\|\|", re.DOTALL)
QUIET, LOUD = "dim", "bold"


def hides(shown: Shown) -> bool:
    """Whether something in this message is shown only to who asks for it."""
    return shown.platform is Platform.DISCORD and SPOILER.search(shown.text) is not None


def message(one: Message, say: Say, width: int, *, revealed: bool) -> Text:
    """When, who, what, and what can be pressed."""
    shown = one.shown
    text = Text()
    text.append(f"{shown.at:%H:%M} ", style=QUIET)
    text.append(shown.sender, style=LOUD)
    text.append(_remarks(one, say), style=QUIET)
    if body := words(shown, say, revealed=revealed):
        text.append(f"\n{body}")
    if offered := choices(shown, width):
        text.append(f"\n{offered}", style=LOUD)
    return text


def words(shown: Shown, say: Say, *, revealed: bool) -> str:
    """The text without what stays hidden, and without the questions of a form."""
    body = shown.text
    if shown.form is not None:
        body = body.removesuffix(form_lines(shown.form)).rstrip("\n")
    if not hides(shown):
        return body
    return SPOILER.sub(lambda found: _spoiler(found[1], say, revealed=revealed), body)


def choices(shown: Shown, width: int) -> str:
    """The buttons with the keys that press them, none broken over two lines of this width.

    Where choices are numbered, they stand in the text already.
    """
    if shown.platform is Platform.MATRIX:
        return ""
    lines: list[str] = []
    for number, button in enumerate(shown.buttons, 1):
        label = f"[{number} {button.label}]"
        if lines and len(lines[-1]) + 1 + len(label) <= width:
            lines[-1] += f" {label}"
        else:
            lines.append(label)
    return "\n".join(lines)


def unread(news: News, say: Say) -> str:
    """How much of a room is new, in words."""
    if news.new:
        return say("town.news.new", number=news.new)
    return say("town.news.changed") if news.changed else ""


def _spoiler(hidden: str, say: Say, *, revealed: bool) -> str:
    return say("town.spoiler.open", text=hidden) if revealed else say("town.spoiler.closed")


def _remarks(one: Message, say: Say) -> str:
    shown = one.shown
    whispered = shown.private and shown.room != ENTRANCE and shown.sender == BOT
    edited = say("town.message.edited", time=f"{shown.at:%H:%M}") if one.edited else ""
    remarks = (say("town.message.private") if whispered else "", edited)
    return "".join(f", {remark}" for remark in remarks if remark)
