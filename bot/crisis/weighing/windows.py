"""A text as windows of a few sentences: what one thought is said in."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
LONGEST_WINDOW_WORDS = 18
SHARED_WORDS = 6
"""How far a window reaches back into a sentence that is longer than one window."""
NEXT_WINDOW_WORDS = 6
"""The next window begins at least so far after this one, which bounds the work."""


def windows(sentences: Sequence[Sequence[T]], end: T) -> Iterator[list[T]]:
    """The words of each window, `end` between sentences; none for a text without words.

    A window takes as many whole sentences as fit; a sentence longer than it is cut.
    """
    pieces = [piece for sentence in sentences for piece in _cut(sentence)]
    since, last = 0, 0
    for first, piece in enumerate(pieces):
        if since >= NEXT_WINDOW_WORDS or first >= last:
            since = 0
            words, last = _filled(pieces, first, end)
            yield words
            if last == len(pieces):
                return
        since += len(piece)


def _cut(sentence: Sequence[T]) -> Iterator[Sequence[T]]:
    step = LONGEST_WINDOW_WORDS - SHARED_WORDS
    start = 0
    while len(sentence) - start > LONGEST_WINDOW_WORDS:
        yield sentence[start : start + LONGEST_WINDOW_WORDS]
        start += step
    if len(sentence) > start:
        yield sentence[start:]


def _filled(pieces: Sequence[Sequence[T]], first: int, end: T) -> tuple[list[T], int]:
    words = list(pieces[first])
    for number in range(first + 1, len(pieces)):
        if len(words) + len(pieces[number]) >= LONGEST_WINDOW_WORDS:
            return words, number
        words += (end, *pieces[number])
    return words, len(pieces)
