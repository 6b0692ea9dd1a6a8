"""What observers see, without what is drawn anew in each town: ids and numbers of messages."""

import re
from dataclasses import dataclass

from adapters.memory.ledger import Shown
from bot.ui.reply import Reply

AUTHORS = frozenset({"ana", "ben"})
"""Whoever may have written: what they themselves see may differ."""
DRAWN = re.compile(r"(?<=town\.example/)\d+|(?<=Trail )\d+: [0-9a-f]+")


@dataclass(frozen=True, slots=True)
class View:
    """One thing that appeared on screens of observers, or that one of them was answered."""

    screen: tuple[str, ...]
    sender: str
    room: str
    text: str
    buttons: tuple[str, ...]
    edits: bool

    def __str__(self) -> str:
        """On one line."""
        how = "~" if self.edits else ""
        where = f"{','.join(self.screen)} {self.room} {self.sender}"
        return f"{how}{where}: {self.text!r} {list(self.buttons)}"


def seen(shown: Shown) -> View | None:
    """As observers see it; None where none does."""
    screen = tuple(sorted(set(shown.screen) - AUTHORS))
    if not screen:
        return None
    labels = tuple(one.label for one in shown.buttons)
    text, edits = _plain(shown.text), shown.edits is not None
    return View(screen, shown.sender, shown.room, text, labels, edits)


def answered(who: str, reply: Reply | None) -> View:
    """What somebody was answered, by the event itself."""
    if reply is None:
        return View((who,), "", "answer", "", (), edits=False)
    text, labels = "\n".join((reply.text, reply.hidden or "")), (b.label for b in reply.buttons)
    return View((who,), "", "answer", _plain(text), tuple(labels), edits=False)


def _plain(text: str) -> str:
    return DRAWN.sub("N", text)
