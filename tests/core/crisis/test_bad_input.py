"""Whatever Unicode allows is read, and the work grows with the length and no faster."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.crisis.detector import Detector
from bot.crisis.lexicon import Lexicon

HOSTILE: dict[str, Callable[[int], str]] = {
    "letters": lambda n: "a" * n,
    "spaces": lambda n: " " * n,
    "NULs": lambda n: "\x00" * n,
    "lone surrogates": lambda n: "\ud800" * n,
    "combining marks": lambda n: "e" + "\u0301" * n,
    "ligatures": lambda n: "\ufdfa" * n,
    "single letters": lambda n: "a " * (n // 2),
    "dots": lambda n: "a." * (n // 2),
    "quotes": lambda n: '"a' * (n // 2),
    "quoted lines": lambda n: "> a\n" * (n // 4),
    "brackets": lambda n: "(" * n,
    "one strong word": lambda n: "suicide " * (n // 8),
    "one strong phrase": lambda n: "i want to die " * (n // 14),
    "one lowered phrase": lambda n: "lol i want to die haha, " * (n // 24),
    "unfinished phrases": lambda n: "i really really want to just " * (n // 29),
    "parts of one rule": lambda n: "goodbye everyone pills tonight rope " * (n // 36),
    "glued": lambda n: "killmyself" * (n // 10),
    "leet": lambda n: "k1ll " * (n // 5),
    "long leet": lambda n: "1!" * (n // 2),
    "repeats": lambda n: "killlll " * (n // 8),
    "links": lambda n: "https://a" * (n // 9),
    "emoji": lambda n: "💊" * n,
}


def steps(work: Callable[[], object]) -> int:
    """How many calls, of Python and of C, a piece of work makes: the same on every machine.

    Whatever looks on at coverage works now and then in the midst of it, and is left out.
    """
    made = 0

    def count(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal made
        made += event in {"call", "c_call"} and "slipcover" not in frame.f_code.co_filename

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return made


NEW_WORDS = 3_000
"""A spelling that was never seen costs up to some hundred steps, once: where a longer text is cut
elsewhere, it has a few. A square of the length would be ten thousands more."""


@pytest.mark.parametrize("made", HOSTILE.values(), ids=HOSTILE.keys())
def test_twice_the_text_is_at_most_about_twice_the_steps(
    detector: Detector, made: Callable[[int], str]
) -> None:
    detector.assess(made(500))  # what is remembered about signs is remembered now
    once = steps(lambda: detector.assess(made(8_000)))
    twice = steps(lambda: detector.assess(made(16_000)))
    assert twice <= 2.2 * once + NEW_WORDS


@pytest.mark.parametrize("made", HOSTILE.values(), ids=HOSTILE.keys())
def test_sixty_four_kilobytes_of_anything_are_read(
    detector: Detector, made: Callable[[int], str]
) -> None:
    finding = detector.assess(made(65_536) + ". im going to kill myself tonight")
    assert finding.alerted


def test_no_pattern_repeats_without_a_limit(lexicon: Lexicon) -> None:
    patterns = [part for entry in lexicon.entries for part in entry.rule.parts]
    patterns += [entry.rule.unless for entry in lexicon.entries if entry.rule.unless]
    patterns += [m.clause for m in lexicon.modifiers if m.clause]
    patterns += [m.before for m in lexicon.modifiers if m.before]
    for pattern in patterns:
        source = pattern.regex.pattern.replace(r"\+", "").replace(r"\*", "")
        assert "*" not in source
        assert "+" not in source
        assert ",}" not in source


ANYTHING = st.text(st.characters(codec=None), max_size=200)
PIECES = st.lists(
    st.one_of(
        st.sampled_from(("i", "want", "to", "die", "k1ll", "myself", "lol", ".", '"', "> ", "\n")),
        st.sampled_from(
            ("goodbye", "pills", "tonight", "not", "k i l l", "💊", "||", "\u200b", ",")
        ),
        st.text(st.characters(codec=None), max_size=3),
    ),
    max_size=30,
).map(" ".join)


@given(st.one_of(ANYTHING, PIECES))
def test_any_text_is_read_and_spans_lie_inside_it(detector: Detector, text: str) -> None:
    finding = detector.assess(text)
    assert len(finding.spans) == len(finding.rules)
    assert all(0 <= start < end <= len(text) for start, end in finding.spans)


@given(st.lists(PIECES, max_size=8))
def test_any_window_is_read_and_spans_lie_inside_it(
    detector: Detector, messages: list[str]
) -> None:
    finding = detector.assess_window(messages)
    length = len("\n".join(messages))
    assert all(0 <= start < end <= length for start, end in finding.spans)


@given(PIECES)
def test_the_same_text_is_always_the_same_finding(detector: Detector, text: str) -> None:
    assert detector.assess(text) == detector.assess(text)
