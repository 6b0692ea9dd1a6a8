"""One text through one language's rules: a quick look at every text, the rules behind a hit."""

from collections.abc import Iterator, Sequence

from bot.crisis.glance import Glance
from bot.crisis.matching import Hit, spoken
from bot.crisis.modifiers import Context
from bot.crisis.quotes import Quotes
from bot.crisis.reading import Reading, read, rejoined
from bot.crisis.rules import Ruleset
from bot.crisis.tables import Tables
from bot.crisis.tokens import Tokens
from bot.crisis.views import Fold, Origin
from bot.model.finding import Severity


class Engine:
    """A ruleset made ready. Pure; the folds remember code points only."""

    def __init__(self, ruleset: Ruleset, tables: Tables) -> None:
        """Index the rules by the words that wake them."""
        self.ruleset = ruleset
        self._fold = Fold(tables)
        self._tokens = Tokens("".join(tables.emoji), "".join(tables.leet))
        self._quotes = Quotes(ruleset.elided, self._fold)
        self._glance = Glance(ruleset)

    def spoken(self, text: str, words: Sequence[str]) -> list[Hit]:
        """The rules that speak on a text, most urgent first. Linear in its length.

        `words` are those of the text, cut once by `Words` for every language.
        """
        return self.hits(text) if self._glance.wakes(words) else []

    def hits(self, text: str) -> list[Hit]:
        """Every rule that speaks in any view, most urgent first; softened to 0, it is silent."""
        best: dict[str, Hit] = {}
        for reading in self.readings(self._quotes.doubled(text).translate(self._fold)):
            for hit in self._in_reading(reading):
                if hit.level is Severity.NONE and not hit.rule.is_signal:
                    continue
                if hit.rule.id not in best or hit.level > best[hit.rule.id].level:
                    best[hit.rule.id] = hit
        return sorted(best.values(), key=lambda hit: (*hit.urgency, hit.rule.id))

    def readings(self, skeleton: str) -> Iterator[Reading]:
        """The text as it stands, then without disguises where that differs."""
        vocabulary, joins = self.ruleset.vocabulary, self.ruleset.joins
        plain = read(self._tokens.of(skeleton, leet=False), vocabulary, joins)
        yield plain
        tokens = rejoined(self._tokens.of(skeleton, leet=True), vocabulary)
        undisguised = read(tokens, vocabulary, joins)
        if undisguised.line != plain.line:
            yield undisguised

    def _in_reading(self, reading: Reading) -> Iterator[Hit]:
        context = Context(reading, self.ruleset.modifiers)
        for rule in self._glance.possible(" ".join(reading.line.split())).values():
            yield from spoken(rule, reading, context, self.ruleset.first_person)

    def views(self, text: str) -> list[str]:
        """The text as rules read it: as it stands, and without disguises where that differs."""
        skeleton = self._quotes.doubled(text).translate(self._fold)
        return [" ".join(reading.line.split()) for reading in self.readings(skeleton)]

    def spans(self, text: str, hits: Sequence[Hit]) -> tuple[tuple[int, int], ...]:
        """Where rules spoke, in code points of the text as it was written."""
        origin = Origin(self._quotes.doubled(text), self._fold)
        return tuple(origin.span(hit.start, hit.end) for hit in hits)
