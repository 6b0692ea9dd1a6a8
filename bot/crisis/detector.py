"""The detector: text, or a few messages of one author in one room, to a Finding."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.crisis.engine import Engine
from bot.crisis.lexicon import Lexicon
from bot.model.finding import NOTHING, Finding

MOST_JOINED_MESSAGES = 6
BREAK = "\n"


class Detector:
    """Pure and offline: no clock, no network, nothing remembered between texts but code points."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Index a lexicon; costs milliseconds, so make one and keep it."""
        self._engine = Engine(lexicon.ruleset, lexicon.tables)

    def assess(self, text: str) -> Finding:
        """Level, category, subject and the rules that spoke; spans in code points of `text`."""
        return self._engine.assess(text)

    def assess_window(self, messages: Sequence[str]) -> Finding:
        """The most urgent finding after any of these messages, which count as within the window.

        One author, one room, oldest first. Each message is read alone and together with up
        to five before it, so that a sentence split over messages is found. Spans are offsets
        in all the messages joined by one line break.
        """
        return max(self._findings(messages), key=lambda found: found.level, default=NOTHING)

    def why(self, rule_id: str) -> str:
        """What a rule means in plain words, without a method; the id itself when it is gone."""
        rule = self._engine.ruleset.rules.get(rule_id)
        return rule.note if rule else rule_id

    def _findings(self, messages: Sequence[str]) -> Iterator[Finding]:
        starts = [0]
        for message in messages:
            starts.append(starts[-1] + len(message) + len(BREAK))
        for last, message in enumerate(messages):
            yield _moved(self.assess(message), starts[last])
            first = max(0, last + 1 - MOST_JOINED_MESSAGES)
            if first < last:
                tail = BREAK.join(messages[first : last + 1])
                yield _moved(self.assess(tail), starts[first])


def _moved(finding: Finding, by: int) -> Finding:
    spans = tuple((start + by, end + by) for start, end in finding.spans)
    return replace(finding, spans=spans)
