"""Counting labelled lines: shares with their intervals, and bad rows named by file and line."""

import pytest

from bot.evaluation.lines import LineError, parse
from bot.evaluation.shares import Share
from bot.evaluation.tally import Read, Tally
from bot.model.finding import NOTHING, Category, Concerns, Finding, Severity

FOUND = Finding(Severity.IMMINENT, Category.SUICIDE, Concerns.SELF, ("en.now",), ((0, 1),))


def test_the_interval_is_wilsons() -> None:
    """Ten of ten, and none of ten: the textbook values."""
    assert Share(10, 10).interval == pytest.approx((0.7225, 1.0), abs=1e-4)
    assert Share(0, 10).interval == pytest.approx((0.0, 0.2775), abs=1e-4)


def test_nothing_is_known_of_no_lines() -> None:
    assert Share(0, 0).interval == (0.0, 1.0)
    assert Share(0, 0).rate == 0.0


@pytest.mark.parametrize(
    ("row", "mend"),
    [
        ("{", "no valid JSON"),
        ("[1]", "a row is an object"),
        ('{"severity": 2}', "a row has a text"),
        ('{"messages": [1], "severity": 2}', "a row has a text"),
        ('{"text": "hello", "severity": 5}', "severity is 0 to 4"),
    ],
)
def test_a_bad_row_is_named_and_not_quoted(row: str, mend: str) -> None:
    with pytest.raises(LineError, match=mend) as wrong:
        list(parse(f'{{"text": "fine", "severity": 0}}\n{row}', "en_x.jsonl"))
    assert str(wrong.value).startswith("en_x.jsonl:2: ")
    assert "hello" not in str(wrong.value)


def test_each_line_counts_where_it_belongs() -> None:
    rows = (
        '{"text": "a", "severity": 4}\n{"text": "b", "severity": 2}\n{"text": "c", "severity": 0}\n'
        '{"text": "d", "severity": 1}\n{"text": "e"}'
    )
    found = (FOUND, NOTHING, FOUND, NOTHING, FOUND)
    lines = parse(rows, "de_x.jsonl")
    tally = Tally([Read(one, said) for one, said in zip(lines, found, strict=True)])
    assert tally.recall(lambda line: line.language) == {"de": Share(1, 2)}
    assert tally.ranked(lambda line: line.language) == {"de": Share(1, 1)}
    assert tally.false_alarms(lambda line: line.language) == {"de": Share(1, 1)}
    assert tally.concerns() == Share(0, 1)
    assert tally.chat() == {"de_x.jsonl": (Share(1, 1), Share(1, 1))}
    assert [one.line.messages for one in tally.missed()] == [("b",)]
    assert [one.line.messages for one in tally.wrong()] == [("c",), ("e",)]
    assert tally.rules()["en.now"].hits == 1
    assert tally.rules()["en.now"].false == 2
