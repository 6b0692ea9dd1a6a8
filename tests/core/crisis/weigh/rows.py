"""Texts as rows of traits, read by the very code that weighs them in the bot."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from bot.app.lexicons import lexicon_of, scale_of
from bot.app.shipped import shipped
from bot.crisis.engine import Engine
from bot.crisis.listener import said
from bot.crisis.tables import Tables
from bot.crisis.weighing.weights import QUESTIONS, Weights
from bot.crisis.words import Words
from tests.core.crisis.weigh.learn import Windows
from tests.core.crisis.weigh.lines import Example
from tests.core.crisis.weigh.matrix import Row

NONE = frozenset[str]()
SEEN, SEEN_OFTEN = 2, 6
"""In so many texts a word stands that counts as known; that is no sentence for sure."""
NOTHING = [0.0] * len(QUESTIONS)


class Every(frozenset[str]):
    """All words there are: with these, no spelling is led back to another."""

    def __contains__(self, word: object) -> bool:
        """It is."""
        return True


class Reader:
    """One language, without any weights yet."""

    def __init__(self, language: str) -> None:
        """Read its lexicon as it is in the repository."""
        tables = Tables.parse(shipped("lexicon", "tables.toml"), "tables.toml")
        self._lexicon = lexicon_of(language, tables)
        self._words = Words(tables)
        self._tables = tables
        self.know(frozenset())

    def know(self, words: frozenset[str]) -> None:
        """From now on these are the words that were seen."""
        weights = Weights(
            self._lexicon.language.name, "", NOTHING, NOTHING, 0.0, NONE, {}, {}, words
        )
        self._scale = scale_of(self._lexicon, weights)
        self._engine = Engine(self._lexicon.ruleset, self._tables, self._scale.respelling)

    def learn_words(self, examples: Sequence[Example]) -> frozenset[str]:
        """The words of these texts, which are known from now on.

        A sentence that was glued together is no word, though several wrote it.
        """
        often = self._often(examples)
        self.know(frozenset(word for word, times in often.items() if times >= SEEN_OFTEN))
        glued = {word for word in often if len(self._scale.respelling.surely(word)) > 1}
        self.know(frozenset(word for word, times in often.items() if times >= SEEN) - glued)
        return self._scale.weights.words

    def _often(self, examples: Sequence[Example]) -> Counter[str]:
        """In how many of these texts each word stands, as it is spelt there."""
        self.know(Every())
        counted = Counter[str]()
        for example in examples:
            windows = self._scale.windows(self._words.of(example.text).said)
            counted.update({word for window in windows for word in window})
        return counted

    def rows(self, text: str) -> list[Row]:
        """The traits of each window of a text, with what its rules add."""
        cut = self._words.of(text)
        hits = said(self._engine.spoken(text, self._words.alone(cut.words)))
        windows = list(self._scale.windows(cut.said)) or [[]]
        return [list(self._scale.traits(window, hits)) for window in windows]

    def windows(self, examples: Sequence[Example]) -> Windows:
        """All windows of some examples."""
        read = [self.rows(example.text) for example in examples]
        owners = [n for n, rows in enumerate(read) for _ in rows]
        return Windows(
            [row for rows in read for row in rows], np.array(owners, dtype=int), examples
        )
