"""Whether a text names a means: such a post waits for a person, whatever else it says.

No finding and no level come of it. The words are in data/lexicon/methods.toml.
"""

from collections.abc import Iterable

from bot.crisis.tables import Tables
from bot.crisis.views import Fold

SHORTEST_SOLID_CHARS = 7
"""Words of so many letters are found without spaces as well; shorter ones hide in others."""


class Methods:
    """Knows words; finds them disguised by case, marks, look-alikes, digits or spaces."""

    def __init__(self, always: Iterable[str], when_low: Iterable[str], tables: Tables) -> None:
        """Fold the words as texts are folded; `when_low` are everyday words."""
        self._fold = Fold(tables, words_only=True)
        self._signs = Fold(tables)
        self._leet = str.maketrans({sign: means[0] for sign, means in tables.leet.items() if means})
        self._always = frozenset(map(self._line, always))
        self._when_low = frozenset(map(self._line, when_low))
        self._solid = frozenset(one for one in self._always if len(one) >= SHORTEST_SOLID_CHARS)

    def named_in(self, text: str, *, low: bool) -> bool:
        """Whether the text names a means; `low` says that something in it sounds low."""
        undisguised = text.translate(self._signs).translate(self._leet)
        words = self._always | self._when_low if low else self._always
        return any(self._in_line(self._line(one), words) for one in (text, undisguised))

    def _in_line(self, line: str, words: frozenset[str]) -> bool:
        if not words.isdisjoint(line.split()):
            return True
        spelt = "".join(line.split())
        return any(solid in spelt for solid in self._solid)

    def _line(self, text: str) -> str:
        return " ".join(text.translate(self._fold).split())
