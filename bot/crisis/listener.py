"""One language: its rules and its scale, and what they say together."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.crisis.beside import AGAIN, MEANT, WEIGHED, beside_id, raised
from bot.crisis.engine import Engine
from bot.crisis.lexicon import Lexicon
from bot.crisis.matching import Hit
from bot.crisis.mirror import own_of
from bot.crisis.second import REACH, SecondReader
from bot.crisis.weighing.scale import Heard, Scale, Spoken
from bot.crisis.words import Cut, Words
from bot.model.finding import NOTHING, Category, Finding, Severity

NONE = frozenset[str]()
CLAUSE = re.compile(r"[.,;:!?()\n\u2026\u2014\u2013]+|(?<= )-+(?= )")
SAYS_LITTLE_WORDS = 6
"""So short a text says nothing against its rule: "kms" alone stays what it is."""
SPARES_URGENT = 2.0
"""How far a text must weigh below the bar for level 4 to be lowered at all."""
STEPS_BELOW = (0.0, 1.0, 2.5)
"""How far a text must weigh below the bar for its rules to be lowered by one, two, three levels."""


class Look(NamedTuple):
    """A text as one language sees it: the rules that speak, and the heaviest window of words."""

    text: str
    cut: Cut
    hits: Sequence[Hit]
    heard: Heard | None = None
    within: bool = False


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
        respelling = scale.respelling if scale else None
        self.engine = Engine(lexicon.ruleset, lexicon.tables, respelling)
        self.scale, self.second = scale, second
        spoken = lexicon.ruleset.vocabulary
        known = spoken.known | spoken.aliases.keys()
        self.vocabulary = (known | scale.known) - scale.weights.borrowed if scale else known
        self.own = own_words(lexicon)
        self.muted, self.cries = lexicon.muted, own_of(lexicon)
        told = lexicon.language
        self._notes = {WEIGHED: told.weighed, AGAIN: told.again, MEANT: told.meant}
        self._words = words

    def assess(self, text: str, cut: Cut, *, within: bool = False) -> Finding:
        """What rules and weights find in a text that was cut so; spans in code points of it.

        `within`: another language is likelier, and may stand around what is said in this one.
        """
        look = self.look(text, cut)._replace(within=within)
        if look.heard is None:
            return self._by_rules(look, 0)
        is_past = look.heard.weight >= self.bar
        found = self._by_rules(look, 0 if is_past else self.steps(look))
        if found.level >= Severity.PASSIVE or not is_past:
            return found  # how urgent it is, a rule knows better
        return self._raised(found, look, look.heard, WEIGHED) or found

    def meant(self, text: str, cut: Cut, found: Finding) -> Finding:
        """`found`, raised if the second reader takes for a cry what weighs nearly enough.

        It takes tens of milliseconds, so it is to be asked where nothing else calls anybody.
        """
        if self.second is None:
            return found
        look = self.look(text, cut)
        if look.heard is None or not self.bar - REACH <= look.heard.weight < self.bar:
            return found
        raised = self._raised(found, look, look.heard, MEANT)
        if raised is None:
            return found
        (start, end), below = raised.spans[0], self.bar - look.heard.weight
        return raised if self.second.reads_a_cry(text[start:end], self.language, below) else found

    def look(self, text: str, cut: Cut) -> Look:
        """The rules that speak, and the heaviest window; where a second reader is, weighed wholly.

        It is asked about all that weighs nearly enough.
        """
        hits = self.engine.spoken(text, self._words.alone(cut.words))
        if self.scale is None:
            return Look(text, cut, hits)
        wholly = self.second is not None
        return Look(text, cut, hits, self.scale.heard(cut.said, said(hits), wholly=wholly))

    def _raised(self, found: Finding, look: Look, heard: Heard, kind: str) -> Finding | None:
        """The finding as it is where weight speaks; None where the community muted that."""
        if self.scale is None:
            return None
        meaning = self.scale.meaning(heard, said(look.hits))
        name = beside_id(self.language, kind, meaning.category)
        if name in self.muted:
            return None
        span = self._place(look.text, self.scale.place(look.cut.said, heard))
        return replace(raised(found, meaning, name, span), language=self.language)

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
        if name in self.muted:
            return finding
        spans = (finding.spans[:1] or ((0, 0),)) + finding.spans
        return replace(
            finding, severity=Severity.PASSIVE, rules=(name, *finding.rules), spans=spans
        )

    def steps(self, look: Look) -> int:
        """By how many levels rules are lowered; not at all where one was never weighed.

        The heaviest sentence counts, with what is around it or without. Level 4 is lowered only
        far below the bar, and not where a clause is at level 4 by itself. Nor does another language
        around a clause make less of it.
        """
        hits, heard = look.hits, look.heard
        if self.scale is None or heard is None or not hits:
            return 0
        if len(heard.window) <= SAYS_LITTLE_WORDS:
            return 0
        if not all(self.scale.weighs(rule) for rule, _ in said(hits)):
            return 0
        alone = self.scale.alone(look.cut.said, said(hits))
        weight = max(heard.weight, alone.weight if alone else heard.weight)
        below = self.bar - weight
        is_urgent = hits[0].level is Severity.IMMINENT
        if is_urgent and below <= SPARES_URGENT:
            return 0
        steps = sum(below > step for step in STEPS_BELOW)
        by_itself = Severity.IMMINENT if is_urgent else Severity.PASSIVE
        spared = steps and (is_urgent or look.within) and self._alone(look.text, by_itself)
        return 0 if spared else steps

    def _alone(self, text: str, level: Severity) -> bool:
        """Whether one of several clauses is at a level by itself."""
        clauses = [one for one in CLAUSE.split(text) if one.strip()]
        if len(clauses) < 2:
            return False
        return any(self.assess(one, self._words.of(one)).level >= level for one in clauses)

    def _by_rules(self, look: Look, steps: int) -> Finding:
        hits = look.hits
        if not hits:
            return NOTHING
        top = hits[0]
        return Finding(
            lowered(top.level, steps), top.rule.category, top.rule.subject,
            tuple(hit.rule.id for hit in hits), self.engine.spans(look.text, hits),
            language=self.language,
        )  # fmt: skip

    def _place(self, text: str, held: tuple[int, int]) -> tuple[int, int]:
        places = self._words.places(text)
        return places[held[0]][0], places[held[1]][1]


def own_words(lexicon: Lexicon) -> frozenset[str]:
    """The words that a community's rules speak of."""
    own = (entry.rule for entry in lexicon.entries if entry.rule.id in lexicon.own)
    return NONE.union(*(part.words for rule in own for part in rule.parts))


def said(hits: Sequence[Hit]) -> Spoken:
    """The rules that spoke, each with its level, as they are weighed; a signal weighs nothing."""
    return [(hit.rule.id, int(hit.level)) for hit in hits if not hit.rule.is_signal]


def lowered(level: Severity, steps: int) -> Severity:
    """A rule's level, lowered: what rules found is never brought to 0, and level 4 not below 2."""
    least = Severity.PASSIVE if level is Severity.IMMINENT else min(level, Severity.DISTRESS)
    return Severity(max(level - steps, least))
