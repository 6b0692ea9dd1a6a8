"""A text in views: as written, in plain Latin, unspaced, without leet, with addresses put together.

Each view is made once for a text, in time that grows with its length and not faster.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from bot.relay.identity.folding import latin, plain

SPACED = re.compile(r"(?<![^\W_])[^\W_](?:[ \n.\-_*\u00b7|/,~+]{1,2}[^\W_]){2,200}(?![^\W_])")
"""Single letters, one or two signs apart: s a r a h, s.a.r.a.h."""
APART = re.compile(r"(?<!\S)\S(?: {1,2}\S){2,200}(?!\S)")
"""As above, but whatever stands alone counts: a n a @ x . c o m."""
NO_LETTER = re.compile(r"[\W_]")
NAME_LETTERS = re.compile(r"[^\W\d_]+")
LEET = re.compile(r"[\w@$!|\u20ac+]{3,40}")
LEET_SIGNS = str.maketrans("430571@$!|\u20ac+8629", "aeostiasiietbgzg")
LEET_AS_L = str.maketrans("430571@$!|\u20ac+8629", "aeostlasllbtbgzg")
DRAWN = re.compile(r"([^\W\d_])\1{2,}")
MASK = re.compile(r"\w{1,20}(?:\*{1,3}\w{1,20}){1,6}")


@dataclass(frozen=True)
class Views:
    """One text, as often as a matcher needs it."""

    written: str

    @cached_property
    def plain(self) -> str:
        """As written, in composed letters and straight quotes."""
        return plain(self.written)

    @cached_property
    def latin(self) -> str:
        """Small Latin letters, whatever the alphabet."""
        return latin(self.plain)

    @cached_property
    def native(self) -> str:
        """Small letters of the text's own alphabet."""
        return self.plain.casefold()

    @cached_property
    def words(self) -> frozenset[str]:
        """Every run of letters, in Latin."""
        return frozenset(NAME_LETTERS.findall(self.latin))

    @cached_property
    def spaced(self) -> tuple[str, ...]:
        """What was written letter by letter, put together."""
        return tuple(NO_LETTER.sub("", run[0]) for run in SPACED.finditer(self.latin))

    @cached_property
    def leet(self) -> frozenset[str]:
        """Words with digits and signs for letters, in letters."""
        found = {word.strip("!|+").lower() for word in LEET.findall(self.latin)}
        mixed = {one for one in found if not one.isalpha() and any(map(str.isalpha, one))}
        return frozenset(one.translate(table) for one in mixed for table in (LEET_SIGNS, LEET_AS_L))

    @cached_property
    def drawn(self) -> frozenset[str]:
        """Words with drawn-out letters, every letter once."""
        return frozenset(once(word) for word in self.words if DRAWN.search(word))

    @cached_property
    def masked(self) -> tuple[str, ...]:
        """Words in which asterisks stand for letters."""
        return tuple(MASK.findall(self.latin)) if "*" in self.latin else ()

    @cached_property
    def unspaced(self) -> str:
        """The Latin view with letters that stand alone put together, signs as well."""
        return APART.sub(lambda run: run[0].replace(" ", ""), self.latin)

    @cached_property
    def chunks(self) -> tuple[str, ...]:
        """What is no word of a sentence: addresses, handles, tags; letters only."""
        parts = (part.strip(".,!?;:()[]\"'") for part in self.unspaced.split())
        odd = (part for part in parts if not part.isalpha() and any(s in part for s in "./@_#-"))
        return tuple(NO_LETTER.sub("", part) for part in odd)


def once(word: str) -> str:
    """The word with every run of a letter as one letter."""
    return re.sub(r"(.)\1+", r"\1", word)
