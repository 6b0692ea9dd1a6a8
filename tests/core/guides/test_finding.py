"""Guides are found by what people type: in each language, mistyped, and with odd input."""

from itertools import product
from pathlib import Path

import pytest

from bot.guides.finding import MOST_FOUND
from bot.guides.shelf import Guides

QUERIES = [
    tuple(part.strip() for part in line.split("|"))
    for line in (Path(__file__).parent / "queries.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
NO_WISH = ("", " ", "🙂", "***", "[[guide]]", "(a+)+$", "\\", "12", "\u0301" * 500, "qwrtz")


@pytest.mark.parametrize(("locale", "query", "id_"), QUERIES)
def test_a_guide_is_found_by_what_people_type(
    guides: Guides, locale: str, query: str, id_: str
) -> None:
    assert id_ in [one.id for one in guides.find(query, locale)]


def test_each_guide_is_asked_for_in_each_language(guides: Guides) -> None:
    asked = {(locale, id_) for locale, _, id_ in QUERIES}
    every = set(product(("en", "de", "es"), (one.id for one in guides.guides)))
    assert sorted(every - asked) == []


@pytest.mark.parametrize("query", NO_WISH)
def test_what_names_nothing_finds_nothing(guides: Guides, query: str) -> None:
    assert guides.find(query, "en") == ()


def test_ten_thousand_signs_are_looked_at_no_longer_than_a_query(guides: Guides) -> None:
    assert guides.find("x" * 10_000, "en") == ()
    assert len(guides.find("grief sleep panic lonely " * 400, "en")) == MOST_FOUND


def test_the_language_of_who_asks_goes_before_another_in_which_it_is_a_word_too(
    guides: Guides,
) -> None:
    assert [one.id for one in guides.find("solo", "es")] == ["loneliness"]
    kind = guides.find("what a kind friend, i feel so lonely", "en")
    assert [one.id for one in kind] == ["loneliness"]


def test_a_need_that_the_directory_heard_finds_its_guide(guides: Guides) -> None:
    assert [one.id for one in guides.find("kush", "en", frozenset({"substance"}))] == [
        "alcohol-drugs"
    ]
    assert guides.find("kush", "en", frozenset({"suicide", "crisis"})) == ()


def test_a_title_or_an_id_opens_its_guide_in_any_language(guides: Guides) -> None:
    for guide in guides.guides:
        for text in guide.texts.values():
            assert guides.titled(f" {text.title.upper()}? ") is guide
        assert guides.titled(guide.id) is guide
    assert guides.titled("no such thing") is None


def test_every_theme_has_few_enough_guides_for_a_row_of_buttons(guides: Guides) -> None:
    assert len(guides.themes) == 5
    assert {2 < len(guides.of_theme(one)) < 8 for one in guides.themes} == {True}
