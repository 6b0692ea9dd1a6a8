"""Single quotation marks set another's words aside; apostrophes set nothing aside.

What it does not cover: short forms that the lexicon does not list, before a second apostrophe.
"""

import pytest

from bot.crisis.detector import Detector
from bot.crisis.lexicon import Lexicon
from bot.crisis.quotes import Quotes
from bot.crisis.tables import Tables
from bot.crisis.views import Fold
from bot.model.finding import Severity

CRY = "i want to kill myself"


@pytest.mark.parametrize("mark", ["'", "\u2018"])
@pytest.mark.parametrize(
    "end", ["nothin' helps", "my parents' house", "i mean it, ol' me", "now' ok"]
)
def test_no_short_form_makes_a_cry_somebody_elses(
    lexicon: Lexicon, by_rules: Detector, mark: str, end: str
) -> None:
    begun = [word for word in lexicon.language.elided if word.startswith("'")]
    assert len(begun) > 40
    for word in begun:
        text = f"im done {mark}{word[1:]} {CRY} and {end}"
        assert by_rules.assess(text).level >= Severity.ACTIVE, text


@pytest.mark.parametrize("end", ["nothin'", "my parents'", "livin'", "and then an'"])
def test_no_short_ending_closes_a_quotation(by_rules: Detector, end: str) -> None:
    text = f"im done 'zactly {CRY} {end} helps"
    assert by_rules.assess(text).level >= Severity.ACTIVE


@pytest.mark.parametrize("year", ["'09", "'23"])
def test_a_year_opens_none(by_rules: Detector, year: str) -> None:
    assert by_rules.assess(f"since {year} {CRY}, no hope' left").level >= Severity.ACTIVE


def test_what_somebody_is_quoted_with_still_counts_for_less(by_rules: Detector) -> None:
    alone = by_rules.assess(CRY).level
    assert by_rules.assess(f"the film where he says '{CRY}' is on again").level < alone


def test_every_code_point_keeps_its_place(tables: Tables) -> None:
    quotes = Quotes(["'em", "in'"], Fold(tables))
    text = "she said \u2018go on\u2019, tell 'em i'm goin' 'home'"
    assert quotes.doubled(text) == 'she said "go on", tell \'em i\'m goin\' "home"'


@pytest.mark.parametrize("sign", ["\u200b", "\u0336", "\ufe0f"])
def test_what_nobody_sees_makes_no_apostrophe_a_quotation_mark(
    by_rules: Detector, sign: str
) -> None:
    text = "don't bother calling, i'll be dead before you get here"
    assert by_rules.assess(sign.join(text)).level == by_rules.assess(text).level
