"""What is known of words, worked out on first sight; what is not met again is forgotten."""

from abc import ABC, abstractmethod
from typing import TypeVar

from bot.crisis.vocabulary import LONGEST_WORD_CHARS

T = TypeVar("T")
LARGEST_MEMORY = 16_384
"""Words remembered, and as many from before: hostile text cannot grow it further."""


class Memory(dict[str, T], ABC):
    """Fills itself by `worked_out`. When it is full, it begins anew, and asks the old one first.

    So the words of every day are worked out once, and only rare ones again.
    """

    def __init__(self) -> None:
        """Nothing yet."""
        super().__init__()
        self._before: dict[str, T] = {}

    def __missing__(self, word: str) -> T:
        """Look a word up on first sight."""
        known = self._before.get(word)
        value = self.worked_out(word) if known is None else known
        if len(self) >= LARGEST_MEMORY:
            self._before = dict(self)
            self.clear()
        if len(word) <= LONGEST_WORD_CHARS:
            self[word] = value
        return value

    @abstractmethod
    def worked_out(self, word: str) -> T:
        """What is to be known of a word."""
