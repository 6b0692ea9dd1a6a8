"""A broken lexicon is refused at its very line; a broken overlay row is refused alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.crisis.detector import Detector
from bot.crisis.errors import LexiconError
from bot.crisis.lexicon import Lexicon
from bot.crisis.tables import Tables

HEAD = """language = "en"
joins = ["but"]
common = ["i", "to"]

[slots]
wish = "(want to|need to)"

[words]
wanna = "want to"

[[modifier]]
id = "laughter"
step = 2
clause = ["lol"]
"""
RULE = """
[[rule]]
id = "en.dead"
severity = 2
category = "suicide"
note = "says they want to die"
source = "ours"
any = ["i {wish} die"]
examples = ["i wanna die"]
counter = ["i wanna die lol"]
"""
FIRST = HEAD.count("\n") + 2  # the line of [[rule]]


def refusal(text: str, tables: Tables) -> LexiconError:
    with pytest.raises(LexiconError) as refused:
        Lexicon.parse(text, "en.toml", tables)
    return refused.value


def test_spellings_are_given_by_what_is_meant(tables: Tables) -> None:
    more = '[spellings]\n"want to" = "wnt2 wonto"\n'
    detector = Detector.by_rules(Lexicon.parse(HEAD + more + RULE, "en.toml", tables))
    assert detector.assess("so i wonto die").rules == ("en.dead",)
    twice = more.replace("wonto", "wonto wanna")
    wrong = refusal(HEAD + twice + RULE, tables)
    assert "wanna is taken" in wrong.mend


def test_a_small_lexicon_works(tables: Tables) -> None:
    detector = Detector.by_rules(Lexicon.parse(HEAD + RULE, "en.toml", tables))
    assert detector.assess("so i WANNA die").rules == ("en.dead",)


@pytest.mark.parametrize(
    ("old", "new", "line", "mend"),
    [
        ("severity = 2", "severity = 7", FIRST + 2, "severity"),
        ("severity = 2", "severity = ", FIRST + 2, "TOML"),
        ('category = "suicide"', 'category = "sadness"', FIRST + 3, "category"),
        ('note = "says they want to die"\n', "", FIRST, "note"),
        ("source =", "sauce =", FIRST, "source"),
        ('source = "ours"', 'source = "ours"\ncolour = "red"', FIRST + 6, "colour"),
        ("{wish}", "{hope}", FIRST + 6, "hope"),
        ("i {wish} die", "i (want to die", FIRST + 6, "bracket"),
        ("i {wish} die", "i want) to die", FIRST + 6, "bracket"),
        ("i {wish} die", "I want to die", FIRST + 6, "small letters"),
        ("i {wish} die", ".. ...", FIRST + 6, "word"),
        ("i {wish} die", "i ( | want) die", FIRST + 6, "empty"),
        ('["i {wish} die"]', '[\n  "i {wish} die",\n  "{oops} die",\n]', FIRST + 8, "oops"),
        ('["i wanna die"]', '[\n  "i wanna die",\n  "all is well",\n]', FIRST + 9, "example"),
        ('["i wanna die lol"]', '["i wanna die today"]', FIRST + 8, "counter-example"),
        ('any = ["i {wish} die"]\n', "", FIRST + 1, "together"),
        ("[[rule]]", "[[rules]]", FIRST, "tables"),
        ('wish = "(want', 'wish = "{wish} (want', FIRST + 6, "nested"),
        ("step = 2", "step = -1", 13, "step"),
        ('wanna = "want to"', "wanna = 3", 9, "wanna"),
        ('language = "en"', 'language = "English"', 1, "language"),
    ],
)
def test_a_mistake_is_named_at_its_line(
    tables: Tables, old: str, new: str, line: int, mend: str
) -> None:
    text = HEAD + RULE
    assert old in text
    refused = refusal(text.replace(old, new), tables)
    assert (refused.file, refused.line) == ("en.toml", line)
    assert mend in refused.mend
    assert str(refused).startswith(f"en.toml:{line}: ")


def test_an_id_given_twice_is_refused(tables: Tables) -> None:
    refused = refusal(HEAD + RULE + RULE, tables)
    assert refused.line == FIRST + RULE.count("\n") + 1
    assert "taken" in refused.mend


def test_a_modifier_that_is_not_there_cannot_be_ignored(tables: Tables) -> None:
    refused = refusal(HEAD + RULE + 'ignores = ["rain"]\n', tables)
    assert "rain" in refused.mend


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[look-alikes]\na = 3\n", 2),
        ('[look-alikes]\nalphabets = [\n  "abc",\n]\n', 3),
        ('[emoji]\n"ab" = "lol"\n', 2),
        ('[leet]\n"1" = "!"\n', 2),
        ("[emojis]\n", 1),
        ("\n[emoji\n", 2),
    ],
)
def test_a_broken_table_is_named_at_its_line(text: str, line: int) -> None:
    with pytest.raises(LexiconError) as refused:
        Tables.parse(text, "tables.toml")
    assert (refused.value.file, refused.value.line) == ("tables.toml", line)


OURS = """
[[rule]]
id = "ours.lighthouse"
severity = 3
category = "suicide"
note = "uses our word for wanting to die"
source = "our moderators"
any = ["see the lighthouse"]
examples = ["i want to see the lighthouse"]
"""


def test_a_community_adds_its_own_words(lexicon: Lexicon) -> None:
    served, refused = lexicon.with_overlay(OURS, "overlay.toml")
    assert refused == []
    detector = Detector.by_rules(served)
    assert detector.assess("i'll see the lighthouse soon").rules[0] == "ours.lighthouse"
    assert detector.why("ours.lighthouse") == "uses our word for wanting to die"
    assert detector.assess("i want to kill myself").alerted


def test_a_community_mutes_a_rule(lexicon: Lexicon) -> None:
    served, refused = lexicon.with_overlay('mute = ["en.wish.kms"]', "overlay.toml")
    assert refused == []
    assert Detector.by_rules(lexicon).assess("ugh kms").rules == ("en.wish.kms",)
    assert Detector.by_rules(served).assess("ugh kms").rules == ()


def test_a_bad_row_is_refused_and_the_rest_is_served(lexicon: Lexicon) -> None:
    broken = OURS.replace("severity = 3", "severity = high").replace("lighthouse", "harbour")
    deaf = OURS.replace('"i want to see', '"i want to visit').replace("ours.", "ours.deaf-")
    text = 'mute = ["en.nothing", "en.wish.kms"]\n' + broken + deaf + "[slots]\n" + OURS
    served, refused = lexicon.with_overlay(text, "overlay.toml")
    assert [(wrong.file, wrong.line) for wrong in refused] == [
        ("overlay.toml", 1),
        ("overlay.toml", 5),
        ("overlay.toml", 19),
        ("overlay.toml", 20),
    ]
    detector = Detector.by_rules(served)
    assert detector.assess("i see the lighthouse").rules == ("ours.lighthouse",)
    assert detector.assess("kms").rules == ()


def test_an_overlay_cannot_take_the_id_of_a_rule_that_ships(lexicon: Lexicon) -> None:
    _, refused = lexicon.with_overlay(OURS.replace("ours.lighthouse", "en.wish.dead"), "o.toml")
    assert [(wrong.line, "taken" in wrong.mend) for wrong in refused] == [(3, True)]


@given(st.text(st.characters(codec=None), max_size=300))
@settings(max_examples=30)
def test_no_overlay_breaks_the_detector(lexicon: Lexicon, text: str) -> None:
    served, _ = lexicon.with_overlay(text, "overlay.toml")
    assert Detector.by_rules(served).assess("i want to kill myself").alerted


def test_without_an_overlay_nothing_changes(lexicon: Lexicon) -> None:
    assert lexicon.with_overlay("", "overlay.toml") == (lexicon, [])
