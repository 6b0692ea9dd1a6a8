"""Each language is heard in its own words, and none in another's."""

import pytest

from bot.app.lexicons import LEXICONS
from bot.crisis.detector import Detector
from bot.model.finding import NOTHING, Finding, Severity

CRIES = [
    ("en", "i want to kill myself"),
    ("es", "me quiero matar"),
    ("es", "ya no quiero vivir, estarian mejor sin mi"),
    ("es", "¡me quiero morir!"),
    ("de", "ich will nicht mehr leben"),
    ("de", "Ich bringe mich heute Nacht um."),
]
HARMLESS = [
    "me muero de risa con este meme",
    "ich lach mich tot, der film war so gut",
    "die Kinder sind in der Schule und ich hole sie später ab",
    "mañana voy al cine con mi hermana, ¿vienes?",
    "see you tomorrow at the library",
]


@pytest.mark.parametrize(("language", "text"), CRIES)
def test_a_cry_is_heard_in_its_language(detector: Detector, language: str, text: str) -> None:
    finding = detector.assess(text)
    assert finding.alerted
    assert finding.language == language
    assert all(rule.startswith(f"{language}.") for rule in finding.rules)
    assert all(detector.why(rule) != rule for rule in finding.rules)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_people_say_every_day_calls_nobody(detector: Detector, text: str) -> None:
    assert not detector.assess(text).alerted


BESIDE = [
    ("k1ll mys3lf pablo", "en"),
    ("iwanttodie ja", "en"),
    ("1ch w1ll st3rb3n now please", "de"),
    ("what is up with you guys today, anyway, quiero matarme", "es"),
    ("na wie war euer tag so leute, bei mir nix, i overdosed", "en"),
    ("jaja si, 0v3rd053d 4lr34dy", "en"),
]


@pytest.mark.parametrize(("text", "language"), BESIDE)
def test_a_short_or_disguised_cry_is_heard_beside_another_language(
    detector: Detector, text: str, language: str
) -> None:
    finding = detector.assess(text)
    assert finding.alerted
    assert finding.language == language


def test_a_word_of_one_language_is_no_disguise_of_another(detector: Detector) -> None:
    assert not detector.assess("sorry, i do not recall").rules  # "recaí": i relapsed


def test_every_language_that_ships_is_tried_here() -> None:
    assert {language for language, _ in CRIES} == set(LEXICONS)


@pytest.mark.parametrize(
    ("platforms", "understood", "answered"),
    [
        ("en", "es", "es"),
        ("es-MX", "es", "es-MX"),
        ("es_MX", "es", "es_MX"),
        ("de-AT", "en", "de-AT"),
        ("de", "es", "es"),
        ("en-GB", None, "en-GB"),
    ],
)
def test_the_answer_is_in_the_language_of_the_words(
    platforms: str, understood: str | None, answered: str
) -> None:
    finding = Finding(Severity.ACTIVE, language=understood)
    assert finding.locale(platforms) == answered
    assert NOTHING.locale(platforms) == platforms
