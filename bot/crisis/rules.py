"""What a lexicon is made of once it is read: rules that raise, modifiers that lower."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.crisis.patterns import Pattern
from bot.crisis.pieces import Needs
from bot.crisis.vocabulary import Vocabulary
from bot.model.finding import Category, Concerns, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that a person may say.

    `parts` are patterns that must all be found near one another (most rules have one).
    `unless` in the same clause means that the rule does not speak at all. `ignores` names
    modifiers that do not lower it. `note` is shown to moderators and names no method.
    """

    id: str
    severity: Severity
    category: Category
    subject: Concerns
    note: str
    source: str
    parts: tuple[Pattern, ...] = field(repr=False)
    unless: Pattern | None = field(default=None, repr=False)
    ignores: frozenset[str] = frozenset()

    @property
    def is_signal(self) -> bool:
        """Whether it calls nobody by itself: level 0 is for who counts ("are you ok?")."""
        return self.severity is Severity.NONE

    def possible(self, words: set[str]) -> bool:
        """Whether a line of these words could hold every part."""
        return all(part.possible(words) for part in self.parts)

    def seems(self, line: str) -> bool:
        """Whether it could speak on a line of these words, wherever its clauses end."""
        return all(part.seems(line) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Modifier:
    """What makes a finding weaker, by `step` levels and once for each finding.

    `clause` is sought in the clause of the finding, `before` must end where it begins.
    `spills`: a clause of nothing else ("lol") belongs to the one before it. `quoted`: it
    also holds for another's words. `cancels` takes the named modifiers out of the whole
    text; such a modifier usually has step 0.
    """

    id: str
    step: int
    clause: Pattern | None = field(default=None, repr=False)
    before: Pattern | None = field(default=None, repr=False)
    spills: bool = False
    quoted: bool = False
    cancels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ruleset:
    """A language's rules, ready to run.

    `vocabulary` and `joins` shape how a text is read; with a word of `first_person` in it a
    finding is about the writer, even where a rule about somebody else spoke too. `elided` are short
    forms whose apostrophes are no quotation marks.
    """

    language: str
    rules: Mapping[str, Rule]
    modifiers: Sequence[Modifier]
    vocabulary: Vocabulary
    joins: frozenset[str]
    first_person: frozenset[str]
    elided: frozenset[str] = frozenset()

    @property
    def patterns(self) -> Iterator[Pattern]:
        """Every pattern of it."""
        for rule in self.rules.values():
            yield from rule.parts
            if rule.unless is not None:
                yield rule.unless
        for modifier in self.modifiers:
            yield from filter(None, (modifier.clause, modifier.before))

    def anchored(self) -> Iterator[tuple[str, Rule, Needs]]:
        """Each phrase that wakes a rule, and what else the line then holds.

        One of several parts wakes by its rarest.
        """
        for rule in self.rules.values():
            rarest = min(rule.parts, key=lambda part: part.cost)
            for branch in rarest.branches:
                for phrase in branch.anchors:
                    yield phrase, rule, branch.needs
