"""What a name may look like when its owner, or who speaks to them, writes it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.relay.identity.folding import latin, plain

SHORTEST_NAME = 3
SHORTEST_LONG = 5
"""A form of this many letters is seldom another word."""
UMLAUTS = str.maketrans(
    {"\u00e4": "ae", "\u00f6": "oe", "\u00fc": "ue", "\u00f8": "oe", "\u00e5": "aa", "\u00df": "ss"}
)
TAILS = (
    "",
    *["i", "y", "ie", "ey", "o", "a", "s", "z", "ito", "ita", "inho", "inha", "chen", "ka", "ek"],
)
"""What diminutives of many languages put behind the first letters of a name."""


@dataclass(frozen=True, slots=True)
class Forms:
    """How somebody may be called. `sure` forms stand for a name wherever they are met."""

    whole: frozenset[str]
    sure: frozenset[str]
    weak: frozenset[str]

    @property
    def every(self) -> frozenset[str]:
        """All of them."""
        return self.sure | self.weak


def forms_of(
    names: Iterable[str],
    nicknames: Mapping[str, frozenset[str]],
    ordinary: AbstractSet[str],
    no_short_form: AbstractSet[str],
) -> Forms:
    """Every form of these names; those that are ordinary words, or guesses, are weak."""
    whole = {form for part in parts(names) for form in _spelt(part)}
    whole |= _together(names)
    short = {form for name in whole for form in nicknames.get(name, ())} - no_short_form
    siblings = {form for name in short for form in nicknames.get(name, ())} - no_short_form
    guessed = {form for name in whole for form in _shortened(name)} - no_short_form - ordinary
    sure = {one for one in whole | short if len(one) >= SHORTEST_NAME and one not in ordinary}
    weak = {one for one in whole | short | siblings | guessed if len(one) > 1} - sure
    return Forms(frozenset(whole), frozenset(sure), frozenset(weak))


def parts(names: Iterable[str]) -> list[str]:
    """Each name in its parts: "Ana-Maria" is Ana and Maria, "AnaMaria" too."""
    spaced = (re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain(name)) for name in names)
    split = (part for name in spaced for part in re.split(r"[\W\d_]+", name))
    return [part for part in split if len(latin(part)) >= SHORTEST_NAME - 1]


def _together(names: Iterable[str]) -> set[str]:
    """The parts of each name without what stands between them: annalena, marylou."""
    joined = ("".join(parts([name])[:2]) for name in names)
    return {form for one in joined for form in _spelt(one) if len(form) > SHORTEST_LONG}


def _spelt(part: str) -> set[str]:
    """In Latin letters, with umlauts either way."""
    low = part.casefold()
    return {latin(low), latin(low.translate(UMLAUTS))}


def _shortened(name: str) -> Iterator[str]:
    """The first letters with the tails of diminutives; for names in -a the Slavic cases, too."""
    for length in range(2, min(len(name), 7)):
        start = name[:length]
        if length > 2 or name[:2].isalpha():
            tails = TAILS if length > 2 else ("",)
            yield from (start + tail for tail in tails)
            if length > 2:
                yield start + start[-1] + "y"
                yield start + start[-1] + "i"
    if name.endswith("a") and len(name) > SHORTEST_NAME:
        yield from (name[:-1] + case for case in ("y", "i", "u", "e", "o", "oy", "oi", "ie", "iu"))


SOUNDS = (
    ("shch", "s"), ("sch", "s"), ("tch", "c"), ("zh", "j"), ("kh", "h"), ("ph", "f"), ("ch", "c"),
    ("sh", "s"), ("th", "t"), ("ck", "k"), ("ks", "x"), ("dj", "j"),
    ("ou", "u"), ("yu", "iu"), ("ya", "ia"),
    ("ye", "e"), ("yo", "e"), ("oo", "u"), ("ee", "i"),
)  # fmt: skip
ALIKE = str.maketrans({"y": "i", "j": "i", "w": "v", "c": "k", "q": "k", "z": "s"})


def sound(word: str) -> str:
    """Roughly how a name sounds, to compare spellings of two alphabets: Dmitriy is Dmitry."""
    for written, said in SOUNDS:
        word = word.replace(written, said)
    return re.sub(r"(.)\1+", r"\1", word.translate(ALIKE)).rstrip("i") or word


def consonants(word: str) -> str:
    """What Arabic and Hebrew write of a name: mhmd is Mohammed."""
    first = word[:1] if word[:1] not in "aeiou" else ""
    return re.sub(r"(.)\1+", r"\1", first + re.sub(r"[aeiouwy]", "", word[1:]))
