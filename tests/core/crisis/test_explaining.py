"""A moderator who asks why is shown what the detector saw."""

from bot.crisis.detector import Detector
from bot.crisis.explaining import why


def test_the_view_without_disguises_and_the_rule_are_shown(detector: Detector) -> None:
    told = why(detector, "i want to k1ll mys3lf")[0]
    assert told.language == "en"
    assert "i want to kill myself" in told.views
    assert any(spoke.said == "want to k1ll mys3lf" or "k1ll" in spoke.said for spoke in told.rules)
    assert told.level >= 3


def test_what_softens_a_rule_is_named(by_rules: Detector) -> None:
    told = why(by_rules, "lol i want to kill myself")[0]
    spoke = told.rules[0]
    assert "laughter" in spoke.softened_by
    assert spoke.level < spoke.own_level


def test_the_weight_of_the_words_is_a_sum_that_can_be_followed(detector: Detector) -> None:
    told = why(detector, "i want to kill myself")[0]
    assert told.weight is not None
    assert told.bar is not None
    assert told.weight >= told.bar
    assert told.window == ["i", "want", "to", "kill", "myself"]
    shares = [abs(weight) for _, weight in told.reasons]
    assert shares == sorted(shares, reverse=True)
    assert any(trait.startswith("@") for trait, _ in told.reasons)


def test_a_text_without_words_has_nothing_to_explain(detector: Detector) -> None:
    assert all(not told.rules and told.weight is None for told in why(detector, "  "))
