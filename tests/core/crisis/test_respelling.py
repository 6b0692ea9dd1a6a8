"""Unknown spellings are led back to known words: slipped, glued, cut anywhere; known ones never."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.crisis.detector import Detector
from bot.crisis.glued import LONGEST_GLUED_CHARS
from bot.crisis.respelling import Respelling
from bot.crisis.slips import Slips

SURE = ["want", "to", "die", "myself", "tonight", "pills", "anymore", "never", "wake", "up", "i"]
SEEN = frozenset(["the", "parents", "lantern", "mill", "pill"])


@pytest.fixture
def respelling() -> Respelling:
    """A few words of rules, a few others, one short form."""
    return Respelling(SURE, {"dont": ("do", "not")}, SEEN)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wnat", "want"), ("myslef", "myself"), ("wanr", "want"), ("toniggt", "tonight"),
        ("nymore", "anymore"), ("anymre", "anymore"), ("nevfer", "never"), ("pillls", "pills"),
    ],
)  # fmt: skip
def test_one_usual_slip_is_understood(respelling: Respelling, typed: str, meant: str) -> None:
    assert respelling[typed] == (meant,)


@pytest.mark.parametrize(
    "typed", ["waxt", "lie", "dye", "weke", "xyzzyx", "ubuntu", "", "2die", "tonigh\u0301t"]
)
def test_what_is_no_usual_slip_stays_as_it_is(respelling: Respelling, typed: str) -> None:
    assert respelling[typed] == ()


def test_where_two_words_are_as_likely_neither_is_meant() -> None:
    assert Slips(["love", "live"]).of("lpve") == "love"
    assert Slips(["form", "from"]).of("frm") is None
    assert Slips(["taken", "token"]).of("tken") is None


@given(st.sampled_from([*SURE, *SEEN, "dont"]))
def test_a_known_word_is_never_another(known: str) -> None:
    assert Respelling(SURE, {"dont": ("do", "not")}, SEEN)[known] == ()


def test_glued_words_are_taken_apart(respelling: Respelling) -> None:
    assert respelling["iwanttodietonight"] == ("i", "want", "to", "die", "tonight")
    assert respelling["idontwanttodie"] == ("i", "dont", "want", "to", "die")
    assert respelling["qqwanttodie"] == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("i wa nt to d ie to ni ght", "i want to die tonight"),
        ("to. night. i. wan. t. to. die.", "tonight i want to die"),
        ("i want to die", ""),
        ("i want to die up to the mill", ""),
        ("wa nt", ""),
    ],
)
def test_a_text_that_was_cut_anywhere_is_put_together(
    respelling: Respelling, text: str, words: str
) -> None:
    assert respelling.whole(text.replace(".", "").split()) == words.split()


def test_rules_lean_on_what_is_surely_a_sentence() -> None:
    mine = Respelling(SURE, {}, SEEN, {"i"}, {"to", "the", "up"})
    assert mine.surely("iwanttodie") == ("i", "want", "to", "die")
    assert mine.surely("wakeupthepillstonight") == ("wake", "up", "the", "pills", "tonight")
    assert mine.surely("parentslanternpillmill") == ()  # a compound
    assert mine.surely("toniggt") == ("tonight",)
    assert mine.surely("wnat") == mine.surely("anymre") == ()


def test_a_long_text_of_fragments_is_left_alone(respelling: Respelling) -> None:
    assert respelling.whole(["i"] * (LONGEST_GLUED_CHARS + 1)) == []


def test_a_word_without_end_is_no_slip(respelling: Respelling) -> None:
    """The work on one grows with the square of its length: 64 KB of it took gigabytes."""
    assert respelling["w" + "a" * 65_536 + "nt"] == ()
    assert Slips(SURE).of("x" * 65_536) is None


DISGUISED = [
    ("imgoingtohangmyselfwhenmyparentsleave", 4),
    ("i a m g o i n g t o h a n g m y s e l f w h e n t h e y l e a v e", 4),
    ("t h e g u n i s l o a d e d sorry", 4),
    ("to. night. i. am. go. ing. to. do. it.", 4),
    ("i wanr to kikl myselg im serius", 3),
    ("bl ee ding on pur pose ag ain, sit ting on the floor", 2),
    ("i ha ve tak en al l my pil ls, o k o", 4),
    ("i. ha. ve! tak! en! al! l! my! pil! ls!", 4),
    ('"lol" i ha ve tak en al l my pil ls', 4),
    ("i wanr to !kikl !myselg", 3),
    ("justletmesleepandneverwakeup", 2),
    ("ichwillnichtmehrleben", 2),
    ("quieromorirmeyaporfavor", 2),
]


@pytest.mark.parametrize(("text", "least"), DISGUISED)
def test_a_cry_is_heard_through_it(detector: Detector, text: str, least: int) -> None:
    assert detector.assess(text).level >= least


@pytest.mark.parametrize("text", [text for text, _ in DISGUISED])
def test_its_span_is_where_it_was_written(detector: Detector, text: str) -> None:
    for start, end in detector.assess(f"hello. {text}").spans:
        assert 0 <= start < end <= len(text) + 7
