"""Every rule that ships finds its examples, and pages nobody on its counter-examples."""

import pytest
from _pytest.mark.structures import ParameterSet

from bot.app.lexicons import lexicon_of
from bot.app.shipped import shipped
from bot.crisis.detector import Detector
from bot.crisis.lexicon import Entry
from bot.crisis.tables import Tables

TABLES = Tables.parse(shipped("lexicon", "tables.toml"), "tables.toml")
ENTRIES = lexicon_of("en", TABLES).entries


def said(entries: tuple[Entry, ...], *, counter: bool) -> list[ParameterSet]:
    return [
        pytest.param(entry, text, id=f"{entry.rule.id}-{number}")
        for entry in entries
        for number, text in enumerate(entry.counter if counter else entry.examples)
    ]


@pytest.mark.parametrize(("entry", "text"), said(ENTRIES, counter=False))
def test_an_example_is_found_at_least_at_the_level_of_its_rule(
    by_rules: Detector, entry: Entry, text: str
) -> None:
    finding = by_rules.assess(text)
    assert entry.rule.id in finding.rules
    assert finding.level >= entry.rule.severity


@pytest.mark.parametrize(("entry", "text"), said(ENTRIES, counter=True))
def test_a_counter_example_is_not_paged_for_its_rule(
    by_rules: Detector, entry: Entry, text: str
) -> None:
    finding = by_rules.assess(text)
    assert entry.rule.id not in finding.rules or not finding.alerted


def test_the_starter_has_at_least_ninety_rules_each_with_both_kinds_of_examples() -> None:
    assert len(ENTRIES) >= 90
    assert [e.rule.id for e in ENTRIES if not e.examples or not e.counter] == []


METHODS = ("pill", "rope", "gun", "cut", "hang", "jump", "blade", "knife", "overdose", "bridge")


def test_no_note_names_a_method() -> None:
    named = [e.rule.id for e in ENTRIES if any(method in e.rule.note.lower() for method in METHODS)]
    assert named == []


def test_a_moderator_reads_why_in_plain_words(by_rules: Detector) -> None:
    assert by_rules.why("en.wish.dead") == "says they want to die"


def test_a_rule_that_is_gone_is_named_by_its_id(by_rules: Detector) -> None:
    assert by_rules.why("en.gone") == "en.gone"
