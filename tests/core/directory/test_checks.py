"""What CI holds of the shipped rows; and each rule shown to find what it is for."""

import json
from collections.abc import Mapping
from typing import cast

import phonenumbers
import pytest

from bot.app import helplines
from bot.directory.records import rows
from bot.directory.records.checks import Fault, Rules, check
from bot.directory.records.plan import Plans
from bot.directory.records.released import Release
from bot.directory.records.retired import Denylist
from bot.directory.records.rows import Service
from bot.directory.records.schema import ServiceRow
from bot.directory.records.writing import written
from tests.core.directory.plans import made

LOOKED_AT = {
    "fr-drogues-info": "leads to anybody",
    "ie-aware": "leads to anybody",
    "sn-clvf": "no number of SN",
    "za-gbv-command": "no number of ZA",
}
"""Rows that nobody is shown, and the warning that stays until a person has resolved it."""
GOOD: dict[str, object] = {
    "id": "ie-line",
    "name": "A line",
    "country": "IE",
    "topics": ["crisis"],
    "contact": {"phone": "116 123"},
    "confidence": {"number": "one-source"},
    "sources": [{"title": "A", "date": "2026-11", "url_or_repo": "a.example"}],
}


@pytest.fixture(scope="module")
def rules() -> Rules:
    return helplines.rules()


def found(rules: Rules, *changed: dict[str, object], file: str = "IE.jsonl") -> list[Fault]:
    """What is found in a file of these rows, which no release has named."""
    lines = (json.dumps(GOOD | one, ensure_ascii=False) for one in changed)
    own = Rules(Denylist.of(()), rules.plans, Release({}))
    return list(check({file: "\n".join(lines)}, own))


def test_nothing_grave_is_wrong_with_what_ships(files: Mapping[str, str], rules: Rules) -> None:
    faults = list(check(files, rules))
    assert [str(one.error) for one in faults if one.grave] == []
    warned = {str(one.error).split(": ")[1]: str(one.error) for one in faults}
    assert warned.keys() == LOOKED_AT.keys()
    assert all(LOOKED_AT[id_] in text for id_, text in warned.items())


def test_what_is_warned_of_is_shown_to_nobody(services: tuple[Service, ...]) -> None:
    known = {service.id: service for service in services}
    assert known["sn-clvf"].status == "disputed"
    assert known["za-gbv-command"].confidence == "memory"


def test_a_good_row_has_no_fault(rules: Rules) -> None:
    assert found(rules, {}) == []


@pytest.mark.parametrize(
    ("change", "mend"),
    [
        ({"country": None}, "belongs into world.jsonl"),
        ({"country": "GB"}, "belongs into GB.jsonl"),
        ({"country": "GB"}, "id: begins"),
        ({"id": "line"}, "id: begins"),
        ({"status": "active"}, "the one way"),
        ({"contact": {"phone": "01 555"}}, "look at its sources"),
        ({"contact": {"phone": "1800 123 45 67"}}, "no number of IE"),
        ({"contact": {"phone": "+44 116 123"}}, "no number of IE"),
        ({"contact": {"sms_keyword": "HELLO"}}, "leads to anybody"),
        ({"sources": [{"title": "A", "date": "2026-11"}]}, "url_or_repo"),
        ({"sources": [{"title": "A", "date": "autumn", "url_or_repo": "a"}]}, "sources: date"),
        ({"sources": [{"title": "A", "date": "2026-13", "url_or_repo": "a"}]}, "sources: date"),
        ({"sources": []}, "sources: a one-source row"),
        ({"hours": "weekdays", "tz": "Europe/Dublin"}, "hours"),
        ({"hours": "Mo-Th 18:00-02:00; Fr 18:00-24:00", "tz": "Europe/Dublin"}, "after midnight"),
        ({"topics": []}, "topics"),
    ],
)
def test_each_fault_is_named_with_its_line(
    rules: Rules, change: dict[str, object], mend: str
) -> None:
    errors = [one.error for one in found(rules, {}, change)]
    assert any(mend in one.mend for one in errors)
    assert ("IE.jsonl", 2) in {(one.file, one.line) for one in errors if mend in one.mend}


def test_a_wrong_number_is_grave_and_a_short_code_or_a_hidden_row_is_not(rules: Rules) -> None:
    def grave(**change: object) -> list[bool]:
        return [one.grave for one in found(rules, change)]

    wrong: dict[str, object] = {"phone": "+44 116 123"}
    assert grave(contact=wrong) == [True]
    assert grave(contact=wrong, status="disputed")[-1:] == [False]
    assert grave(contact=wrong, confidence={"number": "memory"}) == [False]
    assert grave(contact={"phone": "01 555"}) == [False]
    assert grave(contact={"sms_keyword": "HELLO"}) == [False]


def test_ids_and_emergency_rows_stand_once(rules: Rules) -> None:
    assert any("stands twice" in one.error.mend for one in found(rules, {}, {}))
    emergency: dict[str, object] = {
        "topics": ["emergency"],
        "contact": {"phone": "112"},
        "numbers": {"general": []},
    }
    two = found(rules, emergency, emergency | {"id": "ie-other"})
    assert any("an emergency row already" in one.error.mend for one in two)
    named = found(rules, {"status": "defunct", "replaced_by": "ie-nobody"})
    assert any("no such id" in one.error.mend for one in named)


def test_a_number_that_is_retired_makes_a_row_disputed(
    files: Mapping[str, str], rules: Rules
) -> None:
    row = GOOD | {"id": "gb-mix", "country": "GB", "contact": {"phone": "+44 808 808 4994"}}
    bad = ServiceRow.model_validate(row)
    changed = {**files, "GB.jsonl": f"{files['GB.jsonl']}{written(bad)}\n"}
    faults = [one for one in check(changed, rules) if one.grave]
    assert [one.error.file for one in faults] == ["GB.jsonl"]
    assert "disputed" in faults[0].error.mend
    held = bad.model_copy(update={"status": "disputed"})
    resolved = {**files, "GB.jsonl": f"{files['GB.jsonl']}{written(held)}\n"}
    assert not any(one.grave for one in check(resolved, rules))


def test_what_takes_the_place_of_a_retired_number_may_not_go(
    files: Mapping[str, str], rules: Rules
) -> None:
    kept = "\n".join(line for line in files["KR.jsonl"].split("\n") if "kr-109" not in line[:20])
    errors = [str(one.error) for one in check({**files, "KR.jsonl": kept}, rules) if one.grave]
    assert any("use_instead: there is no kr-109" in one for one in errors)
    assert any("kr-109: was released and is gone" in one for one in errors)


def test_an_id_that_was_released_never_vanishes_and_never_moves(
    files: Mapping[str, str], rules: Rules
) -> None:
    first = files["IE.jsonl"].split("\n")[0]
    id_ = cast("str", json.loads(first)["id"])
    gone = {**files, "IE.jsonl": files["IE.jsonl"].replace(f"{first}\n", "")}
    assert any(f"{id_}: was released" in str(one.error) for one in check(gone, rules))
    moved = {**files, "IE.jsonl": files["IE.jsonl"].replace('"country": "IE"', '"country": "GB"')}
    assert any("it was IE when released" in one.error.mend for one in check(moved, rules))
    ended = json.loads(first) | {"status": "defunct", "replaced_by": "ie-pieta"}
    line = written(ServiceRow.model_validate(ended))
    after = {**files, "IE.jsonl": files["IE.jsonl"].replace(first, line)}
    assert not any(one.grave for one in check(after, rules))


def test_every_released_id_stands(services: tuple[Service, ...]) -> None:
    released = helplines.release().rows
    assert len(released) >= 873
    assert released.keys() <= {service.id for service in services}


@pytest.mark.parametrize(
    ("number", "country", "verdict"),
    [
        ("116 123", "IE", "fits"),
        ("+353 1 872 7700", "IE", "fits"),
        ("01 872 7700", "IE", "fits"),
        ("00353 1 872 7700", "IE", "fits"),
        ("+44 20 7946 0958", "IE", "wrong"),
        ("+44 20 7946 0958", None, "fits"),
        ("020 7946 0958", None, "wrong"),
        ("988 (press 1)", "US", "fits"),
        ("443-SUPPORT", "US", "fits"),
        ("119 ext 8", "ID", "fits"),
        ("0351 408 2244", "AR", "fits"),
        ("999999", "DE", "unknown short"),
        ("9999999", "DE", "wrong"),
        ("800-5433", "WS", "fits"),
        ("800-5434", "WS", "wrong"),
        ("1", "XX", "unknown short"),
    ],
)
def test_a_number_fits_its_country_or_does_not(
    plans: Plans, number: str, country: str | None, verdict: str
) -> None:
    assert plans.verdict(number, country) == verdict


def test_the_plans_that_ship_are_those_of_the_library(texts: Mapping[str, str]) -> None:
    assert texts["plans.jsonl"] == made(), "make them anew: ./run plans"


def test_the_plans_say_of_full_numbers_what_the_library_says(
    files: Mapping[str, str], texts: Mapping[str, str]
) -> None:
    """Beside numbers that are written with a country's code and no plus: ours is stricter."""
    bare = Plans.parse(texts["plans.jsonl"], "plans.jsonl")
    full = [
        (number, service.country)
        for service in rows.parse_all(files)
        for number in service.contacts
        if service.country and len("".join(filter(str.isdecimal, number))) >= 7
    ]
    assert len(full) > 400
    differ = {
        number
        for number, country in full
        if number[0] != "*"
        and (bare.verdict(number, country) == "fits")
        != phonenumbers.is_valid_number(phonenumbers.parse(number, country))
    }
    assert differ == {"6834333", "6834202", "6834133"}


def test_every_number_that_was_looked_at_still_stands(
    services: tuple[Service, ...], texts: Mapping[str, str]
) -> None:
    """Else the list would let through a wrong number that nobody looked at."""
    bare = Plans.parse(texts["plans.jsonl"], "plans.jsonl")
    unknown = {
        f"{service.country} {number}"
        for service in services
        for number in service.contacts
        if bare.verdict(number, service.country) != "fits"
    }
    table = helplines.plans()
    assert table.looked_at() <= {_key(one) for one in unknown}


def _key(text: str) -> tuple[str, str]:
    country, _, number = text.partition(" ")
    return country, "".join(filter(str.isdecimal, number.partition(" (")[0]))
