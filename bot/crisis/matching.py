"""One rule on one reading: where its parts stand, what excuses it, at which level it speaks."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from bot.crisis.modifiers import Context
from bot.crisis.reading import Reading
from bot.crisis.rules import Rule
from bot.model.finding import Category, Concerns, Severity

FARTHEST_PARTS_CHARS = 200  # parts of one rule further apart than this speak of two things


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that spoke: its level after what softened it, and where in the skeleton."""

    rule: Rule
    level: Severity
    start: int
    end: int
    first_person: bool
    softened: AbstractSet[str] = frozenset()

    @property
    def urgency(self) -> tuple[int, bool, int, int]:
        """Sorts the hit that decides first: level, kind, the rule's own level, whom it is about.

        A threat comes after a danger of the same level, which no kind of room makes less of. The
        writer is preferred where the words name them ("kill myself"); else somebody else's
        danger is ("she took too many") before a rule that only assumes the writer.
        """
        about = 1 if self.rule.subject is Concerns.OTHER else 0 if self.first_person else 2
        threat = self.rule.category is Category.HARM_TO_OTHERS
        return -self.level, threat, -self.rule.severity, about


def spoken(
    rule: Rule, reading: Reading, context: Context, first_person: frozenset[str]
) -> Iterator[Hit]:
    """A rule's best hit in a reading; sought no further once nothing lowers it."""
    best: Hit | None = None
    for spans in _together(rule, reading.line):
        if rule.unless and _excused(rule, reading, spans):
            continue
        softened = context.softening(rule, spans)
        level = context.level(rule, softened)
        if best is None or level > best.level:
            hit = _hit(rule, level, reading, spans, first_person)
            best = replace(hit, softened=softened)
        if level is rule.severity:
            break
    if best is not None:
        yield best


def _hit(
    rule: Rule,
    level: Severity,
    reading: Reading,
    spans: Sequence[tuple[int, int]],
    first_person: frozenset[str],
) -> Hit:
    numbers = [n for span in spans for n in reading.words(*span)]
    start, end = reading.spans[min(numbers)][0], reading.spans[max(numbers)][1]
    words = {word for a, b in spans for word in reading.line[a:b].split()}
    return Hit(rule, level, start, end, not words.isdisjoint(first_person))


def _excused(rule: Rule, reading: Reading, spans: Sequence[tuple[int, int]]) -> bool:
    if rule.unless is None:
        return False
    return any(
        rule.unless.regex.search(reading.clause_text(n))
        for span in spans
        for n in reading.nearby(*span)
    )


def _together(rule: Rule, line: str) -> Iterator[tuple[tuple[int, int], ...]]:
    """Where every part of a rule stands near its first part."""
    first, *others = rule.parts
    if not others:
        yield from ((match.span(),) for match in first.regex.finditer(line))
        return
    places = [[match.span() for match in part.regex.finditer(line)] for part in others]
    if all(places):
        for match in first.regex.finditer(line):
            near = [_nearest(spans, match.start()) for spans in places]
            if all(abs(start - match.start()) <= FARTHEST_PARTS_CHARS for start, _ in near):
                yield (match.span(), *near)


def _nearest(spans: Sequence[tuple[int, int]], start: int) -> tuple[int, int]:
    after = bisect_left(spans, (start, start))
    beside = spans[max(after - 1, 0) : after + 1]
    return min(beside, key=lambda span: abs(span[0] - start))
