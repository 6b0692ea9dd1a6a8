"""Letters to plain Latin ones: marks off, other alphabets transliterated, look-alikes undone."""

import re
import unicodedata

from anyascii import anyascii

LONGEST_CHARS = 8_000
"""No text that is relayed is longer; what is behind is not looked at."""
LARGEST_TABLE = 8_192
"""Code points remembered; hostile text cannot grow it further."""
LONGEST_LETTER = 4
"""Shch is the longest letter of an alphabet; what unfolds further is a sign."""

GONE = dict.fromkeys((0x20E3, 0x00AD, 0x034F, *range(0xFE00, 0xFE10)), "")
"""What makes a keycap of a digit, selectors of variants, and hyphens that nobody sees."""
QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u00b4": "'", "`": "'", "\u201c": '"',
                        "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"'})  # fmt: skip
TILES = {first + step: chr(ord("a") + step)
         for first in (0x1F1E6, 0x1F150, 0x1F170) for step in range(26)}  # fmt: skip
"""Letters as emoji: flags, filled circles, filled squares."""
LOOK_ALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0445\u0443\u043a\u043c\u0442\u0432\u043d\u0456\u0455\u0458"
    "\u03b1\u03bf\u03c1\u03bd\u03b9\u03ba\u03c4\u03c5\u03b5\u03b7",
    "aeopcxykmtbhisj" "aopviktuen",
)  # fmt: skip
FOREIGN = re.compile(r"[\u0370-\u04ff]")
WORD = re.compile(r"\w+")


def plain(text: str) -> str:
    """The text in composed letters, with straight quotes and without invisible signs."""
    folded = unicodedata.normalize("NFKC", text[:LONGEST_CHARS].translate(GONE).translate(QUOTES))
    seen = "".join(sign for sign in folded if unicodedata.category(sign) != "Cf")
    return unicodedata.normalize("NFC", seen).translate(TILES)[:LONGEST_CHARS]


class Latin(dict[int, str]):
    """A table for `str.translate` that fills itself: a letter or digit to small Latin ones."""

    def __missing__(self, point: int) -> str:
        """Fold a code point on first sight."""
        sign = chr(point)
        folded = _letters(sign) if unicodedata.category(sign)[0] in "LMN" else sign
        if len(self) < LARGEST_TABLE:
            self[point] = folded
        return folded


def _letters(sign: str) -> str:
    bare = (char for char in anyascii(sign).casefold() if char.isalnum())
    return "".join(bare)[:LONGEST_LETTER]


LATIN = Latin()


def latin(text: str) -> str:
    """Small Latin letters for every letter; all that is no letter or digit stays as it is."""
    if text.isascii():
        return text.lower()
    low = text.casefold()
    if FOREIGN.search(low):
        low = WORD.sub(lambda word: _unmixed(word[0]), low)
    return low.translate(LATIN)


def _unmixed(word: str) -> str:
    """In a word of Latin and other letters the others stand for what they look like."""
    mixed = any("a" <= sign <= "z" for sign in word)
    return word.translate(LOOK_ALIKES) if mixed else word
