"""What of a window is weighed: words, what stands beside them, and the rules that spoke."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

Trait = str
"""A word; a part of one ("#kil"); a rule ("@en.wish.dead"), a level ("@3") or how many spoke
("@@2"); two or three words side by side ("to be dead"); two with any one between ("to _ dead")."""

BEGIN, STOP = "^", "$"
PART, RULE = "#", "@"
NO_WORD = PART + RULE
PART_SIGNS = (2, 5)
LONGEST_SPELT_SIGNS = 24
GAP, SPACE = "_", " "
"""Any word, and what stands between words; neither is in one."""


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
    pairs = [f"{a} {b}" for a, b in pairwise(edged)]
    triples = [f"{pair} {c}" for pair, c in zip(pairs, edged[2:], strict=False)]
    around = [f"{a} {GAP} {c}" for a, c in zip(edged, edged[2:], strict=False)]
    return chain(set(pairs), set(triples), set(around))


def words_of(traits: Iterable[Trait]) -> frozenset[str]:
    """Those that are one word: no part of one, no group and no rule."""
    return frozenset(one for one in traits if one[0] not in NO_WORD and SPACE not in one)


def spoken(levels: Sequence[tuple[str, int]]) -> Iterator[Trait]:
    """What rules add: each by its id, the highest level and all below it, and how many spoke."""
    for rule, _ in levels:
        yield f"{RULE}{rule}"
    highest = max((level for _, level in levels), default=0)
    for level in range(1, highest + 1):
        yield f"{RULE}{level}"
    if levels:
        yield f"{RULE}{RULE}{min(len(levels), 4)}"
