"""Text to a skeleton without disguises, and offsets in it back to the text as it was written.

Each code point is folded alone: NFKC, case, invisible signs, markup and marks out, look-alikes
to the letter they imitate. So the fold is linear, needs no context, and its offset map is a
running sum that is built only once a rule has hit.
"""

import unicodedata
from bisect import bisect_right
from itertools import accumulate

from bot.crisis.tables import Tables

LONGEST_FOLD_CHARS = 4  # U+FDFA unfolds to 18 letters; 4,000 of them would be a long text
LARGEST_FOLD_TABLE = 8192  # code points remembered; hostile text cannot grow it further
LATIN_MARKS = (
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE20, 0xFE2F),
)
FILLERS = frozenset(map(chr, (0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0)))
SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), 0x180B, 0x180C)))
SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
MARKUP = frozenset("*`~|")
APOSTROPHES = frozenset("'\u2018\u2019\u201b\u02bc\u02b9\u00b4\u2032\uff07")
QUOTES = frozenset('"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02')
LINE_ENDS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
GONE = FILLERS | SELECTORS | SKIN_TONES | MARKUP | APOSTROPHES
DOT_ABOVE = "\u0307"  # what casefolding the Turkish dotted I leaves over
PLAIN = {
    **dict.fromkeys(LINE_ENDS, "\n"),
    **dict.fromkeys(GONE, ""),
    **dict.fromkeys(QUOTES, '"'),
    "_": " ",
}
LEFT_OUT = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))


class Fold(dict[int, str]):
    """A table for `str.translate` that fills itself: code point to at most four characters."""

    def __init__(
        self, tables: Tables, *, words_only: bool = False, kept: frozenset[str] = frozenset()
    ) -> None:
        """`words_only` turns all but letters, digits, known emoji and `kept` into spaces."""
        super().__init__()
        self._tables = tables
        self._words_only = words_only
        self._kept = kept.union(tables.emoji)

    def __missing__(self, point: int) -> str:
        """Fold a code point on first sight; kept while there is room."""
        folded = self.folded(point)
        if len(self) < LARGEST_FOLD_TABLE:
            self[point] = folded
        return folded

    def folded(self, point: int) -> str:
        """What a code point is folded to, whatever was met before."""
        folded = self._fold(chr(point))
        if self._words_only:
            folded = "".join(c if c.isalnum() or c in self._kept else " " for c in folded)
        return folded

    def _fold(self, sign: str) -> str:
        if sign in self._tables.emoji:
            return f" {sign} "
        named = self._tables.look_alikes.get(sign, PLAIN.get(sign))
        if named is not None:
            return named
        if sign.isspace():
            return " "
        if unicodedata.category(sign) in LEFT_OUT or _latin_mark(sign):
            return ""
        return self._letters(sign)

    def _letters(self, sign: str) -> str:
        plain = unicodedata.normalize("NFKC", sign.casefold()).casefold()
        if len(plain) > LONGEST_FOLD_CHARS:
            return " "
        bare = "".join(_without_marks(part) for part in plain)
        if len(bare) == 3 and bare[0] == "(" and bare[2] == ")":  # U+24A6, a letter in brackets
            bare = bare[1]
        known = self._tables.look_alikes
        return "".join(known.get(part, part) for part in bare if part != DOT_ABOVE)


def _latin_mark(sign: str) -> bool:
    return any(first <= ord(sign) <= last for first, last in LATIN_MARKS)


def _without_marks(sign: str) -> str:
    """The letter alone; marks of Hindi, Arabic or kana carry meaning and stay."""
    parts = unicodedata.normalize("NFD", sign)
    if len(parts) == 1 or not all(_latin_mark(part) for part in parts[1:]):
        return sign
    return parts[0]


class Origin:
    """Offsets of a skeleton back to code points of the text as it was written."""

    def __init__(self, text: str, fold: Fold) -> None:
        """Linear in the text; made only behind a hit."""
        self._ends = list(accumulate(len(fold[ord(sign)]) for sign in text))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The written (start, end) of skeleton [start, end), which is not empty."""
        first = bisect_right(self._ends, start)
        last = bisect_right(self._ends, end - 1)
        return first, last + 1
