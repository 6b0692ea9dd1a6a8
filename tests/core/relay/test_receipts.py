"""Receipts: what is read back, and what opens nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app.shipped import shipped
from bot.app.words import lines_of
from bot.relay.receipt import (
    LOCATING,
    NOBODYS,
    PROVING,
    Miscounted,
    Misspelt,
    Receipt,
    draw,
    proves,
    read,
    verifier,
)

WORDS = lines_of(shipped("words", "receipt.txt"))
GAPS = st.sampled_from((" ", ", ", "\n", "\r\n", " - ", "\u2013", "\t", ",", "; ", ". ", " 1. "))
CASES = st.sampled_from((str.lower, str.upper, str.title, str.swapcase))


def test_words_tell_one_another_apart() -> None:
    assert len(set(WORDS)) == len(WORDS) == 1_024
    assert all(word.isalpha() and word == word.casefold() for word in WORDS)


@given(gaps=st.lists(GAPS, min_size=9, max_size=9), case=CASES)
def test_case_and_marks_do_not_matter(gaps: list[str], case: "type[str]") -> None:
    receipt = draw(WORDS)
    typed = "".join(gap + word for gap, word in zip(gaps, receipt.words.split(), strict=False))
    assert read(str(case(typed)) + gaps[-1], WORDS) == receipt


@given(
    place=st.integers(0, LOCATING + PROVING - 1),
    at=st.integers(0, 20),
    to=st.characters(codec="ascii", categories=["Ll"]),
)
def test_one_letter_wrong_is_pointed_out_or_is_another_word(place: int, at: int, to: str) -> None:
    receipt = draw(WORDS)
    words = receipt.words.split()
    letters = list(words[place])
    letters[at % len(letters)] = to
    changed = "".join(letters)
    found = read(" ".join([*words[:place], changed, *words[place + 1 :]]), WORDS)
    match found:
        case Misspelt(position=position):
            assert position == place + 1
            assert changed not in WORDS
        case Receipt():
            assert changed in WORDS
            assert (found == receipt) is (changed == words[place])
        case Miscounted():
            pytest.fail("it was counted wrong")


@settings(max_examples=6)
@given(place=st.integers(LOCATING, LOCATING + PROVING - 1), data=st.data())
def test_one_proving_word_wrong_proves_nothing(place: int, data: st.DataObject) -> None:
    receipt = draw(WORDS)
    kept, words = verifier(receipt), receipt.words.split()
    other = data.draw(st.sampled_from([one for one in WORDS if one != words[place]]))
    wrong = read(" ".join([*words[:place], other, *words[place + 1 :]]), WORDS)
    assert isinstance(wrong, Receipt)
    assert proves(receipt, kept)
    assert not proves(wrong, kept)


def test_another_order_or_anothers_words_prove_nothing() -> None:
    receipt, other = draw(WORDS), draw(WORDS)
    kept = verifier(receipt)
    turned = " ".join(reversed(receipt.proof.split()))
    assert turned == receipt.proof or not proves(Receipt(receipt.locator, turned), kept)
    assert not proves(Receipt(receipt.locator, other.proof), kept)


@pytest.mark.parametrize("typed", ["", " ", "7", "🙂" * 50, "apple", "a" * 10_000, "-\n-" * 90])
def test_anything_else_is_miscounted(typed: str) -> None:
    assert isinstance(read(typed, WORDS), Miscounted)


@settings(max_examples=60)
@given(st.text(max_size=300))
def test_whatever_is_typed_is_read_without_harm(typed: str) -> None:
    assert not isinstance(read(typed, WORDS), Receipt)


def test_two_verifiers_of_one_receipt_have_nothing_in_common() -> None:
    receipt = draw(WORDS)
    assert verifier(receipt) != verifier(receipt)


@settings(max_examples=5)
@given(st.data())
def test_where_there_is_no_thread_the_same_work_is_done_and_nothing_proves(
    data: st.DataObject,
) -> None:
    """Same parameters and sizes: a wrong first word costs what a wrong last word costs."""
    words = data.draw(st.lists(st.sampled_from(WORDS), min_size=8, max_size=8))
    receipt = Receipt(" ".join(words[:LOCATING]), " ".join(words[LOCATING:]))
    assert len(NOBODYS) == len(verifier(receipt))
    assert not proves(receipt, NOBODYS)
