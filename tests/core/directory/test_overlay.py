"""A community's overlay: good rows are served, bad ones are refused by file and line."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.directory.errors import DirectoryError
from bot.directory.records.overlay import with_overlay
from bot.directory.records.plan import Plans
from bot.directory.records.retired import Denylist, Retired
from bot.directory.records.rows import Service
from bot.directory.trust import emergency
from tests.house.rules import HOUSE

FILE = "directory.overlay.toml"
ADDED = """[[add]]
id = "us-our-room"
name = "Our own room"
country = "US"
topics = ["general"]
confidence = "one-source"
contact.phone = "212 555 0100"
[[add.sources]]
url_or_repo = "our.example"
title = "our team"
date = "2026-11"
"""


TWICE = """[[add]]
id = "us-our-room"
name = "Our own room"
country = "US"
topics = ["general"]
confidence = "two-sources"
contact.phone = "212 555 0100"
sources = [
    {{ title = "{}", date = "2026", url_or_repo = "{}" }},
    {{ title = "{}", date = "2026", url_or_repo = "{}" }},
]
"""
EMERGENCY = """[[replace]]
id = "ie-emergency"
name = "Emergency"
country = "IE"
topics = ["emergency"]
numbers.general = ["112"]
confidence.number = "two-sources"
sources = [{ title = "A", date = "2026" }, { title = "B", date = "2026" }]
"""


def by_id(services: tuple[Service, ...]) -> dict[str, Service]:
    return {service.id: service for service in services}


def test_a_community_adds_replaces_and_hides(services: tuple[Service, ...]) -> None:
    replaced = ADDED.replace("[[add", "[[replace").replace("us-our-room", "us-988")
    text = f'# ours\n{ADDED}\n{replaced}\n[[hide]]\nid = "us-samhsa"\n'
    merged, refused = with_overlay(services, text, FILE)
    known = by_id(merged)
    assert refused == []
    assert known["us-our-room"].phone == "212 555 0100"
    assert known["us-988"].name == "Our own room"
    assert "us-samhsa" not in known
    assert len(merged) == len(services)


def test_the_example_of_the_documentation_is_taken(
    services: tuple[Service, ...], denied: tuple[Retired, ...], plans: Plans
) -> None:
    page = (HOUSE / "docs" / "directory.md").read_text("utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    merged, refused = with_overlay(services, example, FILE, denied, plans)
    assert [wrong.mend.split(":")[0] for wrong in refused] == ["name"]  # its "replace" is cut short
    known = by_id(merged)
    assert (known["our-listeners"].country, known["our-listeners"].hours[:5]) == (None, "Mo-Fr")
    assert "ie-aware" not in known


@pytest.fixture
def held_against(
    services: tuple[Service, ...], denied: tuple[Retired, ...], plans: Plans
) -> Callable[[str], tuple[tuple[Service, ...], list[DirectoryError]]]:
    """The rows that are served with an overlay, and those that were refused."""
    return lambda text: with_overlay(services, text, FILE, denied, plans)


@pytest.mark.parametrize(
    ("bad", "line", "mend"),
    [
        (ADDED.replace("us-our-room", "us-988"), 2, "taken"),
        (ADDED.replace("[[add", "[[replace"), 2, "no us-our-room"),
        (ADDED.replace("212 555 0100", "1-800-273-8255"), 7, "retired"),
        (ADDED.replace("212 555 0100", "call us"), 7, "contact.phone"),
        (ADDED.replace("Our own room", "Our room, 1-800-273-8255"), 3, "retired"),
        (ADDED.replace("Our own room", "Our room, 1-800-273-TALK"), 3, "retired"),
        (ADDED.replace("212 555 0100", "1-800-273-TALK"), 7, "retired"),
        (ADDED.replace("212 555 0100", "1-800-273-TALK (8255)"), 7, "retired"),
        (ADDED.replace("212 555 0100", "1-800-273-8255 (press 1)"), 7, "retired"),
        (ADDED.replace("212 555 0100", "+1 800 273 8255 ext 1"), 7, "retired"),
        (EMERGENCY.replace('["112"]', '["122"]'), 6, "122"),
        (ADDED.replace("Our own room", "Room\\nDanger to life: call 1234"), 3, "name"),
        (ADDED.replace("Our own room", "Our own room" * 20), 3, "name"),
        (ADDED.replace("our.example", "our.example\\nlisted"), 9, "url_or_repo"),
        (ADDED.replace("one-source", "memory"), 6, "memory"),
        (ADDED.replace("one-source", "two-sources"), 1, "sources"),
        (TWICE.format("FAH23", "a.example/1", "FAH26", "b.example/2"), 8, "independent"),
        (TWICE.format("AID24", "a.example", "WP21", "b.example"), 8, "independent"),
        (TWICE.format("Our list", "our.example/1", "Our list", "our.example/2"), 8, "independent"),
        (ADDED.replace('["general"]', '["sadness"]'), 5, "topics"),
        (ADDED.replace('name = "Our own room"', "name = Our own room"), 3, "TOML"),
        (ADDED.replace("212 555 0100", "555 010 0"), 7, "no number of US"),
        (ADDED.replace("212 555 0100", "0800 111 0 111"), 7, "no number of US"),
        (ADDED + 'hours = "24/7"\n', 12, "sources.0.hours: no such field"),
        (ADDED.replace("[[add.", 'hours = "9 to 5"\n[[add.'), 8, "hours"),
        (ADDED.replace("[[add.", 'hours = "Mo-Fr 09:00-17:00"\n[[add.'), 1, "tz"),
        (ADDED.replace('"US"', '"UK"'), 4, "GB"),
        (ADDED.replace("contact.phone", "contact.sms_keyword"), 7, "leads to anybody"),
        (ADDED.replace("topics", "audience = 5\ntopics"), 5, "eligibility_description"),
        ('[[hide]]\nid = "us-nobody"', 2, "no service"),
        ('[[hide]]\nid = "us-emergency"', 2, "never hidden"),
        ("[[hide]]", 1, "no service"),
        ('[[remove]]\nid = "us-988"', 1, "[[hide]]"),
        ('[hide]\nid = "us-988"', 1, "[[hide]]"),
        (ADDED.replace("[[add", "[[replace").replace("us-our-room", "us-emergency"), 2, "emerg"),
        (EMERGENCY.replace('"112"', ""), 6, "never hidden"),
        (EMERGENCY.replace("112", "112 999 112 999"), 6, "no number of IE"),
        (EMERGENCY + 'status = "disputed"\n', 6, "never hidden"),
        (EMERGENCY.replace("two-sources", "memory"), 7, "memory"),
        (EMERGENCY.replace('"IE"', '"GB"'), 4, "stay in their country"),
        (ADDED.replace("[[add", "[[hide"), 2, "no service"),
        ("[[add]]\nid = " + "[" * 5_000, 1, "nested too deep"),
        ("]]\n\x00 \U0001f4a5 [[[[", 1, "TOML"),
    ],
)
def test_a_bad_row_is_refused_and_the_rest_is_served(
    held_against: Callable[[str], tuple[tuple[Service, ...], list[DirectoryError]]],
    bad: str,
    line: int,
    mend: str,
) -> None:
    before, _ = held_against("")
    merged, refused = held_against(f'{bad}\n[[hide]]\nid = "us-samhsa"\n')
    assert [(wrong.file, wrong.line) for wrong in refused] == [(FILE, line)]
    assert mend in refused[0].mend
    assert "us-samhsa" not in by_id(merged)
    assert len(merged) == len(before) - 1


def test_emergency_numbers_can_be_replaced(
    services: tuple[Service, ...], denied: tuple[Retired, ...], plans: Plans
) -> None:
    merged, refused = with_overlay(services, EMERGENCY, FILE, denied, plans)
    shown = emergency(by_id(merged)["ie-emergency"], Denylist.of(denied), {})
    assert refused == []
    assert shown is not None
    assert shown.numbers == ("112",)


def test_an_empty_overlay_changes_nothing(services: tuple[Service, ...]) -> None:
    assert with_overlay(services, "", FILE) == (services, [])
    assert with_overlay(services, "# nothing yet\n\n", FILE) == (services, [])


PIECES = st.one_of(
    st.sampled_from(
        (
            "[[add]]\n", "[[replace]]\n", "[[hide]]\n", "[[add.sources]]\n", 'id = "us-988"\n',
            'id = "us-emergency"\n', 'country = "US"\n', 'country = "world"\n', "\n", "[", "]]",
            '"', 'contact.phone = "988"\n', 'topics = ["general"]\n', 'hours = "24/7"\n',
            "status = 1\n",
            'numbers = { general = ["1"] }\n', 'confidence = "one-source"\n',
        )
    ),
    st.text(max_size=20),
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join))
@settings(max_examples=200, deadline=None)
def test_whatever_stands_in_the_file_every_other_row_is_served(
    services: tuple[Service, ...], plans: Plans, text: str
) -> None:
    merged, refused = with_overlay(services, text, FILE, (), plans)
    known = by_id(merged)
    assert {one.country for one in merged if one.numbers} >= {
        s.country for s in services if s.numbers
    }
    assert {"ie-pieta", "us-emergency"} <= known.keys()
    assert all(wrong.file == FILE and wrong.line >= 1 and wrong.mend for wrong in refused)
