"""The second reader is asked about what weighs nearly enough; it raises, and never lowers."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from bot.crisis.detector import Detector
from bot.crisis.lexicon import Lexicon
from bot.crisis.listener import Listener
from bot.crisis.second import REACH
from bot.crisis.tables import Tables
from bot.crisis.weighing.scale import Scale
from bot.crisis.weighing.weights import Weights
from bot.crisis.words import Words
from bot.model.finding import Finding, Severity
from bot.watch.watch import Watch

WEIGHTS = """\
:language	en
:learned-from	0
:bias	{bias}	0	-100	-100	-100	-100	-100	-100
:bars	0	0	0	0	0	0	0	0
:least	-99999
:borrowed	kaputt
lantern	1
"""
NEAR, FAR = -100, -100 * round(REACH + 2)


@dataclass
class Reads:
    """A second reader with one answer, which remembers what it was asked."""

    answer: bool
    asked: list[str] = field(default_factory=list[str])

    def reads_a_cry(self, text: str, language: str, below: float) -> bool:
        assert language == "en"
        assert 0 < below <= REACH
        self.asked.append(text)
        return self.answer


def assess(lexicon: Lexicon, tables: Tables, text: str, bias: int, second: Reads) -> Finding:
    scale = Scale(Weights.parse(WEIGHTS.format(bias=bias), "en.weights"), {}, tables)
    words = Words(tables)
    return Detector([Listener(lexicon, words, scale, second)], words).assess(text)


def test_what_it_takes_for_a_cry_is_raised(lexicon: Lexicon, tables: Tables) -> None:
    second = Reads(answer=True)
    found = assess(lexicon, tables, "the lantern is out", NEAR, second)
    assert found.severity is Severity.ACTIVE
    assert found.rules == ("en.meant.suicide",)
    assert found.language == "en"
    assert second.asked == ["the lantern is out"]


def test_what_it_takes_for_none_stays_as_it_was(lexicon: Lexicon, tables: Tables) -> None:
    assert assess(lexicon, tables, "the lantern is out", NEAR, Reads(answer=False)).level == 0


def test_what_weighs_far_too_little_is_not_shown_to_it(lexicon: Lexicon, tables: Tables) -> None:
    second = Reads(answer=True)
    assert assess(lexicon, tables, "the lantern is out", FAR, second).level == 0
    assert not second.asked


def test_a_text_of_many_clauses_is_shown_to_it_once_at_most(
    lexicon: Lexicon, tables: Tables
) -> None:
    """It takes 25 ms a text: a long one must not halt everybody's messages for seconds."""
    rules = "".join(f"@{rule}\t0\n" for rule in lexicon.ruleset.rules)
    scale = Scale(Weights.parse(WEIGHTS.format(bias=NEAR - 180) + rules, "en.weights"), {}, tables)
    words, second = Words(tables), Reads(answer=False)
    text = "the lantern is out, and then, " * 100 + "i took like 30 paracetamol"
    Detector([Listener(lexicon, words, scale, second)], words).assess(text)
    assert len(second.asked) <= 1


class Broken:
    """A second reader that fails at every text."""

    def reads_a_cry(self, text: str, language: str, below: float) -> bool:
        del text, language, below
        raise OSError


def test_whatever_it_does_costs_nothing_that_was_found(lexicon: Lexicon, tables: Tables) -> None:
    """A language that heard nothing asks it only where no other language called people either."""
    scale = Scale(Weights.parse(WEIGHTS.format(bias=NEAR), "en.weights"), {}, tables)
    words = Words(tables)
    heard = Listener(lexicon, words)
    detector = Detector([heard, Listener(quiet(lexicon), words, scale, Broken())], words)
    assert detector.assess("i want to kill myself").severity is Severity.ACTIVE


@pytest.mark.parametrize("first", ["i want to kill myself", "i wish i was dead"])
def test_what_was_found_in_one_message_is_not_lost_by_the_next(
    lexicon: Lexicon, tables: Tables, first: str
) -> None:
    """Nor does a finding of level 2 stand for what could not be checked, which counts as 3."""
    scale = Scale(Weights.parse(WEIGHTS.format(bias=NEAR), "en.weights"), {}, tables)
    words = Words(tables)
    detector = Detector([Listener(lexicon, words, scale, Broken())], words)
    alone = detector.assess(first)
    found = Watch(detector).assess_messages([first, "the lantern is out"])
    assert alone.level >= Severity.PASSIVE
    assert found.severity is (alone.severity if alone.level >= Severity.ACTIVE else None)


def quiet(lexicon: Lexicon) -> Lexicon:
    """The same language without a rule."""
    return replace(lexicon, entries=())


def test_where_it_fails_the_text_could_not_be_checked(lexicon: Lexicon, tables: Tables) -> None:
    scale = Scale(Weights.parse(WEIGHTS.format(bias=NEAR), "en.weights"), {}, tables)
    words = Words(tables)
    detector = Detector([Listener(lexicon, words, scale, Broken())], words)
    found = Watch(detector).assess_text("the lantern is out")
    assert found.severity is None
    assert found.alerted


@pytest.mark.parametrize("answer", [True, False])
def test_what_rules_found_is_neither_shown_to_it_nor_lowered(
    lexicon: Lexicon, tables: Tables, *, answer: bool
) -> None:
    second = Reads(answer=answer)
    found = assess(lexicon, tables, "i want to kill myself", NEAR, second)
    assert found.severity is Severity.ACTIVE
    assert not second.asked


def test_a_community_can_mute_it(lexicon: Lexicon, tables: Tables) -> None:
    quiet = replace(lexicon, muted=frozenset({"en.meant.suicide"}))
    assert assess(quiet, tables, "the lantern is out", NEAR, Reads(answer=True)).level == 0


def test_moderators_are_told_that_a_model_read_it(lexicon: Lexicon, tables: Tables) -> None:
    listener = Listener(lexicon, Words(tables))
    why: Sequence[str] = (listener.why("en.meant.abuse") or "").split()
    assert "model" in why
    assert why[-1] == "(abuse)"
