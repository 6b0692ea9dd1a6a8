"""What people type and what comes back, from the tables beside this file."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.directory.lookup import Directory, Lookup

HERE = Path(__file__).parent
FEWEST_RIGHT = {"lookups.txt": 1.0, "lookups_second.txt": 0.97, "lookups_third.txt": 0.93}


@dataclass(frozen=True, slots=True)
class Row:
    query: str
    country: str | None
    locale: str
    expected: tuple[str, ...]

    def met(self, found: Lookup) -> bool:
        return any(self._one(word, found) for word in self.expected)

    @staticmethod
    def _one(word: str, found: Lookup) -> bool:
        if word == "none":
            return found.kind == "none" and not found.results and found.ask is None
        if word.startswith("ask:"):
            return found.ask == word.removeprefix("ask:")
        if word == "gap":
            return found.gap
        if word.startswith("!"):
            pinned = found.emergency
            return pinned is not None and (pinned.id or "local") == word.removeprefix("!")
        return found.ask is None and word in {shown.id for shown in found.results}


def rows(file: str) -> Iterator[Row]:
    for line in (HERE / file).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            query, known, expected = (part.strip() for part in line.split("|"))
            country, _, locale = known.partition("/")
            wanted = tuple(expected.split())
            yield Row(query, None if country == "-" else country, locale, wanted)


ALL = tuple(row for file in FEWEST_RIGHT for row in rows(file))


def shown(found: Lookup) -> set[str | None]:
    return {one.country for one in (*found.results, *found.more)}


@pytest.mark.parametrize("file", FEWEST_RIGHT)
def test_people_find_what_they_look_for(directory: Directory, file: str) -> None:
    table = tuple(rows(file))
    missed = [r for r in table if not r.met(directory.lookup(r.query, r.country, r.locale))]
    hit_rate = 1 - len(missed) / len(table)
    assert hit_rate >= FEWEST_RIGHT[file], [row.query for row in missed]


@pytest.mark.parametrize("row", ALL, ids=lambda row: f"{row.query[:40]}|{row.country}")
def test_no_service_of_another_country_when_the_country_is_known(
    directory: Directory, row: Row
) -> None:
    found = directory.lookup(row.query, row.country, row.locale)
    assert len(found.results) <= 3
    assert shown(found) <= {found.country, None}
    if found.ask is not None:
        assert shown(found) <= {None}


@pytest.mark.parametrize("row", ALL, ids=lambda row: f"{row.query[:40]}|{row.country}")
def test_danger_always_fills_the_emergency(directory: Directory, row: Row) -> None:
    found = directory.lookup(row.query, row.country, row.locale, danger=True)
    assert found.emergency is not None
    if found.country is not None:
        assert found.emergency.country == found.country
    if found.emergency.id is None:
        assert found.emergency.text == "your local emergency number"


@pytest.mark.parametrize("locale", ["de", "de-DE", "pt_BR", "en-US", "zh", "", "xx"])
def test_a_locale_never_means_a_country(directory: Directory, locale: str) -> None:
    found = directory.lookup("suicide hotline", None, locale)
    assert found.ask == "country"
    assert found.country is None


def test_a_locale_prefers_a_language(directory: Directory) -> None:
    dutch = directory.lookup("help", "BE", "nl").results[0]
    french = directory.lookup("help", "BE", "fr").results[0]
    assert "nl" in dutch.languages
    assert "fr" in french.languages


def test_a_country_in_the_query_beats_the_known_one(directory: Directory) -> None:
    found = directory.lookup("suicide hotline in Germany", "US")
    assert found.country == "DE"
    assert shown(found) <= {"DE", None}


def test_a_country_that_does_not_exist_counts_as_none(directory: Directory) -> None:
    assert directory.lookup("suicide hotline", "XX").ask == "country"
    assert directory.lookup("suicide hotline", "germany").ask == "country"
    assert directory.lookup("helpline in narnia", None).ask == "country"


def test_who_has_no_line_is_told_so_with_directories_and_the_emergency_number(
    directory: Directory,
) -> None:
    found = directory.lookup("i want to die", "KW")
    assert found.gap
    assert [one.country for one in found.results] == [None, None, None]
    assert found.emergency is not None
    assert found.emergency.id == "kw-emergency"


def test_a_channel_that_was_asked_for_is_among_the_first_three(directory: Directory) -> None:
    assert any(one.chat_url for one in directory.lookup("chat", "JP").results)
    assert any(one.whatsapp for one in directory.lookup("whatsapp", "MX").results)


def test_danger_in_what_is_no_lookup_still_pins_the_emergency_number(
    directory: Directory,
) -> None:
    found = directory.lookup("bye", "DE", danger=True)
    assert (found.kind, found.ask, found.results) == ("none", None, ())
    assert found.emergency is not None
    assert found.emergency.numbers == ("112",)


@pytest.mark.parametrize("country", ["US", "GB", "DE", "FR", "JP"])
def test_a_plain_wish_is_no_danger(directory: Directory, country: str) -> None:
    assert directory.lookup("someone to talk to", country).emergency is None


def test_options_are_told_when_a_place_is_two(directory: Directory) -> None:
    found = directory.lookup("suicide hotline georgia", None)
    assert found.ask == "clarify"
    assert found.options == ("GE", "US")
    assert found.results


def test_the_same_question_gets_the_same_answer(directory: Directory) -> None:
    first = directory.lookup("depressed in canada", "US", "en")
    assert directory.lookup("depressed in canada", "US", "en") == first
