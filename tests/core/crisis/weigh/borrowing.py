"""Words that a language has from another one: "bro" in German, "die" in English letters only."""

from collections import Counter
from functools import cache

from bot.app.lexicons import LEXICONS
from bot.app.shipped import shipped
from bot.crisis.tables import Tables
from bot.crisis.words import Words
from tests.core.crisis.weigh import lines

TIMES = 8
"""So many times more frequent elsewhere, a word is borrowed."""


def borrowed(language: str) -> frozenset[str]:
    """The words of a language's lines that are far more frequent in another language's lines."""
    mine = _shares(language)
    others = [_shares(other) for other in LEXICONS if other != language]
    return frozenset(
        word
        for word, share in mine.items()
        if word.isalpha() and any(other.get(word, 0.0) >= TIMES * share for other in others)
    )


@cache
def _shares(language: str) -> dict[str, float]:
    """What part of all words of a language's lines each word is."""
    words = Words(Tables.parse(shipped("lexicon", "tables.toml"), "tables.toml"))
    counted = Counter[str]()
    for example in lines.labelled(language):
        counted.update(words.of(example.text).said)
    total = counted.total()
    return {word: count / total for word, count in counted.items()}
