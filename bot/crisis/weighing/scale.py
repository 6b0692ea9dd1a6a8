"""The scale: what the windows of a text weigh, and what is said of the heaviest."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice, repeat
from typing import NamedTuple

from bot.crisis.memory import Memory
from bot.crisis.respelling import Respelling
from bot.crisis.tables import Tables
from bot.crisis.weighing.traits import RULE, Trait, groups, parts, spoken
from bot.crisis.weighing.weights import QUESTIONS, UNIT, Weights
from bot.crisis.weighing.windows import LONGEST_WINDOW_WORDS, windows
from bot.crisis.weighing.wording import Wording, retold, sentences
from bot.crisis.words import END
from bot.model.finding import Category, Concerns, Severity

EVENLY = 4
"""Added to the number of words: a short window needs more weight for each of its words."""
CATEGORIES = [Category(name) for name in QUESTIONS[3:7]]
Spoken = Sequence[tuple[str, int]]
"""The rules that spoke on a text, each with its level."""


class Heard(NamedTuple):
    """The heaviest window of a text: what it weighs, its words, and which window it is."""

    weight: float
    window: Sequence[str]
    number: int


class Meaning(NamedTuple):
    """What is said of a window that is past the bar."""

    level: Severity
    category: Category
    subject: Concerns


class _Singly(Memory[int]):
    """What a word weighs with all its parts, in hundredths; it fills itself."""

    def __init__(self, alert: Mapping[Trait, int]) -> None:
        super().__init__()
        self._alert = alert

    def worked_out(self, word: str) -> int:
        look = self._alert.get
        return look(word, 0) + sum(look(part, 0) for part in parts(word))


class Scale:
    """The weights of one language, made ready. Linear in the text; remembers words only."""

    def __init__(
        self,
        weights: Weights,
        short: Mapping[str, tuple[str, ...]],
        tables: Tables,
        respelling: Respelling | None = None,
    ) -> None:
        """`short` spells out the short forms of the language, as its lexicon lists them.

        `respelling` leads unknown words back to known ones; without it, to those that weigh.
        """
        emoji = {sign: (word,) for sign, word in tables.emoji.items()}
        self.weights = weights
        if respelling is None:
            respelling = Respelling((), short, weights.words)
        self.respelling = respelling
        self._wording = Wording({**short, **emoji}, tables.leet, self.respelling)
        self._singly = _Singly(weights.alert)

    def heard(
        self, words: Sequence[str], rules: Spoken = (), *, wholly: bool = False
    ) -> Heard | None:
        """The heaviest window of a text that was cut by `Words`; None where it has no words.

        Unless `wholly`, or where rules spoke, what weighs far too little is not weighed to the end.
        """
        return self._heaviest(self.windows(words), rules, wholly=wholly or bool(rules))

    def alone(self, words: Sequence[str], rules: Spoken = ()) -> Heard | None:
        """The heaviest sentence by itself: what is said around it makes it no lighter."""
        each = (window for one in self._sentences(words) for window in windows([one], END))
        return self._heaviest(each, rules, wholly=True)

    def windows(self, words: Sequence[str]) -> Iterable[Sequence[str]]:
        """The windows of a text in the words that are weighed."""
        said = self._sentences(words)
        if len(said) == 1 and 0 < len(said[0]) <= LONGEST_WINDOW_WORDS:
            return said  # most chat
        return windows(said, END)

    def _sentences(self, words: Sequence[str]) -> list[list[str]]:
        meant = self._wording.__getitem__
        said = sentences(retold(words, self.respelling))
        return [[*chain.from_iterable(map(meant, one))] for one in said]

    def _heaviest(
        self, several: Iterable[Sequence[str]], rules: Spoken, *, wholly: bool
    ) -> Heard | None:
        heaviest: Heard | None = None
        for number, window in enumerate(several):
            weight = self.weight(window, wholly=wholly)
            if heaviest is None or weight > heaviest.weight:
                heaviest = Heard(weight, window, number)
        if heaviest is None or not rules:
            return heaviest
        return heaviest._replace(weight=heaviest.weight + self._total(spoken(rules)) / UNIT)

    def place(self, words: Sequence[str], heard: Heard) -> tuple[int, int]:
        """The first and the last of the words that `heard` was weighed for."""
        if retold(words, self.respelling) is not words:
            return 0, len(words) - 1
        counted = iter(n for n, word in enumerate(words) if word != END)
        numbers = [[(next(counted), word) for word in s] for s in sentences(words)]
        plain = [[n for n, word in s for _ in self._wording[word]] for s in numbers]
        window = next(islice(windows(plain, -1), heard.number, None))
        return min(n for n in window if n >= 0), max(window)

    def weighs(self, rule: str) -> bool:
        """Whether a rule was there when the weights were learned."""
        return f"{RULE}{rule}" in self.weights.alert

    @property
    def known(self) -> frozenset[str]:
        """The words that were in what was learned from."""
        return frozenset(word for word in self.weights.words if word[0].isalnum())

    def weight(self, window: Sequence[str], *, wholly: bool = True) -> float:
        """What a window weighs without what rules add.

        Unless `wholly`, what stands side by side is left out where the words alone weigh so
        little that it never brought a window past the bar: most chat is done with here.
        """
        evened, bias = UNIT * self._evened(window), self.weights.bias[0]
        words = sum(map(self._singly.__getitem__, set(window)))
        alone = words / evened + bias
        if alone < self.weights.least and not wholly:
            return alone
        return (words + self._total(groups(window))) / evened + bias

    def traits(self, window: Sequence[str], rules: Spoken = ()) -> Iterator[tuple[Trait, float]]:
        """Everything that is weighed, and how strongly it is there."""
        share = 1 / self._evened(window)
        for word in set(window):
            yield word, share
            for part in parts(word):
                yield part, share
        for group in groups(window):
            yield group, share
        for said in spoken(rules):
            yield said, 1.0

    def reasons(self, heard: Heard, rules: Spoken = ()) -> list[tuple[Trait, float]]:
        """What each trait of the window adds, the heaviest first."""
        look = self.weights.alert.get
        added = [(t, share * look(t, 0) / UNIT) for t, share in self.traits(heard.window, rules)]
        return sorted((one for one in added if one[1]), key=lambda one: -abs(one[1]))

    def _evened(self, window: Sequence[str]) -> float:
        """What a sum over words is divided by, so that a long window weighs no more for its length.

        A word that nobody ever saw adds nothing, and makes the others no lighter.
        """
        known = self.weights.words
        return math.sqrt(sum(map(known.__contains__, window)) + EVENLY)

    def _total(self, traits: Iterable[Trait]) -> int:
        return sum(map(self.weights.alert.get, traits, repeat(0)))

    def meaning(self, heard: Heard, rules: Spoken = ()) -> Meaning:
        """How urgent a window is, what it is about, and whom."""
        acute, urgent, *about, other = self._answers(heard.window, rules)
        loudest = max(range(len(about)), key=about.__getitem__)
        return Meaning(
            _level(acute=acute >= 0, urgent=urgent >= 0),
            CATEGORIES[loudest] if about[loudest] >= 0 else Category.SUICIDE,
            Concerns.OTHER if other >= 0 else Concerns.SELF,
        )

    def _answers(self, window: Sequence[str], rules: Spoken) -> list[float]:
        """How far the answer to each other question is past its bar."""
        sums = [
            b - bar for b, bar in zip(self.weights.bias[1:], self.weights.bars[1:], strict=True)
        ]
        for trait, share in self.traits(window, rules):
            for n, weight in enumerate(self.weights.also(trait)):
                sums[n] += share * weight
        return sums


def _level(*, acute: bool, urgent: bool) -> Severity:
    if urgent:
        return Severity.IMMINENT
    return Severity.ACTIVE if acute else Severity.PASSIVE
