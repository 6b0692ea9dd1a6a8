"""The strongest phrases as plain text, for a platform's own filter, which works while we are away.

Such a filter knows no context: a phrase is taken for a cry whatever is said around it.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from bot.crisis.lexicon import Entry, Lexicon
from bot.model.finding import Concerns, Severity

CHOICE = re.compile(r"\(([^()]*)\)")
PLAIN = re.compile(r"[^\W\d_]+(?:['\u2019 ][^\W\d_]+)*")
"""Words alone: a sign may mean something of its own to a platform."""
APOSTROPHES = ("'", "", "\u2019")
FEWEST_WORDS, MOST_WORDS = 2, 6
"""One word is too little to be sure of; in so few nothing makes less of a rule, so that our
detector finds them, too (`SAYS_LITTLE_WORDS`)."""


def read(text: str) -> Mapping[str, Sequence[str]]:
    """The phrases that ship, by language. Raises ValueError where they cannot be read."""
    lines = tomllib.loads(text)
    return {name: tuple(_spelt(_spoken(lines[name]))) for name in lines}


def own_of(lexicon: Lexicon) -> tuple[str, ...]:
    """The examples of a community's own rules that are as short, as plain and as strong."""
    own = [one for one in lexicon.entries if one.rule.id in lexicon.own and _is_strong(one)]
    if not own:
        return ()
    harmless = [worn(text) for one in lexicon.entries for text in one.counter]
    said = (text.casefold() for one in own for text in one.examples if _is_plain(text))
    return tuple(one for one in _spelt(said) if not any(holds(text, one) for text in harmless))


def holds(text: str, phrase: str) -> bool:
    """Whether a text that is `worn` contains a phrase; its last word may go on."""
    return f" {worn(phrase)}" in f" {text}"


def worn(text: str) -> str:
    """A text without case, marks and signs."""
    return " ".join(re.findall(r"[^\W_]+", _bare(re.sub("['\u2019]", "", text.casefold()))))


def _is_strong(entry: Entry) -> bool:
    rule = entry.rule
    return rule.severity >= Severity.ACTIVE and rule.subject is Concerns.SELF


def _is_plain(text: str) -> bool:
    return PLAIN.fullmatch(text) is not None and (FEWEST_WORDS <= len(text.split()) <= MOST_WORDS)


def _spoken(lines: Iterable[str]) -> Iterator[str]:
    """Each way to say each line."""
    for line in lines:
        parts = (one.split("|") for one in CHOICE.split(line))
        yield from ("".join(chosen) for chosen in product(*parts))


def _spelt(phrases: Iterable[str]) -> list[str]:
    """Each phrase as it may be typed, in order and once: with and without apostrophes and marks."""
    typed = (one.replace("'", mark) for one in phrases for mark in APOSTROPHES)
    return list(dict.fromkeys(way for one in typed for way in (one, _bare(one))))


def _bare(text: str) -> str:
    parted = unicodedata.normalize("NFD", text)
    return "".join(one for one in parted if not unicodedata.combining(one))
