"""The detector: text, or a few messages of one author in one room, to a Finding."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, chain
from typing import Self

from bot.crisis.beside import is_beside
from bot.crisis.lexicon import Lexicon
from bot.crisis.listener import Listener
from bot.crisis.patterns import Pattern
from bot.crisis.tongues import Tongues
from bot.crisis.words import Words
from bot.model.finding import NOTHING, Finding, Severity

MOST_JOINED_MESSAGES = 6
BREAK, SPACE = "\n", " "
AS_ONE_SENTENCE = (2, 3)


class Detector:
    """Pure and offline: no clock, no network, nothing remembered between texts but words."""

    def __init__(self, listeners: Sequence[Listener], words: Words) -> None:
        """One listener for each language; `words` cuts a text once for all of them."""
        self.listeners = listeners
        self.words = words
        self._tongues = Tongues(
            [one.vocabulary for one in listeners], [one.own for one in listeners]
        )

    @classmethod
    def by_rules(cls, *lexicons: Lexicon) -> Self:
        """A detector of rules alone, which nothing raises or lowers."""
        words = Words(lexicons[0].tables)
        return cls([Listener(lexicon, words) for lexicon in lexicons], words)

    @property
    def patterns(self) -> Iterator[Pattern]:
        """Every pattern of every language, for whoever has time to make their expressions."""
        return chain.from_iterable(one.engine.ruleset.patterns for one in self.listeners)

    def assess(self, text: str) -> Finding:
        """Level, category, subject and the rules that spoke; spans in code points of `text`."""
        return self._assess(text, twice=True)

    def _assess(self, text: str, *, twice: bool) -> Finding:
        """Unless `twice`, no second reader is asked."""
        cut = self.words.of(text)
        asked = self.understanding(cut.words)
        each = (one.assess(text, cut, within=n > 0) for n, one in enumerate(asked))
        found = max(each, key=_urgency, default=NOTHING)
        if not twice or found.level >= Severity.PASSIVE:
            return found  # whatever a second reader does must not cost what was found
        return max((one.meant(text, cut, found) for one in asked), key=_urgency, default=found)

    def understanding(self, words: Sequence[str]) -> list[Listener]:
        """The languages that a text may be written in, likeliest first; in doubt, all.

        Also those of which a rule could speak: a short cry is heard beside words of another
        language, and a disguised one, whose words count for none.
        """
        if len(self.listeners) == 1:
            return list(self.listeners)
        likely = [self.listeners[number] for number in self._tongues.of(words)]
        others = [one for one in self.listeners if one not in likely]
        return [*likely, *(one for one in others if self._sounds(one, words, likely))]

    def _sounds(self, one: Listener, words: Sequence[str], likely: Sequence[Listener]) -> bool:
        """Whether a rule of a language could speak where the likely ones do not know every word.

        What they know is no disguise of another language's ("recall" is no "recaí").
        """
        unknown = {*words}
        for other in likely:
            unknown = {word for word in unknown if word not in other.vocabulary}
        if not unknown:
            return False
        left = [word for word in words if word in unknown or word in one.vocabulary]
        return one.engine.sounds(self.words.alone(left))

    def assess_window(self, messages: Sequence[str]) -> Finding:
        """The most urgent finding after any of these messages, which count as within the window.

        One author, one room, oldest first. Each message is read alone and together with up
        to five before it, so that a sentence split over messages is found. Spans are offsets
        in all the messages joined by one line break.
        """
        return _worst(self._findings(messages), lambda found: (found.level, False))

    def assess_tail(self, messages: Sequence[str]) -> Finding:
        """What the last of these says together with those before it: two, three, and all.

        Two or three are read as one sentence, all of them as sentences, which a second reader may
        be shown. Spans are offsets in all the messages joined by one sign.
        """
        starts = list(accumulate((len(one) + len(BREAK) for one in messages), initial=0))
        parts = (
            _moved(self._assess(SPACE.join(messages[-n:]), twice=False), starts[-n - 1])
            for n in AS_ONE_SENTENCE
            if n <= len(messages)
        )
        whole = (self.assess(one) for one in (BREAK.join(messages),))
        return _worst(chain(parts, whole), _urgency)

    def again(self, finding: Finding) -> Finding:
        """A finding of low distress that came too often: level 2, by its language's own rule."""
        for one in self.listeners:
            if one.language == finding.language:
                return one.again(finding)
        return finding

    def why(self, rule_id: str) -> str:
        """What a rule means in plain words, without a method; the id itself when it is gone."""
        for one in self.listeners:
            if note := one.why(rule_id):
                return note
        return rule_id

    def _findings(self, messages: Sequence[str]) -> Iterator[Finding]:
        starts = [0]
        for message in messages:
            starts.append(starts[-1] + len(message) + len(BREAK))
        for last, message in enumerate(messages):
            yield _moved(self.assess(message), starts[last])
            first = max(0, last + 1 - MOST_JOINED_MESSAGES)
            if first < last:
                yield _moved(self.assess_tail(messages[first : last + 1]), starts[first])


def _worst(several: Iterable[Finding], key: Callable[[Finding], tuple[int, bool]]) -> Finding:
    """The first of the highest. A failure on the way costs nothing that is as urgent as itself.

    "Could not check" counts as level 3: less must not stand for it.
    """
    worst = NOTHING
    try:
        for found in several:
            worst = max(worst, found, key=key)
    except Exception:
        if worst.level < Severity.ACTIVE:
            raise
    return worst


def _urgency(finding: Finding) -> tuple[int, bool]:
    """No language makes less of what another one heard; of equals, a rule goes before weight."""
    by_rule = bool(finding.rules) and not is_beside(finding.rules[0])
    return finding.level, by_rule


def _moved(finding: Finding, by: int) -> Finding:
    spans = tuple((start + by, end + by) for start, end in finding.spans)
    return replace(finding, spans=spans)
