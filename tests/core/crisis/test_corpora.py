"""Recall and false alarms on our own lines and on public chat never fall behind these floors.

Our lines were written by the author of the rules and the rules were tuned on them, so these
figures are a guard against falling back and no measure of what the detector reaches. On their
first, untuned reading the second set was found to 28 % (17 of 60) and the third to 40 %
(20 of 50): those say more about unseen, indirect wording.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.crisis.detector import Detector
from bot.model.finding import Finding

CORPORA = Path(__file__).parents[2] / "corpora" / "crisis" / "dev"
SETS = (
    "en_starter_crisis.jsonl",
    "en_starter_benign.jsonl",
    "en_starter_second.jsonl",
    "en_starter_third.jsonl",
)


@dataclass(frozen=True)
class Line:
    """One text, or the messages of one window, and the level its author meant."""

    severity: int
    messages: Sequence[str]

    def read(self, detector: Detector) -> Finding:
        return detector.assess_window(self.messages)


def lines(*, crisis: bool) -> list[Line]:
    texts = "\n".join(CORPORA.joinpath(name).read_text("utf-8") for name in SETS)
    rows = [json.loads(text) for text in texts.splitlines() if text]
    found = [Line(r["severity"], r.get("messages") or [r["text"]]) for r in rows]
    wanted = range(2, 5) if crisis else range(1)
    return [line for line in found if line.severity in wanted]


def test_our_own_cries_are_found(detector: Detector) -> None:
    cries = lines(crisis=True)
    alerted = sum(line.read(detector).alerted for line in cries)
    assert len(cries) >= 60
    assert alerted >= 0.95 * len(cries)


def test_our_own_cries_at_level_four_are_ranked_urgent(detector: Detector) -> None:
    urgent = [line for line in lines(crisis=True) if line.severity == 4]
    ranked = sum(line.read(detector).level == 4 for line in urgent)
    assert ranked >= 0.85 * len(urgent)


def test_our_own_tricky_lines_page_nobody(detector: Detector) -> None:
    tricky = lines(crisis=False)
    alerted = [line for line in tricky if line.read(detector).alerted]
    assert len(tricky) >= 60
    assert len(alerted) <= 0.01 * len(tricky)


@pytest.mark.parametrize(("name", "most"), [("irc_ubuntu.jsonl", 1.5), ("dialog_en.jsonl", 3.5)])
def test_public_chat_raises_few_alerts_in_ten_thousand_lines(
    detector: Detector, benign: Callable[[str], Sequence[str]], name: str, most: float
) -> None:
    said = benign(name)[::3]  # half of it was learned from: a guard, and no measure
    alerts = sum(detector.assess(text).alerted for text in said)
    assert 10_000 * alerts <= most * len(said)


FLOORS = {2: 0.80, 3: 0.83, 4: 0.90}
"""By level, of what independent writers wrote before the rules. Rules and weights were made from
these lines: they were 0.86 and 0.87 when weights remembered single lines (decision 0065)."""
MOST_TRICKY = 0.035
TUNED = sorted(one for one in CORPORA.glob("en_[a-z].jsonl") if one.name != "en_d.jsonl")
"""The lines that the writer of the rules read; nobody who writes rules reads `en_d`."""


def _written(files: Sequence[Path]) -> list[Line]:
    rows = [json.loads(row) for file in files for row in file.read_text("utf-8").splitlines()]
    return [Line(r["severity"], r.get("messages") or [r["text"]]) for r in rows]


def test_what_others_wrote_is_found_as_often_as_before(detector: Detector) -> None:
    written = _written(TUNED)
    assert len(written) >= 3_000
    for level, floor in FLOORS.items():
        cries = [line for line in written if line.severity == level]
        assert sum(line.read(detector).alerted for line in cries) >= floor * len(cries)
    tricky = [line for line in written if line.severity == 0]
    assert sum(line.read(detector).alerted for line in tricky) <= MOST_TRICKY * len(tricky)


@pytest.mark.parametrize(("levels", "floor", "most"), [((2, 3, 4), 0.50, 1.0), ((0,), 0.0, 0.085)])
def test_what_no_writer_of_rules_read_is_found_as_often_as_before(
    detector: Detector, levels: Sequence[int], floor: float, most: float
) -> None:
    lines = [one for one in _written([CORPORA / "en_d.jsonl"]) if one.severity in levels]
    alerted = sum(line.read(detector).alerted for line in lines)
    assert floor * len(lines) <= alerted <= most * len(lines)


UNLEARNED = {
    "en_d": (0.76, 0.65, 0.72, 0.043),
    "es_1": (0.81, 0.88, 0.80, 0.058),
    "de_1": (0.67, 0.72, 0.71, 0.046),
}
"""Recall at levels 2, 3 and 4, and harmless alerts, of lines that nothing was learned from."""


@pytest.mark.parametrize("name", UNLEARNED)
def test_what_nothing_was_learned_from_is_found_as_often_as_before(
    detector: Detector, name: str
) -> None:
    written, (*floors, most) = _written([CORPORA / f"{name}.jsonl"]), UNLEARNED[name]
    for level, floor in enumerate(floors, 2):
        cries = [line for line in written if line.severity == level]
        assert sum(line.read(detector).alerted for line in cries) >= floor * len(cries)
    harmless = [line for line in written if line.severity == 0]
    assert sum(line.read(detector).alerted for line in harmless) <= most * len(harmless)
