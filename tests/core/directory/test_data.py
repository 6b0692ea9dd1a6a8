"""The shipped data is sound, and what must not be shown cannot be reached by any query."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.directory.cards import URGENT_TOPICS
from bot.directory.errors import DirectoryError
from bot.directory.interface import as_json
from bot.directory.lookup import Directory, Lookup
from bot.directory.places.countries import Countries
from bot.directory.records import retired, rows
from bot.directory.records.retired import Denylist, Retired
from bot.directory.records.rows import Service
from bot.directory.trust import Emergency, Listing

CONTACTS = ("phone", "sms", "sms_keyword", "chat_url", "whatsapp", "email", "hours", "name", "url")
COUNTRIES = (None, "US", "GB", "DE", "CA", "KR", "SG", "FR", "MX", "IN", "JP", "BR", "XX")
WORDS = (
    "suicide",
    "hotline",
    "lifeline",
    "samaritans",
    "childline",
    "text",
    "chat",
    "in",
    "germany",
    "canada",
    "uk",
    "eating disorder",
    "old number",
    "1-800-273-8255",
    "0800 689 5652",
    "1393",
    "the mix",
    "kiran",
    "neda",
    "talk suicide canada",
    "national suicide prevention helpline uk",
)


@dataclass(frozen=True, slots=True)
class Asked:
    words: list[str]
    country: str | None
    locale: str
    danger: bool


QUERIES = st.builds(
    Asked,
    words=st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=12)), max_size=6),
    country=st.sampled_from(COUNTRIES),
    locale=st.sampled_from(("", "en", "de-DE", "es")),
    danger=st.booleans(),
)


def served(found: Lookup) -> Iterator[Listing]:
    yield from (*found.results, *found.more)


def numbers_in(shown: Listing | Emergency) -> list[str]:
    if isinstance(shown, Emergency):
        return [*shown.numbers, *shown.roles.values()]
    return [number for number in (shown.phone, shown.sms, shown.whatsapp) if number]


def hold_the_rules(found: Lookup, services: Mapping[str, Service], denylist: Denylist) -> None:
    for shown in served(found):
        row = services[shown.id]
        assert row.confidence != "memory"
        assert row.status == "active"
        assert not any(denylist.holds(number, shown.country) for number in numbers_in(shown))
        assert [name for name in row.memory_fields if getattr(shown, name, None)] == []
        assert (shown.listed_by is None) == (row.confidence == "two-sources")
    if found.emergency is not None:
        land = found.emergency.country
        assert not any(denylist.holds(number, land) for number in numbers_in(found.emergency))


def test_every_row_is_read_and_every_id_is_its_own(services: tuple[Service, ...]) -> None:
    assert len(services) == 873
    assert len({service.id for service in services}) == 873


def test_an_id_begins_with_its_country(services: tuple[Service, ...]) -> None:
    strays = [s.id for s in services if s.id[:2] != (s.country or "zz").lower()]
    assert strays == []


def test_every_row_but_the_worklist_names_a_source(services: tuple[Service, ...]) -> None:
    unsourced = [s for s in services if not s.sources]
    assert {s.confidence for s in unsourced} == {"memory"}


def test_every_field_from_memory_is_a_field(services: tuple[Service, ...]) -> None:
    named = {name for service in services for name in service.memory_fields}
    assert named <= set(Service.__dataclass_fields__)


def test_a_way_that_one_source_prints_is_marked_in_a_row_of_two(
    services: tuple[Service, ...],
) -> None:
    marked = {s.id: s.one_source_fields for s in services if s.one_source_fields}
    assert marked["us-trevor-project"] == {"sms"}
    assert marked["ie-childline"] == {"phone", "sms"}
    assert len(marked) == 20
    rows = [service for service in services if service.id in marked]
    assert {row.confidence for row in rows} == {"two-sources"}
    assert not any(row.one_source_fields & row.memory_fields for row in rows)


def test_every_country_has_one_emergency_row(
    services: tuple[Service, ...], countries: Countries
) -> None:
    lands = [s.country for s in services if s.numbers is not None]
    assert len(lands) == len(set(lands)) == 243
    assert {s.country for s in services if s.country} <= countries.codes


def test_a_retired_number_stands_only_in_a_row_that_is_marked(
    services: tuple[Service, ...], denied: tuple[Retired, ...]
) -> None:
    denylist = Denylist.of(denied)
    conflicts = [s for s in services if any(denylist.holds(n, s.country) for n in s.contacts)]
    assert {s.status for s in conflicts} <= {"disputed"}


def test_what_replaces_a_retired_number_exists(
    services: tuple[Service, ...], denied: tuple[Retired, ...]
) -> None:
    known = {service.id for service in services}
    assert {id_ for row in denied for id_ in row.use_instead} <= known


@pytest.mark.parametrize(
    ("number", "country", "retired_there"),
    [
        ("1-800-273-8255", "US", True),
        ("+1 (800) 273 8255", "US", True),
        ("8002738255", "US", True),
        ("08457 90 90 90", "GB", True),
        ("+44 8457 909090", "GB", True),
        ("0044 8457 909090", "GB", True),
        ("141", "BR", True),
        ("141", "CO", False),
        ("988", "US", False),
        ("1393", "KR", True),
        ("13931", "KR", False),
        ("113", "NL", False),
    ],
)
def test_a_retired_number_is_known_however_it_is_written(
    denied: tuple[Retired, ...], number: str, country: str, *, retired_there: bool
) -> None:
    assert Denylist.of(denied).holds(number, country) == retired_there


@settings(max_examples=300, deadline=None)
@given(asked=QUERIES)
def test_no_query_reaches_what_must_not_be_shown(
    directory: Directory,
    services: tuple[Service, ...],
    denied: tuple[Retired, ...],
    asked: Asked,
) -> None:
    query = " ".join(asked.words)
    found = directory.lookup(query, asked.country, asked.locale, danger=asked.danger)
    hold_the_rules(found, {s.id: s for s in services}, Denylist.of(denied))
    assert {one.country for one in served(found)} <= {found.country, None}
    assert found.emergency is not None or not asked.danger


def test_no_printed_text_contains_a_retired_number(
    directory: Directory, denied: tuple[Retired, ...], countries: Countries
) -> None:
    old = {c: [r for r in denied if r.country == c] for c in {row.country for row in denied}}
    for country in sorted(countries.codes):
        found = directory.lookup("help", country, danger=True)
        for shown in served(found):
            texts = [str(getattr(shown, name)) for name in CONTACTS]
            digits = {retired.whole(n, country) for t in texts for n in re.findall(r"[\d -]+", t)}
            assert not digits & {retired.whole(r.number, country) for r in old.get(country, [])}


def test_every_country_can_be_asked(
    directory: Directory,
    services: tuple[Service, ...],
    denied: tuple[Retired, ...],
    countries: Countries,
) -> None:
    known, denylist = {s.id: s for s in services}, Denylist.of(denied)
    for country in sorted(countries.codes):
        found = directory.lookup("suicide hotline", country)
        hold_the_rules(found, known, denylist)
        assert found.country == country
        assert len(found.results) >= 2
        card = directory.crisis_lines(country)
        assert len(card.lines) <= 2
        assert all(known[one.id].confidence == "two-sources" for one in card.lines)
        assert all(URGENT_TOPICS & set(one.topics) for one in card.lines)
        assert all(one.two_sources and one.country is None for one in card.directories)


def test_the_printed_shape_is_stable(directory: Directory) -> None:
    printed = as_json(directory.lookup("overdose", "US"))
    assert list(printed) == ["kind", "ask", "emergency", "results"]
    parsed = json.loads(json.dumps(printed))
    assert parsed["emergency"]["id"] == "us-emergency"
    assert parsed["emergency"]["numbers"] == ["911"]
    assert "us-988" in [result["id"] for result in parsed["results"]]
    assert set(parsed["results"][0]) == {
        "id",
        "name",
        "country",
        "phone",
        "sms",
        "sms_keyword",
        "chat",
        "whatsapp",
        "email",
        "hours",
        "url",
        "confidence",
        "listed_by",
        "seen",
    }


def test_without_a_country_the_printed_emergency_is_words(directory: Directory) -> None:
    printed = as_json(directory.lookup("she is not breathing", None))
    assert printed["emergency"] == {
        "id": None,
        "numbers": [],
        "text": "your local emergency number",
    }


@pytest.mark.parametrize(
    ("change", "mend"),
    [
        ({"id": "De Wrong"}, "id"),
        ({"country": "Germany"}, "country"),
        ({"topics": []}, "topics"),
        ({"topics": ["sadness"]}, "topics"),
        ({"confidence": "certain"}, "confidence"),
        ({"confidence": {"number": "two-sources", "hours": "sure"}}, "confidence.hours"),
        ({"contact": {"phone": "call us"}}, "contact.phone"),
        ({"contact": {"phone": "+1 234 567 890 123 456 789"}}, "contact.phone"),
        ({"hours": "Mo-Fr nine to five", "tz": "America/New_York"}, "hours"),
        ({"hours": "Mo-Fr 09:00-17:00"}, "tz"),
        ({"hours": "Mo-Fr 09:00-17:00", "tz": "America/Springfield"}, "tz"),
        ({"region": "GB-SCT"}, "region"),
        ({"minimum_age": 18, "maximum_age": 12}, "minimum_age"),
        ({"assured_date": "2026-11-28"}, "assured_date"),
        ({"assured_date": "2026-13-28", "assurer_email": "a@example.org"}, "assured_date"),
        ({"replaced_by": "us-samhsa"}, "replaced_by"),
        ({"status": "defunct", "replaced_by": "us-988"}, "replaced_by"),
        ({"cost": "free"}, "cost: no such field; it is fees_description now"),
        ({"sources": []}, "sources"),
        ({"contact": {"phone": "none"}}, "contact.phone"),
        ({"surprise": 1}, "surprise"),
        ({"topics": ["emergency"]}, "numbers"),
        ({"numbers": {"general": ["112"]}}, "numbers"),
    ],
)
def test_a_bad_row_is_named_with_its_line(
    files: Mapping[str, str], change: dict[str, object], mend: str
) -> None:
    good = files["US.jsonl"].split("\n")[0]
    bad = json.dumps({**json.loads(good), **change})
    with pytest.raises(DirectoryError) as wrong:
        rows.parse(f"{good}\n\n{bad}\n", "us.jsonl")
    assert (wrong.value.file, wrong.value.line) == ("us.jsonl", 3)
    assert wrong.value.mend.startswith(mend)
    assert str(wrong.value).startswith("us.jsonl:3: ")


def test_an_id_that_stands_twice_and_a_torn_line_are_named(files: Mapping[str, str]) -> None:
    good = files["US.jsonl"].split("\n")[0]
    with pytest.raises(DirectoryError, match="stands twice") as twice:
        rows.parse(f"{good}\n{good}", "us.jsonl")
    assert twice.value.line == 2
    with pytest.raises(DirectoryError) as torn:
        rows.parse(good[:50], "us.jsonl")
    assert torn.value.line == 1
    with pytest.raises(DirectoryError) as denied:
        retired.parse('\n{"country": "US"}', "retired.jsonl")
    assert denied.value.line == 2
