"""What softens a finding: jokes, games, quotation, the past, a "not", each in its clause only."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from bot.crisis.reading import Reading
from bot.crisis.rules import Modifier, Rule
from bot.model.finding import Severity

FARTHEST_BEFORE_CHARS = 60


class Context:
    """The modifiers of one reading; a clause is looked at once, however many rules hit in it."""

    def __init__(self, reading: Reading, modifiers: Sequence[Modifier]) -> None:
        """Nothing is searched before the first question."""
        self._reading = reading
        self._modifiers = modifiers
        self._clauses: dict[int, frozenset[str]] = {}
        self._cancelled: frozenset[str] | None = None

    def softening(self, rule: Rule, spans: Sequence[tuple[int, int]]) -> set[str]:
        """The modifiers around `spans` (in the line) that this rule heeds."""
        around = {name for start, end in spans for name in self._around(start, end)}
        return around - (rule.ignores | self._taken_back()) if around else around

    def level(self, rule: Rule, softening: AbstractSet[str]) -> Severity:
        """The rule's level after each modifier took its step once.

        A 4 is never brought to 0 (issue A); its floor is 1.
        """
        lowered = rule.severity - sum(m.step for m in self._modifiers if m.id in softening)
        floor = Severity.DISTRESS if rule.severity is Severity.IMMINENT else Severity.NONE
        return Severity(max(floor, lowered))

    def _around(self, start: int, end: int) -> Iterator[str]:
        reading = self._reading
        clauses = reading.clause(start, end)
        for number in clauses:
            yield from self._in_clause(number)
        if clauses.stop < len(reading.clauses):
            yield from (m.id for m in self._modifiers if m.spills and self._is_all(m, clauses.stop))
        aside = all(reading.quoted[word] for word in reading.words(start, end))
        yield from (m.id for m in self._modifiers if m.quoted and aside)
        yield from (m.id for m in self._modifiers if self._leads_to(m, start))

    def _in_clause(self, number: int) -> frozenset[str]:
        if number not in self._clauses:
            text = self._reading.clause_text(number)
            words = set(text.split())
            self._clauses[number] = frozenset(
                m.id
                for m in self._modifiers
                if m.clause and m.clause.possible(words) and m.clause.regex.search(text)
            )
        return self._clauses[number]

    def _is_all(self, modifier: Modifier, number: int) -> bool:
        """Whether a clause says nothing but this modifier: "lol", "jk haha"."""
        if modifier.clause is None or modifier.id not in self._in_clause(number):
            return False
        rest = modifier.clause.regex.sub("", self._reading.clause_text(number))
        return not any(sign.isalnum() for sign in rest)

    def _leads_to(self, modifier: Modifier, start: int) -> bool:
        """Whether this modifier's words end just before `start`, in the same clause."""
        if modifier.before is None:
            return False
        clause = self._reading.clauses[self._reading.clause(start, start + 1).start]
        window = self._reading.line[max(clause, start - FARTHEST_BEFORE_CHARS) : start]
        found = modifier.before.regex.finditer(window)
        return any(match.end() == len(window) for match in found)

    def _taken_back(self) -> frozenset[str]:
        """What "not joking", said anywhere in the text, cancels."""
        if self._cancelled is None:
            line = self._reading.line
            said = (m for m in self._modifiers if m.cancels and m.clause)
            heard = (m.cancels for m in said if m.clause and m.clause.regex.search(line))
            self._cancelled = frozenset[str]().union(*heard)
        return self._cancelled
