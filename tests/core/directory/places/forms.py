"""Names as they stand in a sentence: cases and particles of the languages that inflect them.

A form says more than the name: "Saksassa" is where somebody is, "Saksasta" where they come
from. Rules are written for folded names; a form that is somebody else's name is left out by
whoever puts the index together.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.directory.query.folding import tokens

HERE_BESIDE = Path(__file__).parent
HERE, AWAY, NAMED = "@", "<", "="


@dataclass(frozen=True, slots=True)
class Rule:
    """What ends in `ending` loses it, and gets one of these instead."""

    ending: re.Pattern[str]
    here: tuple[str, ...]
    away: tuple[str, ...]
    named: tuple[str, ...]

    def forms(self, name: str) -> Iterator[tuple[str, str]]:
        """The role and the form, for each."""
        stem = self.ending.sub("", name)
        for role, endings in ((HERE, self.here), (AWAY, self.away), (NAMED, self.named)):
            for ending in endings:
                yield role, stem + ending


def _rules() -> dict[str, tuple[Rule, ...]]:
    found = defaultdict[str, list[Rule]](list)
    for line in (HERE_BESIDE / "rules.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            language, ending, *parts = line.split("\t")
            endings = (tuple(part.replace("_", "").split(" ")) if part else () for part in parts)
            found[language].append(Rule(re.compile(f"{ending}$"), *endings))
    return {language: tuple(rules) for language, rules in found.items()}


RULES = _rules()
BEFORE: dict[str, tuple[tuple[str, str, str], ...]] = {
    "ar": (("@", "ب", ""), ("=", "ل", ""), ("=", "و", ""), ("=", "لل", "ال")),
    "he": (("@", "ב", ""), ("<", "מ", ""), ("=", "ל", ""), ("=", "ה", ""), ("=", "ש", "")),
    "am": (("@", "በ", ""), ("<", "ከ", ""), ("=", "የ", "")),
    "ti": (("@", "ኣብ", ""), ("<", "ካብ", "")),
}
"""Language to role, what is put before, and what falls away there."""
ELIDED = {
    "fr": (("<", "d"), ("=", "l")),
    "ca": (("<", "d"), ("=", "l")),
    "it": (("<", "dall"), ("@", "nell"), ("@", "all"), ("=", "dell"), ("=", "l"), ("=", "d")),
}
"""The apostrophe has fallen away: d'Allemagne, nell'Irlanda."""
VOWEL = re.compile("[aeiouh]")


def forms(language: str, name: str) -> Iterator[tuple[str, str]]:
    """Role and folded form for each; of names of several words the last one is inflected."""
    for role, form in _forms(language, name):
        yield role, " ".join(tokens(form))


def _forms(language: str, name: str) -> Iterator[tuple[str, str]]:
    base = language.split("_", maxsplit=1)[0] if language not in RULES else language
    last = name.rpartition(" ")[2]
    for rule in RULES.get(base, ()):
        if rule.ending.search(last):
            yield from rule.forms(name)
    for role, before, off in BEFORE.get(base, ()):
        if name.startswith(off):
            yield role, before + name.removeprefix(off)
    if VOWEL.match(name):
        yield from ((role, article + name) for role, article in ELIDED.get(base, ()))


def by_hand(table: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Role, form and code from lines such as `@PL w polsce`."""
    for line in table:
        head, _, names = line.strip().partition(" ")
        if names and not head.startswith("#"):
            for name in names.split("|"):
                yield head[0], name.strip(), head[1:]
