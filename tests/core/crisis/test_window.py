"""A sentence split over messages is found; a window is never milder than its worst message."""

from hypothesis import given
from hypothesis import strategies as st

from bot.crisis.detector import MOST_JOINED_MESSAGES, Detector
from bot.model.finding import NOTHING, Severity

SPLIT = ["im going to", "kill myself", "tonight"]
SOME = st.sampled_from(
    ("ok", "lol", "i want to die", "i hate myself", "gg", "im going to kill myself", "my friend")
)


def test_a_sentence_split_over_messages_is_found(detector: Detector) -> None:
    assert max(detector.assess(text).level for text in SPLIT) < Severity.IMMINENT
    assert detector.assess_window(SPLIT).severity is Severity.IMMINENT


def test_spans_of_a_window_point_into_its_messages_joined_by_a_line_break(
    detector: Detector,
) -> None:
    window = ["hello", *SPLIT, "ok"]
    finding = detector.assess_window(window)
    start, end = finding.spans[0]
    assert "\n".join(window)[start:end].startswith("im going to\nkill myself")


def test_only_the_last_few_messages_are_joined(detector: Detector) -> None:
    apart = ["i want to", *["ok"] * MOST_JOINED_MESSAGES, "die"]
    assert detector.assess_window(apart) == NOTHING


def test_a_later_message_does_not_take_an_earlier_one_back(detector: Detector) -> None:
    assert detector.assess_window(["im going to kill myself", "lol"]).level is Severity.IMMINENT


def test_an_empty_window_says_nothing(detector: Detector) -> None:
    assert detector.assess_window([]) == NOTHING


@given(st.lists(SOME, min_size=1, max_size=9))
def test_a_window_is_at_least_as_urgent_as_each_of_its_messages(
    detector: Detector, messages: list[str]
) -> None:
    worst = max(detector.assess(message).level for message in messages)
    assert detector.assess_window(messages).level >= worst
