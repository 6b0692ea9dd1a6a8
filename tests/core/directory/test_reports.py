"""What is told to who keeps the rows: what is old, what changed, what to look at, what lacks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import jsonschema_rs
import pytest

from bot.directory.records.ages import age_of, stale
from bot.directory.records.changes import changes
from bot.directory.records.released import Release
from bot.directory.records.retired import Denylist, Retired
from bot.directory.records.rows import Numbers, Service, Source
from bot.directory.records.schema import json_schema
from bot.directory.records.table import BEGIN, END, lands, markdown, placed
from bot.directory.records.worklist import worklist
from tests.house.rules import HOUSE

TODAY = date(2026, 11, 28)
NONE_RETIRED = Denylist.of(())
LINE = Service(
    id="ie-line",
    name="A line",
    country="IE",
    languages=("en",),
    topics=("crisis",),
    phone="116 123",
    sms=None,
    sms_keyword=None,
    chat_url=None,
    whatsapp=None,
    email=None,
    text_relay=None,
    hours="24/7",
    cost="free",
    audience="anyone",
    url="https://example.org",
    sources=(Source("A", "2026-10", "a"), Source("B", "2026-01", "b")),
    confidence="two-sources",
)


@dataclass(frozen=True)
class Said:
    """A report as it is kept."""

    services: tuple[str, ...]
    on: date
    words: str = ""


def seen(*days: str, **more: object) -> Service:
    sources = tuple(Source(f"S{n}", day, "a") for n, day in enumerate(days))
    return replace(LINE, sources=sources, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("service", "told"),
    [
        (LINE, []),
        (seen("2026-06-01"), []),
        (seen("2026-05-31"), [("source", 181)]),
        (seen("2026-05"), [("source", 211)]),
        (seen("2026"), [("source", 331)]),
        (seen("2023", "2026-10"), []),
        (seen(""), [("source", None)]),
        (seen("2026-10", assured_date="2024-11-29"), []),
        (seen("2026-10", assured_date="2024-11-27"), [("check", 731)]),
        (seen("2020", confidence="memory"), []),
        (seen("2020", status="defunct"), []),
    ],
)
def test_what_was_seen_long_ago_is_old(service: Service, told: list[tuple[str, int]]) -> None:
    found = [(one.what, one.age.days if one.age else None) for one in stale([service], TODAY)]
    assert found == told


def test_the_oldest_is_told_first_and_what_has_no_date_before_it() -> None:
    rows = [
        replace(seen(day), id=f"ie-{day or 'never'}") for day in ("2023", "", "2020", "2026-10")
    ]
    assert [one.service.id for one in stale(rows, TODAY)] == ["ie-never", "ie-2020", "ie-2023"]
    assert age_of("2022+", TODAY) == timedelta(days=1792)


def test_what_changed_is_told_row_by_row() -> None:
    old = Release.of([LINE, replace(LINE, id="ie-gone")])
    now = replace(LINE, phone="116 124", sms="50808", status="defunct", hours="unknown")
    found = changes(old, Release.of([now, replace(LINE, id="ie-new")]))
    assert [(one.kind, one.row.id, one.field, one.before, one.after) for one in found] == [
        ("gone", "ie-gone", "", None, None),
        ("new", "ie-new", "", None, None),
        ("field", "ie-line", "status", "active", "defunct"),
        ("field", "ie-line", "hours", "24/7", "unknown"),
        ("way", "ie-line", "phone", "116 123", "116 124"),
        ("way", "ie-line", "sms", None, "50808"),
    ]
    assert changes(old, old) == ()


def test_a_release_is_read_as_it_was_written(services: tuple[Service, ...]) -> None:
    made = Release.of(services)
    assert Release.parse(made.written(), "released.jsonl") == made
    assert len(made.rows) == len(services)


def test_reports_come_first_and_each_reason_is_named() -> None:
    retired = Denylist.of([Retired("IE", "116 125", "old", "closed", ())])
    rows = [
        replace(LINE, id="ie-fields", memory_fields=frozenset(("hours", "name"))),
        replace(LINE, id="ie-memory", confidence="memory", sources=()),
        replace(LINE, id="ie-retired", phone="116 125"),
        replace(LINE, id="ie-disputed", status="disputed", phone="116 125"),
        replace(LINE, id="ie-ways", one_source_fields=frozenset(("sms",))),
        replace(LINE, id="ie-roles", roles_disputed=frozenset(("fire",))),
        LINE,
    ]
    reports = [
        Said(("ie-line", "ie-roles"), date(2026, 11, 2), "nobody answers"),
        Said(("ie-lost",), date(2026, 11, 1)),
    ]
    found = worklist(rows, retired, reports)
    assert [(one.why, one.id) for one in found] == [
        ("reported", "ie-lost"),
        ("reported", "ie-line"),
        ("reported", "ie-roles"),
        ("disputed", "ie-disputed"),
        ("retired", "ie-retired"),
        ("memory", "ie-memory"),
        ("ways", "ie-ways"),
        ("roles", "ie-roles"),
        ("fields", "ie-fields"),
    ]
    assert found[0].service is None
    assert "nobody answers" not in repr(found)


def test_every_row_from_memory_is_on_the_worklist(services: tuple[Service, ...]) -> None:
    found = worklist(services, NONE_RETIRED)
    assert sum(one.why == "memory" for one in found) == 42
    assert {one.id for one in found if one.why == "disputed"} == {"gb-spuk", "sn-clvf"}


def test_a_country_is_told_with_what_it_lacks() -> None:
    emergency = replace(
        LINE, id="ie-emergency", topics=("emergency",), numbers=Numbers(("112",), {}),
        confidence="one-source",
    )  # fmt: skip
    chat = replace(LINE, id="ie-chat", topics=("youth",), chat_url="https://a", phone=None)
    hidden = replace(LINE, id="ie-hidden", topics=("sexual-assault",), confidence="memory")
    (land,) = lands([LINE, emergency, chat, hidden], NONE_RETIRED)
    assert (len(land.services), land.two_sources, land.writable) == (2, 2, 1)
    assert land.gaps == ("violence at home", "sexual assault")
    told = markdown([land])
    assert "| Ireland (IE) | 112 \\* | 2 | 2 | 1 | violence at home, sexual assault |" in told
    assert "| crisis | 1 | 1 |" in told


def test_the_table_of_the_documentation_is_what_the_command_makes(
    services: tuple[Service, ...], denied: tuple[Retired, ...]
) -> None:
    page = (HOUSE / "docs" / "directory.md").read_text("utf-8")
    made = markdown(lands(services, Denylist.of(denied)))
    assert placed(page, made) == page, "make it anew: ./run porchlight directory table --write"
    assert made.count("\n") > 250


def test_a_page_without_marks_is_left_alone() -> None:
    assert placed("nothing here", "| table |") is None
    assert placed(f"a\n{BEGIN}\nold\n{END}\nb", "new") == f"a\n{BEGIN}\nnew\n{END}\nb"


def test_the_schema_that_ships_is_that_of_the_code_and_every_row_fits(
    texts: Mapping[str, str], files: Mapping[str, str]
) -> None:
    assert texts["schema.json"] == json_schema(), "porchlight directory schema --write"
    valid = jsonschema_rs.validator_for(json.loads(texts["schema.json"]))
    rows = [json.loads(line) for text in files.values() for line in text.splitlines()]
    assert [row["id"] for row in rows if not valid.is_valid(row)] == []
    assert not valid.is_valid(rows[0] | {"surprise": 1})
