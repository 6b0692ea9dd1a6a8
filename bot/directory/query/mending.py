"""Unknown words mended to a known one that is one letter away (rapidfuzz).

A word of need may be mended wherever it stands. A wrong country is worse than none: a name of a
place has to be the only one that is near, and where a country is known already it counts only
behind a word such as "in".
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

SHORTEST_MENDED_CHARS = 6
LONGEST_MENDED_CHARS = 24
MOST_MENDED_TOKENS = 40
MOST_NEAR = 8

Buckets = Mapping[tuple[str, int], list[str]]
ENGLISH = frozenset(("en",))
"""Words of English are typed in every language."""


class Mender:
    """One letter missing, too many, wrong or swapped with its neighbour; the first is right."""

    def __init__(
        self,
        known: Mapping[str, Iterable[str]],
        never: Iterable[str] = (),
        places: Iterable[str] = (),
        here: frozenset[str] = frozenset(),
    ) -> None:
        """`known` are words of need by language, `places` names, `here` words before them.

        `never` are right as they are.
        """
        names = dict.fromkeys(places)
        self._right = frozenset((*chain.from_iterable(known.values()), *names, *never))
        self._words = {language: _buckets(words) for language, words in known.items()}
        self._places = _buckets(names)
        self._here = here

    def mend(
        self, words: tuple[str, ...], language: str = "", *, located: bool = False
    ) -> tuple[str, ...]:
        """The same tokens, the first forty unknown ones mended where a known one is near.

        `language` is the reader's, "" where it is not known: then any is meant. `located`: a
        country is known already.
        """
        spoken = [*ENGLISH, language] if language in self._words else list(self._words)
        buckets = [self._words[one] for one in dict.fromkeys(spoken) if one in self._words]
        left = MOST_MENDED_TOKENS
        mended = list(words)
        for place, word in enumerate(words):
            if word in self._right or not _mendable(word):
                continue
            if left == 0:
                break
            left -= 1
            behind = place > 0 and words[place - 1] in self._here
            mended[place] = self._nearest(word, buckets, places=behind or not located)
        return tuple(mended)

    def _nearest(self, word: str, buckets: list[Buckets], *, places: bool) -> str:
        near = _near(word, buckets)
        if near:
            return near[0]
        names = _near(word, [self._places]) if places else []
        return names[0] if len(names) == 1 else word


def _buckets(words: Iterable[str]) -> Buckets:
    found: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for word in sorted(words):
        if _mendable(word):
            found[word[0], len(word)].append(word)
    return dict(found)


def _near(word: str, buckets: list[Buckets]) -> list[str]:
    """The known words one letter away: those as long first."""
    sizes = (len(word), len(word) + 1, len(word) - 1)
    choices = [known for size in sizes for one in buckets for known in one.get((word[0], size), ())]
    found = extract(word, choices, scorer=OSA.distance, score_cutoff=1, limit=MOST_NEAR)
    return list(dict.fromkeys(near for near, _, _ in found))


def _mendable(word: str) -> bool:
    return SHORTEST_MENDED_CHARS <= len(word) <= LONGEST_MENDED_CHARS and word.isalpha()
