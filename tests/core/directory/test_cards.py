"""What a crisis answer says, in every country and language: held against the rows themselves."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.app.content import Content
from bot.directory.records import retired
from bot.directory.records.retired import Denylist
from cogs.resources.cards import CrisisCards
from cogs.resources.lines import country_name
from tests.house.rules import HOUSE

FOLDER = HOUSE / "data" / "helplines"
RETIRED = "retired.jsonl"
LANGUAGES = ("en", "de", "es")
DIGITS = re.compile(r"\+?\d[\d ().-]*\d|\d")
URGENT_TOPICS = {"suicide", "crisis"}
Row = dict[str, Any]
WAYS_OF_ONE_SOURCE = 23


def rows() -> Iterator[Row]:
    """Every row of the directory, as it stands in the files."""
    for file in sorted(FOLDER.rglob("*.jsonl")):
        found = map(json.loads, file.read_text("utf-8").splitlines())
        yield from (row | {"contact": row.get("contact", {})} for row in found if "topics" in row)


ROWS = tuple(rows())


def seen(row: Row) -> Iterator[str]:
    """Everything in a row that a source says, as it is written."""
    memory = {name for name, how in row["confidence"].items() if how == "memory"}
    told = {"name": row["name"], "url": row.get("url"), **row["contact"]}
    yield from (str(value) for name, value in told.items() if value and name not in memory)


def remembered(row: Row) -> Iterator[str]:
    """Everything in a row that nobody saw in a source."""
    told = {"name": row["name"], "url": row.get("url"), **row["contact"]}
    for name, value in told.items():
        if value and "memory" in {row["confidence"]["number"], row["confidence"].get(name)}:
            yield str(value)


def trusted(country: str | None) -> list[Row]:
    """The rows that a card may name: two sources, in use, of that country or worldwide."""
    return [
        row for row in ROWS
        if row["confidence"]["number"] == "two-sources" and row.get("status", "active") == "active"
        and row["country"] in {country, None} and "emergency" not in row["topics"]
    ]  # fmt: skip


def emergency_numbers(country: str | None) -> set[str]:
    """What may be called there: a general number, else those whose role nobody disputes."""
    told: set[str] = set()
    for row in ROWS:
        if row["country"] == country and "emergency" in row["topics"]:
            sure = {"police", "ambulance", "fire"} - row["confidence"].keys()
            told |= {*row["numbers"]["general"], str(row["contact"].get("phone"))}
            told |= {str(row["numbers"].get(role)) for role in sure}
    return told


@pytest.fixture(scope="module")
def cards(content: Content) -> CrisisCards:
    return content.cards


def all_of(cards: CrisisCards) -> Iterator[tuple[str, str | None, str]]:
    for (language, country, _), text in cards.texts.items():
        yield language, country, text


def test_every_country_has_its_card_in_every_language(content: Content) -> None:
    lands = {None, *content.directory.countries()}
    made = {(language, land, urgent) for language in LANGUAGES for land in lands
            for urgent in (True, False)}  # fmt: skip
    assert made == content.cards.texts.keys()
    assert {row["country"] for row in ROWS} <= lands


def test_every_number_on_a_card_stands_in_a_row_of_two_sources(cards: CrisisCards) -> None:
    known = {land: trusted(land) for _, land, _ in all_of(cards)}
    for _, land, text in all_of(cards):
        emergency = "\n".join(line for line in text.splitlines() if _is_emergency(line))
        helplines = text.replace(emergency, "")
        for said in sorted({s for row in known[land] for s in seen(row)}, key=len, reverse=True):
            helplines = helplines.replace(said.removesuffix(" (directory)"), "")
        assert not DIGITS.search(helplines), text
        assert {one.strip() for one in DIGITS.findall(emergency)} <= emergency_numbers(land), text


def _is_emergency(line: str) -> bool:
    return line.startswith(("Danger to life", "Bei Lebensgefahr", "Vida en peligro"))


def test_an_emergency_number_of_one_source_says_whose_it_is(cards: CrisisCards) -> None:
    emergencies = [row for row in ROWS if "emergency" in row["topics"]]
    confidence = {row["country"]: row["confidence"]["number"] for row in emergencies}
    labelled = {"en": "(listed by", "de": "(laut", "es": "(según"}
    assert "one-source" in confidence.values()
    for language, land, text in all_of(cards):
        if land in confidence:
            assert (labelled[language] in text) is (confidence[land] == "one-source"), text


def test_nothing_from_memory_stands_on_a_card(cards: CrisisCards) -> None:
    for _, land, text in all_of(cards):
        allowed = {said for row in trusted(land) for said in seen(row)}
        for row in ROWS:
            if row["country"] == land and "emergency" not in row["topics"]:
                for said in set(remembered(row)) - allowed:
                    whole = re.search(rf"(?<![\w]){re.escape(said)}(?![\w])", text)
                    in_another = any(said in one for one in allowed)
                    assert whole is None or in_another, (said, text)


def test_no_card_has_a_number_that_is_retired(cards: CrisisCards) -> None:
    denied = Denylist.of(retired.parse((FOLDER / RETIRED).read_text("utf-8"), RETIRED))
    assert denied.holds("1-800-273-8255", "US")
    for _, land, text in all_of(cards):
        for number in DIGITS.findall(text):
            assert not denied.holds(number, land), text


def one_source_ways() -> Iterator[tuple[Row, str, str]]:
    """Ways of rows of two sources that at most one publisher prints."""
    for row in ROWS:
        if row["confidence"]["number"] == "two-sources" and "emergency" not in row["topics"]:
            for way, how in row["confidence"].items():
                if how == "one-source" and row["contact"].get(way):
                    yield row, way, row["contact"][way]


def test_what_one_source_prints_stands_on_no_card(content: Content) -> None:
    assert len(list(one_source_ways())) == WAYS_OF_ONE_SOURCE
    texts = [(land, text) for _, land, text in all_of(content.cards)]
    for row, _, number in one_source_ways():
        alone = re.compile(rf"(?<!\d){re.escape(number)}(?!\d)")
        for land, text in texts:
            assert land != row["country"] or not alone.search(text), text


def test_a_line_on_a_card_has_a_number_that_two_sources_print(content: Content) -> None:
    for land in content.directory.countries():
        for one in content.directory.crisis_lines(land, 99).lines:
            assert one.agreed or not one.one_source_ways, one


def test_where_only_the_fire_brigade_is_known_that_is_said_and_no_number_passes_for_help(
    content: Content,
) -> None:
    """Gambia: one number is known, and one source calls it the fire brigade's."""
    said = {"en": "listed as fire brigade", "de": "als Feuerwehr", "es": "como bomberos"}
    for language, land, text in all_of(content.cards):
        assert (said[language] in text) is (land == "GM"), text
    for row in ROWS:
        if row["country"] and "emergency" in row["topics"] and not row["numbers"]["general"]:
            shown = content.directory.emergency(row["country"])
            fire, others = row["numbers"].get("fire"), {
                row["numbers"].get("police"), row["numbers"].get("ambulance")}  # fmt: skip
            only = set(shown.numbers) == {fire} and fire not in others
            assert shown.fire_only is only, row["country"]


def test_a_line_of_one_town_is_on_no_card_of_its_country(content: Content) -> None:
    """135 rings in Buenos Aires alone; elsewhere in Argentina nobody would answer."""
    for language in LANGUAGES:
        text = content.cards.texts[language, "AR", True]
        assert "135" not in text
        assert "0800-999-0091" in text
    found = content.directory.lookup("suicide helpline buenos aires", None)
    assert "ar-cas-135" in {one.id for one in found.results}
    assert found.results[0].name == "Centro de Asistencia al Suicida (Buenos Aires)"


def test_a_number_in_a_name_was_seen_in_a_source() -> None:
    for row in ROWS:
        if row["confidence"]["number"] == "memory" or row["confidence"].get("name") == "memory":
            continue
        told = [*row["contact"].values(), *(one.get("seen_in", "") for one in row["sources"])]
        known = re.sub(r"[^0-9]", "", " ".join(map(str, told)))
        for number in DIGITS.findall(row["name"]):
            in_words = row["id"] in {"ca-qc-1866appelle", "gb-papyrus"}  # letters of the keys
            assert in_words or re.sub(r"[^0-9]", "", number) in known, row["name"]


def test_there_are_two_ways_and_one_in_writing_wherever_such_are_trusted(content: Content) -> None:
    for land in content.directory.countries():
        most = content.directory.crisis_lines(land, 99)
        text = content.cards.text(land, content.texts.into("en"), urgent=False)
        named = [one for one in most.lines if one.name and f"{one.name}:" in text]
        assert len(named) == min(2, len(most.lines)), text
        if any(one.writable for one in most.lines):
            assert any(one.writable for one in named), text


def test_worldwide_directories_fill_up_and_are_called_that(content: Content) -> None:
    say = content.texts.into("en")
    for land in content.directory.countries():
        found = content.directory.crisis_lines(land, 2)
        text = content.cards.text(land, say, urgent=True)
        assert text.count("\nWorldwide: ") == 2 - len(found.lines), text
        assert ("we know no crisis line we trust" in text) is (not found.lines), text
        assert (f"For {country_name(land, say)}:" in text) is bool(found.lines), text


def test_urgent_the_emergency_number_comes_first_else_last(cards: CrisisCards) -> None:
    for (_, land, urgent), text in cards.texts.items():
        lines = text.splitlines()
        assert _is_emergency(lines[(1 if land else 0) if urgent else -1]), text


def test_a_country_that_nobody_knows_gets_what_works_from_anywhere(content: Content) -> None:
    say = content.texts.into("de-AT")
    assert content.cards.text("XX", say, urgent=True) == content.cards.text(None, say, urgent=True)


def test_what_is_said_is_made_at_the_start_and_never_again(
    content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> object:
        raise RuntimeError

    monkeypatch.setattr("bot.directory.lookup.Directory.crisis_lines", gone)
    monkeypatch.setattr("cogs.resources.cards.card", gone)
    assert "Samaritans" in content.cards.text("GB", content.texts.into("en"), urgent=False)
