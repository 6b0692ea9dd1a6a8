"""Short forms of names: English ones of the package `nicknames`, others of a file that ships."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from nicknames import name_triplets

from bot.relay.identity.folding import latin

Pairs = Iterator[tuple[str, str]]


def table(by_language: Mapping[str, Mapping[str, str]]) -> dict[str, frozenset[str]]:
    """From every name to its short or full forms, in small Latin letters.

    `by_language` has, for each language, full forms to short forms, each separated by spaces.
    """
    found = defaultdict[str, set[str]](set)
    for full, short in (*_english(), *_others(by_language.values())):
        found[full].add(short)
        found[short].add(full)
    return {name: frozenset(forms) for name, forms in found.items()}


def _english() -> Pairs:
    for full, relation, short in name_triplets():
        if relation == "has_nickname":
            yield latin(full), latin(short)


def _others(languages: Iterable[Mapping[str, str]]) -> Pairs:
    for rows in languages:
        for full, short in rows.items():
            names = latin(full).split()
            yield from ((name, form) for name in names for form in latin(short).split())
