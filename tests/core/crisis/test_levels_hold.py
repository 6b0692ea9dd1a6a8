"""Level 4 stays level 4: whatever is done to the lexicons' own examples of it.

Shares, as weight is a sum that no single promise holds for; each is what was reached, rounded down.
"""

from collections.abc import Callable

import pytest

from bot.app.lexicons import LEXICONS, lexicon_of
from bot.crisis.detector import Detector
from bot.crisis.tables import Tables
from bot.model.finding import Severity

Change = Callable[[str, str], str]
HARMLESS = {
    "en": "the weather is nice here today",
    "es": "hoy hace muy buen tiempo aquí",
    "de": "heute ist hier schönes wetter",
}
LOOK_ALIKES = str.maketrans("aeopc", "\u0430\u0435\u043e\u0440\u0441")
CHANGES: dict[str, tuple[Change, float, float]] = {
    "a sentence before": (lambda text, other: f"{other}. {text}", 0.98, 0.99),
    "a sentence after": (lambda text, other: f"{text}. {other}.", 0.98, 0.99),
    "a line after": (lambda text, other: f"{text}\n{other}", 0.96, 0.98),
    "a clause before": (lambda text, other: f"{other}, {text}", 0.92, 0.95),
    "a clause after": (lambda text, other: f"{text}, {other}", 0.92, 0.95),
    "signs of no width": (lambda text, _: "\u200b".join(text), 1.0, 1.0),
    "look-alikes": (lambda text, _: text.translate(LOOK_ALIKES), 1.0, 1.0),
    "capitals": (lambda text, _: text.upper(), 1.0, 1.0),
    "a doubled letter": (lambda text, _: _doubled(text), 0.95, 0.97),
    "the same twice": (lambda text, _: f"{text}. {text}", 1.0, 1.0),
}
"""What is done, the share that stays level 4, and the share that loses at most one level."""


def _doubled(text: str) -> str:
    letters = [n for n, sign in enumerate(text) if sign.isalpha()]
    if not letters:
        return text
    middle = letters[len(letters) // 2]
    return text[:middle] + text[middle] + text[middle:]


@pytest.fixture(scope="module")
def urgent(detector: Detector, tables: Tables) -> list[tuple[str, str]]:
    """The examples of every rule at level 4 that the whole detector puts there, by language."""
    return [
        (language, text)
        for language in LEXICONS
        for entry in lexicon_of(language, tables).entries
        if entry.rule.severity is Severity.IMMINENT
        for text in entry.examples
        if detector.assess(text).severity is Severity.IMMINENT
    ]


@pytest.mark.parametrize("what", CHANGES)
def test_level_four_stays_level_four(
    detector: Detector, urgent: list[tuple[str, str]], what: str
) -> None:
    change, stays, nearly = CHANGES[what]
    levels = [detector.assess(change(text, HARMLESS[language])).level for language, text in urgent]
    assert len(levels) > 500
    assert sum(level == 4 for level in levels) >= stays * len(levels)
    assert sum(level >= 3 for level in levels) >= nearly * len(levels)


def test_two_messages_together_are_nearly_as_urgent_as_the_more_urgent_one(
    detector: Detector, urgent: list[tuple[str, str]]
) -> None:
    pairs = list(zip(urgent, urgent[7:] + urgent[:7], strict=True))
    joined = [detector.assess(f"{one[1]}\n{other[1]}").level for one, other in pairs]
    assert sum(level >= 3 for level in joined) >= 0.99 * len(joined)
