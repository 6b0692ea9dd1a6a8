"""Slips of the fingers: an unknown word that is one usual slip away from a word of rules."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
"""The keys, as they lie beside and below one another; of other layouts only the y and the z."""
SWAPPED, WRONG_KEY, LEFT_OUT, TOO_MANY = range(4)
"""From the likeliest: two letters changed places, the key beside, one missing, one too many."""
SHORTEST = {SWAPPED: 3, WRONG_KEY: 4, LEFT_OUT: 5, TOO_MANY: 4}
"""Signs of the word that was meant: shorter ones have neighbours that are words of their own."""
SHORTEST_BEHEADED = 7
"""So long a word is known without its first letter: "nything"."""


class Slips:
    """Words, found by what is left of them when one letter is taken out."""

    def __init__(self, words: Iterable[str]) -> None:
        """Index them: some seven keys for each word."""
        self._left: dict[str, list[str]] = {}
        self._longest = 0
        for word in sorted(words):
            if len(word) >= min(SHORTEST.values()) and word.isalpha():
                self._longest = max(self._longest, len(word) + 1)
                for key in {word, *_without_one(word)}:
                    self._left.setdefault(key, []).append(word)

    def of(self, word: str) -> str | None:
        """The word that was meant; None where several are as likely, or none is."""
        if len(word) > self._longest or not word.isalpha():
            return None  # the work grows with the square of the length
        keys = {word, *_without_one(word)}
        near = {meant for key in keys for meant in self._left.get(key, ())}
        graded = [(kind, meant) for meant in near if (kind := _slip(word, meant)) is not None]
        likeliest = min(graded, default=(0, ""))[0]
        found = [meant for kind, meant in graded if kind == likeliest]
        return found[0] if len(found) == 1 else None


def _without_one(word: str) -> Iterator[str]:
    return (word[:n] + word[n + 1 :] for n in range(len(word)))


def _slip(word: str, meant: str) -> int | None:
    """Which usual slip makes `word` of what was meant."""
    signs = enumerate(zip(word, meant, strict=False))
    at = next((n for n, (a, b) in signs if a != b), min(len(word), len(meant)))
    kind = _kind(word, meant, at)
    return kind if kind is not None and len(meant) >= SHORTEST[kind] else None


def _kind(word: str, meant: str, at: int) -> int | None:
    """The slip at the first sign that differs; there is one only if all after it is alike."""
    match len(word) - len(meant):
        case 0 if word[at + 1 :] == meant[at + 1 :]:
            return WRONG_KEY if meant[at] in BESIDE.get(word[at], "") else None
        case 0 if word[at + 2 :] + word[at : at + 2] == meant[at + 2 :] + meant[at : at + 2][::-1]:
            return SWAPPED
        case -1 if word[at:] == meant[at + 1 :]:
            return LEFT_OUT if at or len(meant) >= SHORTEST_BEHEADED else None
        case 1 if word[at + 1 :] == meant[at:]:
            around = word[at - 1 : at] + word[at + 1 : at + 2]
            return TOO_MANY if any(near in BESIDE.get(word[at], "") for near in around) else None
        case _:
            return None


def _beside() -> dict[str, str]:
    """For each key those that lie around it, and itself, which is hit twice."""
    around: dict[str, str] = {key: key for row in ROWS for key in row}
    for row in ROWS:
        for left, right in pairwise(row):
            around[left] += right
            around[right] += left
    for upper, lower in pairwise(ROWS):
        for n, key in enumerate(lower):
            for above in upper[n : n + 2]:
                around[key] += above
                around[above] += key
    return around


BESIDE = _beside()
