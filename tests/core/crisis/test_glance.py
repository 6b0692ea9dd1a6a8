"""The glance wakes whatever a rule would find, and remembers no more than it may.

What it does not cover: texts unlike those of our corpora; a rule that a community writes is proven
by its own examples through the same glance.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from bot.crisis.detector import Detector
from bot.crisis.engine import Engine
from bot.crisis.glance import Glance, Spelling, closed
from bot.crisis.lexicon import Lexicon
from bot.crisis.memory import LARGEST_MEMORY
from bot.crisis.rules import Rule
from bot.crisis.tables import Tables
from bot.crisis.vocabulary import LONGEST_WORD_CHARS
from bot.model.finding import Severity

DEV = Path(__file__).parents[2] / "corpora" / "crisis" / "dev"
EVERY = 9
"""Of our lines, so that the test takes seconds: `seen` reads each by every rule."""


def _texts() -> list[str]:
    rows = [json.loads(row) for f in sorted(DEV.glob("en_*")) for row in f.read_text().splitlines()]
    return [text for row in rows[::EVERY] for text in row.get("messages") or [row["text"]]]


@pytest.fixture(scope="module")
def engine(lexicon: Lexicon, tables: Tables) -> Engine:
    return Engine(lexicon.ruleset, tables)


def test_what_any_rule_finds_wakes_the_detector(
    engine: Engine, by_rules: Detector, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = _texts()
    quick = [by_rules.assess(text).rules for text in texts]
    everyone = engine.ruleset.rules

    def awake(_glance: Glance, _line: str) -> Mapping[str, Rule]:
        return everyone

    monkeypatch.setattr(Glance, "possible", awake)
    seen = [tuple(hit.rule.id for hit in engine.hits(text)) for text in texts]
    assert len(texts) > 300
    assert quick == seen


@pytest.mark.parametrize(
    ("between", "after"), [(" ", ""), ("! ", ""), (". ", ""), (" ", ", o k o")]
)
def test_what_rules_find_in_a_text_that_was_cut_anywhere_wakes_them(
    detector: Detector, lexicon: Lexicon, between: str, after: str
) -> None:
    """The glance cuts a text in other ways than the rules: neither may see less than they do."""
    english = next(one for one in detector.listeners if one.language == "en").engine
    chance, heard = Random(between), 0  # noqa: S311 - the same each time
    for entry in lexicon.entries[::3]:
        text = cut_anywhere(entry.examples[0], between, chance) + after
        words = detector.words.alone(detector.words.of(text).words)
        if any(hit.level >= Severity.PASSIVE for hit in english.hits(text)):
            heard += 1
            assert english.spoken(text, words), text
    assert heard > 5


def test_a_word_that_may_be_several_widens_no_gap(detector: Detector, lexicon: Lexicon) -> None:
    """A gap of two words is one of "bottleneck marksman", and none of four."""
    english = next(one for one in detector.listeners if one.language == "en").engine
    heard = 0
    for entry in lexicon.entries[::3]:
        first, _, rest = entry.examples[0].rpartition(" ")
        text = f"{first} bottleneck marksman {rest}"
        words = detector.words.alone(detector.words.of(text).words)
        if any(hit.level >= Severity.PASSIVE for hit in english.hits(text)):
            heard += 1
            assert english.spoken(text, words), text
    assert heard > 20


def cut_anywhere(text: str, between: str, chance: Random) -> str:
    """The letters of a text in pieces of one to four."""
    letters = "".join(filter(str.isalpha, text))
    pieces: list[str] = []
    while letters:
        size = chance.randint(1, 4)
        pieces.append(letters[:size])
        letters = letters[size:]
    return between.join(pieces)


def test_hostile_words_fill_no_memory(engine: Engine) -> None:
    spelling = Spelling(engine.ruleset.vocabulary)
    for n in range(LARGEST_MEMORY + 10):
        _ = spelling[f"word{n}"]
    _ = spelling["a" * (LONGEST_WORD_CHARS + 1)]
    assert len(spelling) <= LARGEST_MEMORY
    assert max(map(len, spelling)) <= LONGEST_WORD_CHARS


@pytest.mark.parametrize(
    ("words", "joined"),
    [("d i e now", "die now"), ("a b c", "abc"), ("so i do", ""), ("x y", ""), ("", "")],
)
def test_letters_that_follow_one_another_are_one_word(words: str, joined: str) -> None:
    assert closed(words.split()) == joined.split()
