"""What softens a finding acts in its own clause, by a fixed step, and never silences a 4."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.crisis.detector import Detector
from bot.crisis.lexicon import Lexicon
from bot.model.finding import Severity

HIDDEN = (
    "lol this boss is killing me. anyway i have the pills in my hand and i'm taking them tonight"
)


def test_a_joke_about_one_thing_does_not_hide_a_plan_about_another(by_rules: Detector) -> None:
    assert by_rules.assess(HIDDEN).severity is Severity.IMMINENT


@pytest.mark.parametrize(
    "text",
    [
        "lol i wanna die",
        "i want to die 😂",
        "i want to die. lol",
        "so much homework i just wanna kill myself lol",
        "i want to die so i can respawn at base",
        "now playing: i want to die by the sad kids",
        "how do i kill myself in minecraft",
        "i don't want to die",
        "i would never kill myself",
        "i was suicidal years ago, better now",
        "if anyone is suicidal please call the hotline",
        'he asked "do you want to kill yourself or i want to die" in the trailer',
    ],
)
def test_talk_that_is_no_cry_pages_nobody(by_rules: Detector, text: str) -> None:
    assert not by_rules.assess(text).alerted


@pytest.mark.parametrize(
    "text",
    [
        "lol. anyway. i want to die",
        "lol nice one, but i want to kill myself",
        "i love this game. i want to die",
        "not going to the party. i want to die",
        "i used to be happy, now i want to die",
        "my code broke and i want to kill myself",
    ],
)
def test_what_softens_another_clause_softens_nothing_here(by_rules: Detector, text: str) -> None:
    assert by_rules.assess(text).alerted


def test_not_joking_takes_the_laughter_back(by_rules: Detector) -> None:
    laughed = by_rules.assess("lol i want to kill myself")
    meant = by_rules.assess("lol i want to kill myself. not joking")
    assert laughed.level is Severity.DISTRESS
    assert meant.level is Severity.ACTIVE


def test_a_lowered_finding_is_lower_by_the_step_of_its_modifier(
    by_rules: Detector, lexicon: Lexicon
) -> None:
    step = {m.id: m.step for m in lexicon.modifiers}
    bare = by_rules.assess("im going to kill myself")
    assert by_rules.assess("im going to kill myself lol").level == bare.level - step["laughter"]


def test_nothing_brings_a_four_to_nothing(by_rules: Detector) -> None:
    text = "lol haha this game song hotline homework im not going to kill myself years ago"
    assert by_rules.assess("im going to kill myself").level is Severity.IMMINENT
    assert Severity.NONE < by_rules.assess(text).level < Severity.IMMINENT


HARMLESS = st.sampled_from(
    ("ok.", "lol.", "nice game.", "this song is great!", "see you at work.", "not me.", "haha.")
)
FOURS = st.sampled_from(
    (
        "im going to kill myself tonight",
        "i took all of my meds just now",
        "by the time you read this i'll be gone",
        "i wrote my goodbye letters",
    )
)


@given(before=st.lists(HARMLESS, max_size=6), four=FOURS)
def test_harmless_sentences_before_it_never_lower_a_four(
    by_rules: Detector, before: list[str], four: str
) -> None:
    assert by_rules.assess(" ".join((*before, four))).severity is Severity.IMMINENT


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("i want to kill myself", "self"),
        ("my friend wants to die", "other"),
        ("sam wants to kill himself", "other"),
        ("can someone check on sam, he said goodbye and went offline", "other"),
        ("he beats his wife", "other"),
    ],
)
def test_it_says_whom_it_is_about(by_rules: Detector, text: str, subject: str) -> None:
    assert by_rules.assess(text).subject == subject
