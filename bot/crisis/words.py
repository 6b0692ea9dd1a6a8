"""A text cut into words once, for every language: disguises of one sign are off."""

import re
import unicodedata
from collections.abc import Sequence

from bot.crisis.tables import Tables
from bot.crisis.tokens import LINK
from bot.crisis.views import PLAIN, Fold, Origin

ANY_LINK = re.compile(LINK, re.IGNORECASE)
WORD = re.compile(r"\S+")
END = "."
"""A word of its own where a sentence ends; other marks and unknown emoji are words, too."""
ENDS = frozenset(".?\n\u2026\u3002\uff1f")
QUOTE = '"'


class Words:
    """Cuts texts. Marks that may stand for a letter ("k!ll") stay within words."""

    def __init__(self, tables: Tables) -> None:
        """Its fold remembers code points only."""
        self._emoji = frozenset(tables.emoji)
        self._fold = _Cut(tables)

    def of(self, text: str) -> list[str]:
        """The words in order, with END, QUOTE and emoji where those stand; links are none."""
        return self._folded(text).split()

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where each of these words stands, in code points of the text as it was written."""
        origin = Origin(_linkless(text), self._fold)
        return [origin.span(*word.span()) for word in WORD.finditer(self._folded(text))]

    def _folded(self, text: str) -> str:
        return _linkless(text).translate(self._fold)

    def alone(self, words: Sequence[str]) -> list[str]:
        """The words without what is none to a rule: pauses and unknown emoji."""
        known = self._emoji
        return [w for w in words if w.isalnum() or w in known or len(w) > 1]


def _linkless(text: str) -> str:
    """The text with spaces for links, so that every offset stays."""
    return ANY_LINK.sub(_blank, text) if "://" in text else text


def _blank(link: re.Match[str]) -> str:
    return " " * len(link[0])


class _Cut(Fold):
    """The fold whose spaces are all that stands between two words."""

    def __init__(self, tables: Tables) -> None:
        """Marks of the table of leet stay, as they may be letters."""
        marks = frozenset(sign for sign in tables.leet if not sign.isalnum())
        super().__init__(tables, words_only=True, kept=marks)

    def __missing__(self, point: int) -> str:
        """Fold a code point on first sight."""
        sign, cut = chr(point), super().__missing__(point)
        if sign in ENDS:
            cut = f" {END} "
        elif PLAIN.get(sign) == QUOTE:
            cut = f" {QUOTE} "
        elif cut == " " and unicodedata.category(sign) == "So":
            cut = f" {sign} "
        return self.remembered(point, cut)
