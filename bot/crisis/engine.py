"""One text through one language's rules: a quick look at every text, the rules behind a hit."""

from collections.abc import Iterator, Sequence

from bot.crisis.glance import Glance
from bot.crisis.matching import Hit, spoken
from bot.crisis.modifiers import Context
from bot.crisis.quotes import Quotes
from bot.crisis.reading import Reading, read, recut, rejoined, respelt
from bot.crisis.respelling import Respelling
from bot.crisis.rules import Ruleset
from bot.crisis.tables import Tables
from bot.crisis.tokens import Token, Tokens
from bot.crisis.views import Fold, Origin
from bot.model.finding import Severity


class Engine:
    """A ruleset made ready. Pure; the folds remember code points only."""

    def __init__(
        self, ruleset: Ruleset, tables: Tables, respelling: Respelling | None = None
    ) -> None:
        """Index the rules by the words that wake them. With `respelling`, slips are understood."""
        self.ruleset, self._respelling = ruleset, respelling
        self._fold = Fold(tables)
        self._tokens = Tokens("".join(tables.emoji), "".join(tables.leet))
        self._quotes = Quotes(ruleset.elided, self._fold)
        self._glance = Glance(ruleset, respelling)

    def spoken(self, text: str, words: Sequence[str]) -> list[Hit]:
        """The rules that speak on a text, most urgent first. Linear in its length.

        `words` are those of the text, cut once by `Words` for every language.
        """
        return self.hits(text) if self._glance.wakes(words) else []

    def sounds(self, words: Sequence[str]) -> bool:
        """Whether any rule could speak on a text of these words, hardly one of this language."""
        return self._glance.sounds(words)

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
        """The text as it stands, and each other way to read it that differs.

        Without disguises; with unknown words led back to known ones; put together anew.
        """
        seen = {""}
        for tokens in self._views(skeleton):
            reading = read(tokens, self.ruleset.vocabulary, self.ruleset.joins)
            if reading.line not in seen:
                seen.add(reading.line)
                yield reading

    def _views(self, skeleton: str) -> Iterator[list[Token]]:
        plain = self._tokens.of(skeleton, leet=False)
        yield plain
        undisguised = rejoined(self._tokens.of(skeleton, leet=True), self.ruleset.vocabulary)
        yield undisguised
        if self._respelling is not None:
            yield respelt(undisguised, self._respelling)
            yield respelt(rejoined(plain, self.ruleset.vocabulary), self._respelling)
            yield recut(plain, self._respelling)

    def _in_reading(self, reading: Reading) -> Iterator[Hit]:
        context = Context(reading, self.ruleset.modifiers)
        for rule in self._glance.possible(" ".join(reading.line.split())).values():
            yield from spoken(rule, reading, context, self.ruleset.first_person)

    def views(self, text: str) -> list[str]:
        """The text as rules read it, in each way that differs from the ones before."""
        skeleton = self._quotes.doubled(text).translate(self._fold)
        return [" ".join(reading.line.split()) for reading in self.readings(skeleton)]

    def spans(self, text: str, hits: Sequence[Hit]) -> tuple[tuple[int, int], ...]:
        """Where rules spoke, in code points of the text as it was written."""
        origin = Origin(self._quotes.doubled(text), self._fold)
        return tuple(origin.span(hit.start, hit.end) for hit in hits)
