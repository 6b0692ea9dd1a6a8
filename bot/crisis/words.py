"""A text cut into words once, for every language: disguises of one sign are off."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from bot.crisis.tables import Tables
from bot.crisis.tokens import LINK
from bot.crisis.views import PLAIN, Fold, Origin

ANY_LINK = re.compile(LINK, re.IGNORECASE)
WORD = re.compile(r"\S+")
END = "."
"""A word of its own where a sentence ends; other marks and unknown emoji are words, too."""
ENDS = frozenset(".?\n\u2026\u3002\uff1f")
QUOTE = '"'
NOT_SAID = re.compile(
    r"www\.[^\s<>]{1,2000}"
    r"|<a?:\w{1,40}:\d{1,24}>|<[@#][!&]?\d{1,24}>|:[a-z0-9_+-]{2,32}:"
    r"|@\w[\w.-]{2,38}(?::[\w.-]{1,60})?|\[\d\d?:\d\d(?::\d\d)?\]"
    r"|</?(?:[abipsu]|br|hr|em|del|div|pre|sub|sup|code|font|span|strong|mx-reply|blockquote"
    r"|details|summary|table|t[rdh]|[uo]l|li|h[1-6])(?: [\w-]{1,30}=[^<>\n]{0,200})? ?/?>"
)
"""Short links, mentions, names of emoji, clocks, tags: no words of the writer's. Each begins with
a literal sign, which is what makes the search quick."""
NUMBERED = re.compile(r"\s{0,8}\d{1,3}[.)] ")
ASIDE = frozenset(sign for sign, plain in PLAIN.items() if plain == QUOTE)


class Cut(NamedTuple):
    """A text cut once: `words` as rules read it, `said` without what no person says."""

    words: Sequence[str]
    said: Sequence[str]


class Words:
    """Cuts texts. Marks that may stand for a letter ("k!ll") stay within words."""

    def __init__(self, tables: Tables) -> None:
        """Its fold remembers code points only."""
        self._emoji = frozenset(tables.emoji)
        self._fold = _Cut(tables)

    def of(self, text: str) -> Cut:
        """The words in order, with END, QUOTE and emoji where those stand; links are none."""
        linkless = _linkless(text)
        words = linkless.translate(self._fold).split()
        bare = spoken_text(linkless)
        return Cut(words, words if bare == linkless else bare.translate(self._fold).split())

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where each word that is `said` stands, in code points of the text as it was written."""
        bare = spoken_text(_linkless(text))
        origin = Origin(bare, self._fold)
        return [origin.span(*word.span()) for word in WORD.finditer(bare.translate(self._fold))]

    def alone(self, words: Sequence[str]) -> list[str]:
        """The words without what is none to a rule: pauses and unknown emoji."""
        known = self._emoji
        return [w for w in words if w.isalnum() or w in known or len(w) > 1]


def spoken_text(text: str) -> str:
    """The text with spaces for what no person says, so that every offset stays."""
    bare = NOT_SAID.sub(_blank_alone, text)
    if number := NUMBERED.match(bare):
        bare = " " * number.end() + bare[number.end() :]
    return _unquoted(bare)


def _blank_alone(found: re.Match[str]) -> str:
    """Nothing where it hangs on a word, such as the a in "de@th"."""
    before = found.string[found.start() - 1 : found.start()]
    return found[0] if before.isalnum() else " " * len(found[0])


def _unquoted(text: str) -> str:
    """A text that is one quotation from end to end quotes nobody."""
    whole = text.strip()
    if len(whole) < 3 or whole[0] not in ASIDE or whole[-1] not in ASIDE:
        return text
    if any(sign in ASIDE for sign in whole[1:-1]):
        return text
    start = text.index(whole[0])
    return f"{text[:start]} {whole[1:-1]} {text[start + len(whole) :]}"


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

    def folded(self, point: int) -> str:
        """Sentence ends, quotation marks and unknown emoji are words of their own."""
        sign, cut = chr(point), super().folded(point)
        if sign in ENDS or unicodedata.normalize("NFKC", sign) in ENDS:
            return f" {END} "
        if PLAIN.get(sign) == QUOTE:
            return f" {QUOTE} "
        if cut == " " and unicodedata.category(sign) == "So":
            return f" {sign} "
        return cut
