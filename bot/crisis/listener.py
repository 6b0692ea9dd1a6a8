"""One language: its rules and its scale, and what they say together."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.crisis.engine import Engine
from bot.crisis.lexicon import Lexicon
from bot.crisis.matching import Hit
from bot.crisis.second import REACH, SecondReader
from bot.crisis.weighing.scale import Heard, Meaning, Scale, Spoken
from bot.crisis.words import Cut, Words
from bot.model.finding import NOTHING, Category, Finding, Severity

NONE = frozenset[str]()
CLAUSE = re.compile(r"[.,;:!?()\n\u2026\u2014\u2013]+|(?<= )-+(?= )")
WEIGHED = "weighed"
"""What the rule is called by which the weight of words speaks, after the language."""
AGAIN = "again"
"""The same where distress was heard again and again."""
MEANT = "meant"
"""The same where the second reader spoke."""
SAYS_LITTLE_WORDS = 6
"""So short a text says nothing against its rule: "kms" alone stays what it is."""
SPARES_URGENT = 2.0
"""How far a text must weigh below the bar for level 4 to be lowered at all."""
STEPS_BELOW = (0.0, 1.0, 2.5)
"""How far a text must weigh below the bar for its rules to be lowered by one, two, three levels."""


class Listener:
    """What one language says about a text. Pure; it remembers words and code points only."""

    def __init__(
        self,
        lexicon: Lexicon,
        words: Words,
        scale: Scale | None = None,
        second: SecondReader | None = None,
    ) -> None:
        """Index the lexicon; costs milliseconds. Without a scale the rules speak alone."""
        self.language = lexicon.language.name
        self.engine = Engine(lexicon.ruleset, lexicon.tables)
        self.scale, self.second = scale, second
        spoken = lexicon.ruleset.vocabulary
        known = spoken.known | spoken.aliases.keys()
        self.vocabulary = (known | scale.known) - scale.weights.borrowed if scale else known
        self.own = own_words(lexicon)
        self._muted = lexicon.muted
        told = lexicon.language
        self._notes = {WEIGHED: told.weighed, AGAIN: told.again, MEANT: told.meant}
        self._words = words

    def assess(self, text: str, cut: Cut, *, twice: bool = True) -> Finding:
        """The finding for a text that was cut so; spans in code points of it.

        Unless `twice`, the second reader is left out.
        """
        hits = self.engine.spoken(text, self._words.alone(cut.words))
        heard = self.scale.heard(cut.said, said(hits)) if self.scale else None
        if heard is None or self.scale is None:
            return self._by_rules(text, hits, 0)
        is_past = heard.weight >= self.bar
        found = self._by_rules(text, hits, 0 if is_past else self.steps(text, cut, hits, heard))
        if found.level >= Severity.PASSIVE:
            return found  # how urgent it is, a rule knows better
        if not is_past and not (twice and self._meant(text, cut, heard)):
            return found
        meaning = self.scale.meaning(heard, said(hits))
        name = beside_id(self.language, WEIGHED if is_past else MEANT, meaning.category)
        if name in self._muted:
            return found
        span = self._place(text, self.scale.place(cut.said, heard))
        return replace(raised(found, meaning, name, span), language=self.language)

    def _meant(self, text: str, cut: Cut, heard: Heard) -> bool:
        """Whether the second reader takes for a cry what weighs nearly enough."""
        if self.scale is None or self.second is None or heard.weight < self.bar - REACH:
            return False
        start, end = self._place(text, self.scale.place(cut.said, heard))
        return self.second.reads_a_cry(text[start:end], self.language, self.bar - heard.weight)

    @property
    def bar(self) -> float:
        """What a text must weigh for people to be called."""
        return self.scale.weights.bars[0] if self.scale else 0.0

    def why(self, rule_id: str) -> str | None:
        """A rule of this language in plain words, without a method; None where it has none."""
        language, _, beside = rule_id.partition(".")
        kind, _, category = beside.partition(".")
        if category and language == self.language and kind in self._notes:
            return f"{self._notes[kind]} ({category})"
        rule = self.engine.ruleset.rules.get(rule_id)
        return rule.note if rule else None

    def again(self, finding: Finding) -> Finding:
        """A finding of low distress that came too often: people are called, unless it is muted."""
        name = beside_id(self.language, AGAIN, Category.DISTRESS)
        if name in self._muted:
            return finding
        spans = (finding.spans[:1] or ((0, 0),)) + finding.spans
        return replace(
            finding, severity=Severity.PASSIVE, rules=(name, *finding.rules), spans=spans
        )

    def steps(self, text: str, cut: Cut, hits: Sequence[Hit], heard: Heard) -> int:
        """By how many levels rules are lowered; not at all where one was never weighed.

        The heaviest sentence counts, with what is around it or without. Level 4 is lowered only
        far below the bar, and not where a clause is at level 4 by itself.
        """
        if self.scale is None or not hits or len(heard.window) <= SAYS_LITTLE_WORDS:
            return 0
        if not all(self.scale.weighs(rule) for rule, _ in said(hits)):
            return 0
        alone = self.scale.alone(cut.said, said(hits))
        weight = max(heard.weight, alone.weight if alone else heard.weight)
        below = self.bar - weight
        is_urgent = hits[0].level is Severity.IMMINENT
        if is_urgent and (below <= SPARES_URGENT or self._urgent_alone(text)):
            return 0
        return sum(below > step for step in STEPS_BELOW)

    def _urgent_alone(self, text: str) -> bool:
        """Whether one of several clauses is at level 4 by itself."""
        clauses = [one for one in CLAUSE.split(text) if one.strip()]
        if len(clauses) < 2:
            return False
        # A text of many clauses must not be shown to the second reader once for each.
        found = (self.assess(one, self._words.of(one), twice=False) for one in clauses)
        return any(one.severity is Severity.IMMINENT for one in found)

    def _by_rules(self, text: str, hits: Sequence[Hit], steps: int) -> Finding:
        if not hits:
            return NOTHING
        top = hits[0]
        return Finding(
            lowered(top.level, steps), top.rule.category, top.rule.subject,
            tuple(hit.rule.id for hit in hits), self.engine.spans(text, hits),
            language=self.language,
        )  # fmt: skip

    def _place(self, text: str, held: tuple[int, int]) -> tuple[int, int]:
        places = self._words.places(text)
        return places[held[0]][0], places[held[1]][1]


def own_words(lexicon: Lexicon) -> frozenset[str]:
    """The words that a community's rules speak of."""
    own = (entry.rule for entry in lexicon.entries if entry.rule.id in lexicon.own)
    return NONE.union(*(part.words for rule in own for part in rule.parts))


def raised(found: Finding, meaning: Meaning, name: str, span: tuple[int, int]) -> Finding:
    """What rules left below level 2, raised by weight."""
    return Finding(
        meaning.level, meaning.category, meaning.subject, (name, *found.rules), (span, *found.spans)
    )


def beside_id(language: str, kind: str, category: Category) -> str:
    """The id of what speaks beside the rules: `en.weighed.suicide`, `en.again.distress`."""
    return f"{language}.{kind}.{category.value}"


def all_beside(language: str) -> frozenset[str]:
    """Every such id of a language, each of which a community may mute."""
    kinds = {beside_id(language, kind, one) for kind in (WEIGHED, MEANT) for one in Category}
    return frozenset({*kinds, beside_id(language, AGAIN, Category.DISTRESS)})


def is_weighed(rule: str) -> bool:
    """Whether an id is one by which weight speaks."""
    return f".{WEIGHED}." in rule


def said(hits: Sequence[Hit]) -> Spoken:
    """The rules that spoke, each with its level, as they are weighed; a signal weighs nothing."""
    return [(hit.rule.id, int(hit.level)) for hit in hits if not hit.rule.is_signal]


def lowered(level: Severity, steps: int) -> Severity:
    """A rule's level, lowered: what rules found is never brought to 0, and level 4 not below 2."""
    least = Severity.PASSIVE if level is Severity.IMMINENT else min(level, Severity.DISTRESS)
    return Severity(max(level - steps, least))
