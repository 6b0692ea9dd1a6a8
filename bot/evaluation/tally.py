"""Counting: what the detector says of labelled lines, by level, kind, language and rule."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.evaluation.lines import Line
from bot.evaluation.shares import Share
from bot.model.finding import Finding, Severity

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Read:
    """A line and what was found in it."""

    line: Line
    found: Finding


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule spoke in cries, and how often in harmless lines that alerted."""

    hits: int
    false: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Everything that is said about a set of lines."""

    read: Sequence[Read]

    def recall(self, by: Callable[[Line], K]) -> dict[K, Share]:
        """The share of cries that alert, in groups."""
        return _shares(self._where(lambda one: one.line.crisis), by, _alerted)

    def false_alarms(self, by: Callable[[Line], K]) -> dict[K, Share]:
        """The share of harmless labelled lines that alert, in groups."""
        return _shares(self._where(lambda one: one.line.harmless), by, _alerted)

    def concerns(self) -> Share:
        """The share of level-1 lines for which people would be called."""
        low = self._where(lambda one: one.line.meant is Severity.DISTRESS)
        return Share(sum(map(_alerted, low)), len(low))

    def ranked(self, by: Callable[[Line], K]) -> dict[K, Share]:
        """The share of level-4 cries that are found at level 4, in groups."""
        urgent = self._where(lambda one: one.line.meant is Severity.IMMINENT)
        return _shares(urgent, by, _urgent)

    def chat(self) -> dict[str, tuple[Share, Share]]:
        """Of lines from public chat, by file: how many alert, how many at level 4."""
        unlabelled = self._where(lambda one: one.line.meant is None)
        alerts = _shares(unlabelled, _source, _alerted)
        urgent = _shares(unlabelled, _source, _urgent)
        return {name: (alerts[name], urgent[name]) for name in alerts}

    def rules(self) -> dict[str, RuleCount]:
        """Each rule that spoke."""
        hits = Counter(rule for one in self.read if one.line.crisis for rule in one.found.rules)
        false = Counter(
            rule
            for one in self.read
            if not one.line.crisis and one.found.alerted
            for rule in one.found.rules
        )
        return {rule: RuleCount(hits[rule], false[rule]) for rule in sorted({*hits, *false})}

    def missed(self) -> list[Read]:
        """Cries that call nobody, most urgent first."""
        silent = self._where(lambda one: one.line.crisis and not _alerted(one))
        return sorted(silent, key=lambda one: -(one.line.meant or 0))

    def wrong(self) -> list[Read]:
        """Harmless lines that alert, most urgent first."""
        loud = self._where(lambda one: _alerted(one) and not one.line.crisis)
        return sorted(loud, key=lambda one: -one.found.level)

    def _where(self, holds: Callable[[Read], bool]) -> list[Read]:
        return [one for one in self.read if holds(one)]


def _shares(
    read: Iterable[Read], by: Callable[[Line], K], holds: Callable[[Read], bool]
) -> dict[K, Share]:
    groups: defaultdict[K, list[bool]] = defaultdict(list)
    for one in read:
        groups[by(one.line)].append(holds(one))
    return {key: Share(sum(said), len(said)) for key, said in groups.items()}


def _alerted(one: Read) -> bool:
    return one.found.alerted


def _urgent(one: Read) -> bool:
    return one.found.level is Severity.IMMINENT


def _source(line: Line) -> str:
    return line.source
