"""What of a window is weighed: words, what stands beside them, and the rules that spoke."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat

Trait = str | tuple[str, ...]
"""A word; a part of one ("#kil"); a rule ("@en.wish.dead"), a level ("@3") or how many spoke
("@@2"); two or three words side by side; (word, "_", word): two with one between."""

BEGIN, STOP = "^", "$"
PART, RULE = "#", "@"
PART_SIGNS = (2, 5)
LONGEST_SPELT_SIGNS = 24
GAP = "_"
"""Stands for any word; it is none itself, as it ends words."""


def parts(word: str) -> set[str]:
    """Parts of a word of two to five signs, its edges marked: misspelt words share most of them."""
    edged = f"<{word[:LONGEST_SPELT_SIGNS]}>"
    few, many = PART_SIGNS
    return {
        PART + edged[start : start + size]
        for size in range(few, many + 1)
        for start in range(len(edged) - size + 1)
    }


def groups(words: Sequence[str]) -> Iterable[Trait]:
    """Each pair, triple and pair around a word, once."""
    edged = (BEGIN, *words, STOP)
    second, third = edged[1:], edged[2:]
    return chain(
        set(zip(edged, second, strict=False)),
        set(zip(edged, second, third, strict=False)),
        set(zip(edged, repeat(GAP), third, strict=False)),
    )


def is_word(trait: str) -> bool:
    """Whether it is a word, and no part of one and no rule."""
    return trait[0] not in (PART, RULE)


def written(trait: Trait) -> str:
    """A trait as a file of weights names it."""
    return trait if isinstance(trait, str) else " ".join(trait)


def read(name: str) -> Trait:
    """The trait that a file of weights names."""
    return tuple(name.split(" ")) if " " in name else name


def spoken(levels: Sequence[tuple[str, int]]) -> Iterator[Trait]:
    """What rules add: each by its id, the highest level and all below it, and how many spoke."""
    for rule, _ in levels:
        yield f"{RULE}{rule}"
    highest = max((level for _, level in levels), default=0)
    for level in range(1, highest + 1):
        yield f"{RULE}{level}"
    if levels:
        yield f"{RULE}{RULE}{min(len(levels), 4)}"
