"""Where people say that they are: every name of CLDR, forms of it, cities, and what is no place."""

import time
from importlib import resources
from pathlib import Path

import pytest
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

from bot.directory.errors import DirectoryError
from bot.directory.lookup import Directory
from bot.directory.places.atlas import Atlas
from bot.directory.places.countries import Countries, Place
from bot.directory.query.folding import tokens
from tests.core.directory.places import index
from tests.core.directory.places.names import LANGUAGES, MEANT, territories

ASKED = {
    "georgia": "a state, too", "jersey": "New Jersey, too",
    "guinea": "four countries", "guinee": "three", "guine": "for many Guinea-Bissau",
    "samoa": "and American Samoa", "congo": "two countries", "kongo": "two", "конго": "two",
    "granada": "a city in Spain and in Nicaragua", "guadalupe": "towns in Mexico and the US",
    "santa lucia": "and towns in the US", "saint martin": "two halves of an island",
    "san martin": "and towns in Argentina and Peru", "salvador": "a city in Brazil",
    "norfolk": "and Norfolk in England and Virginia", "columbia": "Colombia or a city in the US",
    "awon erekusu kekeke agbegbe us": "US stands in it",
    "sveti martin": "two halves", "свети мартин": "two halves",
}  # fmt: skip
"""Names that CLDR has for a country and that mean more than one to people, with the reason."""


def said(countries: Countries, text: str, known: str | None = None) -> Place:
    return countries.read(text, tokens(text), known, frozenset())


def told(place: Place) -> str:
    return place.region or place.country or "/".join(place.options)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_that_cldr_has_is_the_answer_to_which_country(
    countries: Countries, language: str
) -> None:
    for code, name in territories(language).items():
        country, meant = MEANT.get(code, code), countries.named(name)
        assert country in meant, (name, meant)
        assert meant == (country,) or " ".join(tokens(name)) in ASKED, (name, meant)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_a_query_no_name_is_ever_another_country(countries: Countries, language: str) -> None:
    for code, name in territories(language).items():
        place = said(countries, name)
        everyday = " ".join(tokens(name)) in countries.only_alone
        assert place.country in {MEANT.get(code, code), None}, (name, place)
        assert place.country or place.options or everyday, name
    for code, name in territories(language).items():
        assert said(countries, f"+++ {name} +++").country in {MEANT.get(code, code), None}


def shipped() -> str:
    return resources.files("data").joinpath("helplines", "places.txt").read_text("utf-8")


def test_every_name_that_ships_is_found_and_means_what_stands_there(countries: Countries) -> None:
    for line in shipped().splitlines():
        name, value = line.split("\t")
        if len(name) == 2 and name.isascii():
            continue  # a code goes before: AO is Angola, though Austria is Áo in Vietnamese
        place = said(countries, name)
        meant = {code[:2] for code in value[1:].split(",")}
        assert tokens(name) == tuple(name.split(" ")), name
        assert (place.country or next(iter(meant))) in meant, (name, value, place)
        if value[0] == "!":
            assert told(place) == "", (name, value, place)
            assert meant <= {code[:2] for code in countries.named(name)}, (name, value)
        elif name not in countries.only_alone:
            assert place.country or meant <= {*place.options}, (name, value, place)


def test_a_place_that_is_a_word_or_a_person_counts_only_behind_where_somebody_is(
    countries: Countries,
) -> None:
    for line in shipped().splitlines():
        name, value = line.split("\t")
        if value[0] == "!":
            assert told(said(countries, f"+++ {name} +++", "AQ")) == "", name
            place = said(countries, f"i live in {name}", "AQ")
            assert {*(place.options or (place.country,))} <= {c[:2] for c in value[1:].split(",")}


def test_the_codes_that_phonenumbers_has_are_the_ones_that_are_known(countries: Countries) -> None:
    for code, regions in COUNTRY_CODE_TO_REGION_CODE.items():
        place = said(countries, f"my number is +{code} 555 0199 55")
        if regions != ("001",):
            assert {place.country, *place.options} & {*regions}, (code, place)


def test_what_ships_is_what_its_sources_come_to() -> None:
    assert shipped() == index.written(index.made())


def table(name: str) -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / name).read_text("utf-8").splitlines()
    rows = (line.partition(" | ") for line in lines if line and not line.startswith("#"))
    return [(query, wanted.strip()) for query, _, wanted in rows]


@pytest.mark.parametrize(("query", "wanted"), table("said_places.txt"))
def test_where_somebody_needs_help_is_read_from_what_they_say(
    countries: Countries, query: str, wanted: str
) -> None:
    place = said(countries, query)
    found = told(place)
    if wanted == "-":
        assert found == ""
    elif wanted.startswith("ask:"):
        assert (place.country, found) == (None, wanted.removeprefix("ask:"))
    else:
        assert found.startswith(wanted)


@pytest.mark.parametrize(
    ("answer", "meant"),
    [
        ("Georgia", ("GE", "US")), ("Guinea", ("GN", "GQ", "GW", "PG")), ("Jersey", ("JE", "US")),
        ("Samoa", ("AS", "WS")), ("Jordan", ("JO",)), ("Chad", ("TD",)), ("Mali", ("ML",)),
        ("Oman", ("OM",)), ("مالي", ("ML",)), ("Isle of Man", ("IM",)), ("Korea", ("KP", "KR")),
        ("de", ("DE",)), ("UK", ("GB",)), ("narnia", ()), ("", ()), ("?", ()),
    ],
)  # fmt: skip
def test_an_answer_to_which_country_is_one_or_several_or_none(
    directory: Directory, answer: str, meant: tuple[str, ...]
) -> None:
    assert directory.country_named(answer) == meant


def test_time_grows_no_faster_than_the_text(countries: Countries) -> None:
    for part in ("san ", "日本", "new york ", "ab cd ", "ไทย", "в германии ", "a"):
        costs = [_cost(countries, (part * 10_000)[:size]) for size in (10_000, 80_000)]
        assert costs[1] < 8 * 4 * max(costs[0], 0.002), (part, costs)


def _cost(countries: Countries, text: str) -> float:
    def once() -> float:
        start = time.process_time()
        said(countries, text)
        return time.process_time() - start

    return min(once() for _ in range(3))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("b\t=DE\na\t=DE\n", 2),
        ("a\t=DE\nb\t=DEU\n", 2),
        ("a\tDE\n", 1),
        ("a\t=DE\n\n", 2),
    ],
)
def test_a_broken_table_of_places_names_its_line(text: str, line: int) -> None:
    with pytest.raises(DirectoryError) as wrong:
        Atlas.parse(text, "places.txt")
    assert (wrong.value.file, wrong.value.line) == ("places.txt", line)
