"""The weight of words: windows, what is weighed, the bar, and how rules and weight agree."""

import json
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.crisis.detector import Detector
from bot.crisis.errors import LexiconError
from bot.crisis.lexicon import Lexicon
from bot.crisis.listener import Listener, lowered
from bot.crisis.tables import Tables
from bot.crisis.weighing.scale import Scale
from bot.crisis.weighing.traits import groups, parts, words_of
from bot.crisis.weighing.weights import Weights
from bot.crisis.weighing.windows import LONGEST_WINDOW_WORDS, windows
from bot.crisis.words import Words
from bot.model.finding import Category, Concerns, Severity

WORDS = st.text("abc", min_size=1, max_size=3)
FILE = """\
# a comment
:language	en
:learned-from	0
:bias	-100	-50	-50	-50	-50	-50	-50	-50
:bars	0	0	0	0	0	0	0	0
:least	-99999
:borrowed	kaputt
lanterns out	900	400			400
lanterns	50
#<lan	20
@en.active.want-kill	100
@en.active.kill-self	100
"""

DEV = Path(__file__).parents[2] / "corpora" / "crisis" / "dev"
DEV_TEXTS = [
    text
    for name in ("en_d", "es_1", "de_1")
    for row in map(json.loads, (DEV / f"{name}.jsonl").read_text("utf-8").splitlines())
    for text in row.get("messages") or [row["text"]]
]


def weights(text: str = FILE) -> Weights:
    return Weights.parse(text, "en.weights")


@pytest.fixture(scope="session")
def weighed(lexicon: Lexicon, tables: Tables) -> Listener:
    """English with a few weights that are easy to follow."""
    return Listener(lexicon, Words(tables), Scale(weights(), lexicon.language.aliases, tables))


def test_words_that_no_rule_knows_are_heard_by_their_weight(
    weighed: Listener, tables: Tables
) -> None:
    text = "hello there. the lanterns out again tonight"
    finding = weighed.assess(text, Words(tables).of(text))
    assert finding.severity is Severity.ACTIVE
    assert finding.category is Category.EATING_DISORDER
    assert finding.subject is Concerns.SELF
    assert finding.rules == ("en.weighed.eating-disorder",)
    assert finding.language == "en"
    start, end = finding.spans[0]
    assert "lanterns out" in text[start:end]
    assert weighed.why(finding.rules[0]) is not None


def test_what_a_community_mutes_is_not_heard_by_weight_either(
    lexicon: Lexicon, tables: Tables
) -> None:
    name = "en.weighed.eating-disorder"
    quiet = replace(lexicon, muted=frozenset({name}))
    scale = Scale(weights(), lexicon.language.aliases, tables)
    listener = Listener(quiet, Words(tables), scale)
    text = "the lanterns out again tonight"
    assert listener.assess(text, Words(tables).of(text)).rules == ()


def test_a_rule_that_was_never_weighed_is_lowered_by_nothing(
    weighed: Listener, tables: Tables
) -> None:
    text = "im going to kill myself tonight"  # its rules are not in this file
    finding = weighed.assess(text, Words(tables).of(text))
    assert finding.severity is Severity.IMMINENT


@pytest.mark.parametrize("steps", range(4))
def test_what_rules_found_is_never_brought_to_nothing(steps: int) -> None:
    assert lowered(Severity.IMMINENT, steps) is Severity(max(4 - steps, 2))
    assert lowered(Severity.PASSIVE, steps) >= Severity.DISTRESS
    assert lowered(Severity.NONE, steps) is Severity.NONE


@given(st.lists(st.lists(WORDS, min_size=1, max_size=50), max_size=12))
def test_every_word_is_in_a_window_and_none_is_too_long(said: list[list[str]]) -> None:
    made = list(windows(said, "."))
    assert all(0 < len(window) <= LONGEST_WINDOW_WORDS * 2 for window in made)
    assert set(chain(*made)) - {"."} == set(chain(*said))


@given(st.lists(WORDS, min_size=1, max_size=8))
def test_a_word_is_told_from_all_that_stands_beside_it(words: list[str]) -> None:
    assert words_of([*words, *groups(words), *chain(*map(parts, words))]) == {*words}
    assert f"^ {words[0]}" in set(groups(words))


def test_words_that_weigh_little_are_weighed_alone_unless_a_rule_spoke(tables: Tables) -> None:
    """The two words weigh 0.7 in this file; side by side they add 9."""
    scale = Scale(weights(FILE.replace("-99999", "200")), {}, tables)
    said = Words(tables).of("lanterns out").said
    quick, whole = scale.heard(said), scale.heard(said, [("en.active.want-kill", 3)])
    assert quick is not None
    assert whole is not None
    assert quick.weight < 0 < whole.weight - 1.0


def test_no_line_of_ours_that_is_past_the_bar_is_left_half_weighed(detector: Detector) -> None:
    past = 0
    for text in DEV_TEXTS:
        for one in detector.listeners:
            assert one.scale is not None
            for window in one.scale.windows(detector.words.of(text).said):
                weight = one.scale.weight(window)
                if weight >= one.bar:
                    assert one.scale.weight(window, wholly=False) == weight
                    past += 1
    assert past > 200


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (FILE.replace("lanterns\t50", "lanterns\tmuch"), 9),
        (FILE.replace(":least", ":last"), 1),
        (FILE.replace(":bars\t0", ":bars"), 1),
        (FILE.replace(":bias", ":byas"), 1),
        ("", 1),
    ],
)
def test_a_broken_file_of_weights_is_named_with_its_line(text: str, line: int) -> None:
    with pytest.raises(LexiconError) as wrong:
        weights(text)
    assert wrong.value.line == line


OTHER = """\
language = "xx"

[[rule]]
id = "xx.lanterns"
severity = 2
category = "suicide"
note = "a word of another language"
source = "Porchlight"
any = ["lanterns"]
examples = ["the lanterns"]
"""


def test_a_rule_of_another_language_makes_less_of_nothing(
    weighed: Listener, tables: Tables
) -> None:
    words = Words(tables)
    other = Listener(Lexicon.parse(OTHER, "xx.toml", tables), words)
    for listeners in ([weighed, other], [other, weighed]):
        finding = Detector(listeners, words).assess("lanterns out")
        assert finding.severity is Severity.ACTIVE
        assert finding.language == "en"
