"""Classes of words: what is said in many words and means the same kind of thing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import cast

from bot.crisis.blocks import blocks
from bot.crisis.errors import LexiconError
from bot.crisis.weighing.traits import CLASS

LONGEST_PHRASE_WORDS = 4
Spelt = Callable[[str], Sequence[str]]


class Classes:
    """Which classes the words of a window belong to. Linear in its words."""

    def __init__(self, entries: Mapping[str, Iterable[str]], spelt: Spelt) -> None:
        """`entries` are words and phrases by class; `spelt` cuts one as a text is cut."""
        self._words: dict[str, frozenset[str]] = {}
        self._phrases: dict[tuple[str, ...], frozenset[str]] = {}
        for name, phrases in entries.items():
            for phrase in phrases:
                self._add(f"{CLASS}{name}", tuple(spelt(phrase)))
        self._sizes = sorted({len(phrase) for phrase in self._phrases})

    def _add(self, name: str, words: tuple[str, ...]) -> None:
        if len(words) == 1:
            self._words[words[0]] = self._words.get(words[0], frozenset()) | {name}
        elif words:
            held = words[:LONGEST_PHRASE_WORDS]
            self._phrases[held] = self._phrases.get(held, frozenset()) | {name}

    def of(self, words: Sequence[str]) -> set[str]:
        """The classes of a window, each marked as one."""
        found: set[str] = set()
        for word in words:
            if word in self._words:
                found |= self._words[word]
        for size in self._sizes:
            for phrase in zip(*(words[n:] for n in range(size)), strict=False):
                if phrase in self._phrases:
                    found |= self._phrases[phrase]
        return found


def parse(text: str, file: str) -> dict[str, list[str]]:
    """Read a file of classes. Raises LexiconError(file, line, mend)."""
    entries: dict[str, list[str]] = {}
    for block in blocks(text, file):
        if isinstance(block, LexiconError):
            raise block
        for name, held in block.values.items():
            listed = cast("list[object]", held) if isinstance(held, list) else [None]
            if not all(isinstance(one, str) and one for one in listed):
                raise block.wrong(name, f"{name}: write it as a list of words")
            entries[name] = [str(one) for one in listed]
    return entries
