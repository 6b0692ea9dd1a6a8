"""Text as plain tokens, whatever its script, and names sought within words without spaces.

Accents fall away where people leave them out (Latin, Greek, Cyrillic, Arabic, Hebrew); signs
that are vowels of their own (India, South-East Asia) and the marks of kana stay. Everything
is linear in the text.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick, MatchKind

LONGEST_FOLD_CHARS = 4
APOSTROPHES = frozenset("'\u2018\u2019\u02bc\u00b4`")
DROPPED = frozenset("\u00ad\u0640\u200b\u200d\u200e\u200f\u2060")
"""Signs inside of words that nobody sees or types on purpose."""
NUKTAS = frozenset("\u093c\u09bc\u0a3c\u0abc\u0b3c\u0cbc")
VOWEL_BLOCKS = ((0x0900, 0x0FFF), (0x1000, 0x109F), (0x1780, 0x17DD))
KANA_MARKS = "\u3099\u309a"
SAME = str.maketrans(
    {
        **dict(zip("øłđħıŋ", "oldhin", strict=True)),
        **dict(zip(("æ", "œ", "þ", "ð", "ə"), ("ae", "oe", "th", "d", "e"), strict=True)),
        **dict(zip("كىيةھہۀ", "کییهههه", strict=True)),
    }
)
"""Letters that people write for one another where a keyboard lacks one."""


def _marks() -> str:
    points = (chr(n) for first, last in VOWEL_BLOCKS for n in range(first, last + 1))
    found = (sign for sign in points if unicodedata.category(sign)[0] == "M")
    return "".join(sign for sign in found if sign not in NUKTAS) + KANA_MARKS


MARKS = frozenset(_marks())
TOKEN = re.compile(rf"[\w{''.join(sorted(MARKS))}]+")


class _Fold(dict[int, str]):
    """For `str.translate`: case, accents and apostrophes off; fills itself, at most 8,192 long."""

    def __missing__(self, point: int) -> str:
        folded = self._of(chr(point))
        if len(self) < 8192:
            self[point] = folded
        return folded

    @staticmethod
    def _of(sign: str) -> str:
        if sign in APOSTROPHES or sign in DROPPED:
            return ""
        plain = unicodedata.normalize("NFKD", sign).casefold()
        kept = "".join(p for p in plain if p in MARKS or unicodedata.category(p) != "Mn")
        folded = " " if len(kept) > LONGEST_FOLD_CHARS else kept.translate(SAME)
        return folded.replace("_", " ")


_FOLD = _Fold()


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text without case, accents, apostrophes and punctuation."""
    return tuple(TOKEN.findall(text.translate(_FOLD)))


SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff]"
)
"""Thai, Lao, Burmese, Khmer, kana and the signs of Chinese: sentences are one word there."""


def spaceless(text: str) -> bool:
    """Whether a text is written in a script that puts no spaces between words."""
    return SPACELESS.search(text) is not None


@dataclass(slots=True)
class Runs:
    """Names sought all at once within a word of such a script (Aho-Corasick)."""

    _names: list[str] = field(default_factory=list[str])
    _sought: AhoCorasick | None = None

    def add(self, name: str) -> None:
        """Learn one; used while an index is made, never after."""
        self._names.append(name)
        self._sought = None

    def find(self, word: str) -> tuple[str, ...]:
        """The longest of the known names within `word`, in their order, each once."""
        return tuple(dict.fromkeys(word[start:end] for start, end in self.places(word)))

    def places(self, word: str) -> list[tuple[int, int]]:
        """Where the longest of the known names stand within `word`; they never overlap."""
        if not self._names or not spaceless(word):
            return []
        if self._sought is None:
            self._sought = AhoCorasick(self._names, matchkind=MatchKind.LeftmostLongest)
        found = self._sought.find_matches_as_indexes(word)
        return [(start, end) for _, start, end in found]
