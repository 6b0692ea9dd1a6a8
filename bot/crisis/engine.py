"""One text through one language's rules: a quick look at every text, the rules behind a hit."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.crisis.matching import Hit, spoken
from bot.crisis.modifiers import Context
from bot.crisis.patterns import Needs, holds
from bot.crisis.reading import Reading, read, rejoined
from bot.crisis.rules import Rule, Ruleset
from bot.crisis.tables import Tables
from bot.crisis.tokens import Tokens
from bot.crisis.views import Fold, Origin
from bot.model.finding import NOTHING, Finding, Severity

DISGUISE = re.compile(
    r"(\w)\1\1|(\w)\2(\w)\3"  # killlll, kkiill
    r"|[^\W\d_][0-9@$!+]{1,3}[^\W_]|[0-9@$][^\W\d_]{2}"  # k1ll, 5uicide
    r"|[a-z]I"  # a capital i for an l
    r"|(?<!\w)\w(?:[\W_]{1,3}\w(?!\w)){2}"  # k i l l
)


class Engine:
    """A ruleset made ready. `assess` is pure; the folds remember code points only."""

    def __init__(self, ruleset: Ruleset, tables: Tables) -> None:
        """Index the rules by the words that wake them."""
        self.ruleset = ruleset
        self._quick = Fold(tables, words_only=True)
        self._fold = Fold(tables)
        self._tokens = Tokens("".join(tables.emoji), "".join(tables.leet))
        self._woken = defaultdict[str, list[tuple[Needs, Rule]]](list)
        for word, needs, rule in ruleset.anchored():
            self._woken[word].append((needs, rule))
        aliases = ruleset.vocabulary.aliases.items()
        spellings = (s for s, words in aliases if not self._woken.keys().isdisjoint(words))
        self._wakes = frozenset(self._woken) | frozenset(spellings)

    def assess(self, text: str) -> Finding:
        """The finding for one text, spans in code points of `text`. Linear in its length."""
        return self._finding(text, self.hits(text)) if self._wakes_any(text) else NOTHING

    def _wakes_any(self, text: str) -> bool:
        """Whether any rule could speak: a few C scans, no loop of ours over the text."""
        line = text.translate(self._quick)
        words = set(line.split())
        if not self._wakes.isdisjoint(words) and self._possible(self._spoken_out(words)):
            return True
        if DISGUISE.search(text) or (not text.isascii() and DISGUISE.search(line)):
            return True
        solid = line.replace(" ", "")
        return any(phrase in solid for phrase in self.ruleset.vocabulary.squashed)

    def _spoken_out(self, words: set[str]) -> set[str]:
        aliases = self.ruleset.vocabulary.aliases
        return words.union(*(aliases[word] for word in aliases.keys() & words))

    def _possible(self, words: set[str]) -> dict[str, Rule]:
        """The rules that a line of these words could wake, by id."""
        found: dict[str, Rule] = {}
        for word in self._woken.keys() & words:
            for needs, rule in self._woken[word]:
                if rule.id not in found and holds(words, needs):
                    found[rule.id] = rule
        return found

    def hits(self, text: str) -> list[Hit]:
        """Every rule that speaks in any view, most urgent first; level 0 is left out."""
        best: dict[str, Hit] = {}
        for reading in self.readings(text.translate(self._fold)):
            for hit in self._in_reading(reading):
                if hit.level > Severity.NONE and (
                    hit.rule.id not in best or hit.level > best[hit.rule.id].level
                ):
                    best[hit.rule.id] = hit
        return sorted(best.values(), key=lambda hit: hit.urgency)

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
        for rule in self._possible(set(reading.line.split())).values():
            yield from spoken(rule, reading, context, self.ruleset.first_person)

    def _finding(self, text: str, hits: Sequence[Hit]) -> Finding:
        if not hits:
            return NOTHING
        origin = Origin(text, self._fold)
        top = hits[0]
        return Finding(
            top.level,
            top.rule.category,
            top.rule.subject,
            tuple(hit.rule.id for hit in hits),
            tuple(origin.span(hit.start, hit.end) for hit in hits),
        )
