"""What a translator may write for a phrase, and the plain patterns that it stands for.

`suicid*` any ending, `*telefon` any beginning, `*mord*` anywhere in a word; `(beats|hits) me`
one of these, `(my|) husband` with or without; `husband + hits` both within eight words, in
any order; `~kind` only where the language is evident from other words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from bot.directory.query.folding import spaceless
from bot.directory.query.words import tokens

MOST_PATTERNS = 2000
BRANCH = re.compile(r"\(([^()]*)\)")
TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
GLUED = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
"""Korean writes spaces, and leaves them out as it likes."""


class PhraseError(ValueError):
    """A phrase that means nothing; the text says what to change."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """`sides` are patterns of which one has to stand there: of each side, if there are two."""

    sides: tuple[tuple[str, ...], ...]
    soft: bool


def plain(words: tuple[str, ...]) -> str:
    """Tokens as the text in which patterns are sought: a space before and after each."""
    return f" {' '.join(words)} "


def read(phrase: str) -> Phrase:
    """What `phrase` stands for."""
    soft = phrase.startswith("~")
    return Phrase(tuple(map(_side, phrase.removeprefix("~").split("+"))), soft)


def _side(part: str) -> tuple[str, ...]:
    found = dict.fromkeys(p for text in _branches(part) for p in _patterns(text.strip()))
    if not found or len(found) > MOST_PATTERNS:
        mend = f"{part.strip()!r} stands for {len(found)} phrases; write 1 to {MOST_PATTERNS}"
        raise PhraseError(mend)
    return tuple(found)


def _branches(part: str) -> Iterator[str]:
    pieces = BRANCH.split(part)
    if any(sign in piece for piece in pieces[::2] for sign in "()|"):
        mend = f"{part.strip()!r}: alternatives stand in brackets, as in (beats|hits) me"
        raise PhraseError(mend)
    options = [piece.split("|") if n % 2 else [piece] for n, piece in enumerate(pieces)]
    return ("".join(chosen) for chosen in product(*options))


def _patterns(text: str) -> Iterator[str]:
    spellings = (text,) if text.isascii() else (text, text.translate(TWO_LETTERS))
    for spelt in dict.fromkeys(spellings):
        core = plain(tokens(spelt.strip("*")))
        if not core.strip():
            continue
        within = spaceless(text) or GLUED.search(text)
        body = core[1:] if text.startswith("*") or within else core
        yield body[:-1] if text.endswith("*") or within else body
