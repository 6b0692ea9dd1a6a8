"""What may be around a cry, or in it, without making it any less."""

import pytest

from bot.crisis.detector import Detector
from bot.crisis.glued import Glued
from bot.crisis.tables import Tables
from bot.crisis.words import Words
from bot.model.finding import Severity
from tests.core.crisis.around import AROUND

CRIES = (
    "i want to die and nobody would miss me",
    "i have the pills and tonight i will take them all",
    "i cut myself again and it won't stop bleeding",
    "goodbye everyone, i won't be here tomorrow",
    "he hits me when he drinks",
)


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("text", CRIES)
def test_what_stands_around_a_cry_takes_at_most_one_level(
    detector: Detector, text: str, around: str
) -> None:
    plain, dressed = detector.assess(text).level, detector.assess(AROUND[around](text)).level
    assert plain >= Severity.PASSIVE
    assert dressed >= max(plain - 1, Severity.PASSIVE)


@pytest.mark.parametrize("link", ["https://example.org/a/b", "HTTPS://EXAMPLE.ORG/A/B?c=d-e"])
def test_every_word_that_is_said_has_its_place(tables: Tables, link: str) -> None:
    words = Words(tables)
    for text in (f"@anna {link} i can't go on", f'{link} :sob: 1. www.example.org "no" {link}'):
        assert len(words.places(text)) == len(words.of(text).said)


@pytest.mark.parametrize("text", CRIES)
def test_a_stretched_word_is_the_same_word(detector: Detector, text: str) -> None:
    plain = detector.assess(text).level
    words = text.split()
    for number, word in enumerate(words):
        stretched = [*words[:number], word + word[-1] * 4, *words[number + 1 :]]
        assert detector.assess(" ".join(stretched)).level >= plain - 1


def test_words_without_their_spaces_are_taken_apart() -> None:
    words = {"i", "want", "to", "wan", "an", "the", "die", "t"}
    glued = Glued(dict.fromkeys(words, 1.0))
    assert glued.parts("iwanttodie") == ["i", "want", "to", "die"]
    assert glued.parts("iwanttodiex") == []
    assert glued.parts("t" * 30) == []


@pytest.mark.parametrize(
    "text", ["iwanttokillmyself", "i   w a n t   t o   d i e", "i w a n t t o k i l l m y s e l f"]
)
def test_a_cry_without_spaces_or_in_single_letters_is_heard(detector: Detector, text: str) -> None:
    assert detector.assess(text).alerted


@pytest.mark.parametrize(
    ("messages", "level"),
    [
        (["did you see the game last night", "lol", "i want to", "die"], Severity.PASSIVE),
        (["i dont", "want to live", "anymore"], Severity.PASSIVE),
        (["im going to", "kill", "myself tonight"], Severity.IMMINENT),
        (["are you", "ok??"], Severity.NONE),
    ],
)
def test_a_sentence_cut_anywhere_is_read_as_one(
    detector: Detector, messages: list[str], level: Severity
) -> None:
    assert detector.assess_window(messages).level >= level
    assert detector.assess_tail(messages).level >= level


@pytest.mark.parametrize(
    "text",
    [
        "'hello there my friend' she said. i want to kill myself tonight",
        "he said 'go away' and i want to die",
    ],
)
def test_a_quotation_before_it_moves_no_span(detector: Detector, text: str) -> None:
    found = detector.assess(text)
    assert found.spans
    assert all(0 <= start < end <= len(text) for start, end in found.spans)
    said = {text[start:end] for start, end in found.spans}
    assert said & {"want to kill myself", "want to die", "i want to die"}
