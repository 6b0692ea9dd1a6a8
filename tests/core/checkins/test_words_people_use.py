"""Times and places as people write them; histories as they are counted."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checkins.entry import Entry, EntryId, Mood
from bot.checkins.history import DAYS, history, since
from bot.checkins.times import read_time
from bot.checkins.zones import zones_of

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "said",
    [
        "20:30", "20.30", "20h30", "2030", "8:30pm", "8:30 p.m.", "at 8:30 PM", "um 20:30 Uhr",
        " 20:30 ", "２０：３０",  # noqa: RUF001 - typed with a full-width keyboard
    ],
)  # fmt: skip
def test_half_past_eight_in_the_evening(said: str) -> None:
    found = read_time(said)
    assert found is not None
    assert (found.minute, found.rest) == (20 * 60 + 30, "")


@pytest.mark.parametrize(
    ("said", "minute"), [("20", 1200), ("8pm", 1200), ("8", 480), ("12am", 0), ("12 pm", 720)]
)
def test_whole_hours(said: str, minute: int) -> None:
    found = read_time(said)
    assert found is not None
    assert found.minute == minute


@pytest.mark.parametrize(
    "said", ["", "later", "24:00", "20:60", "13pm", "0am", "20301", "1.5.2026 20:00" * 90, "-3"]
)
def test_what_is_no_clear_time_is_not_guessed(said: str) -> None:
    found = read_time(said)
    assert found is None or found.rest


def test_a_place_behind_the_time_is_kept_apart() -> None:
    found = read_time("8 pm Amsterdam")
    assert found is not None
    assert (found.minute, found.rest) == (1200, "Amsterdam")


@given(st.text())
def test_no_text_breaks_the_reading_of_times_and_places(text: str) -> None:
    found = read_time(text)
    assert found is None or 0 <= found.minute < 1440
    assert isinstance(zones_of(text, "en", NOW), tuple)


@pytest.mark.parametrize(
    ("said", "locale", "zone"),
    [
        ("Europe/Berlin", "en", "Europe/Berlin"),
        ("europe/berlin", "en", "Europe/Berlin"),
        ("new york", "en", "America/New_York"),
        ("New York, USA", "en", "America/New_York"),
        ("Sao Paulo", "en", "America/Sao_Paulo"),
        ("Wien", "de-AT", "Europe/Vienna"),
        ("Vienna", "de", "Europe/Vienna"),
        ("Deutschland", "de", "Europe/Berlin"),
        ("Germany", "xx-nonsense", "Europe/Berlin"),
        ("UK", "en", "Europe/London"),
        ("UTC", "en", "UTC"),
    ],
)
def test_places_that_people_name(said: str, locale: str, zone: str) -> None:
    assert zones_of(said, locale, NOW) == (zone,)


@pytest.mark.parametrize(
    "said", ["", "EST", "ET", "PT", "GMT+5", "nowhere", "../../etc/passwd", "\0"]
)
def test_what_names_no_place_is_not_guessed(said: str) -> None:
    assert zones_of(said, "en", NOW) == ()


def test_a_country_that_keeps_several_times_is_asked_about() -> None:
    assert zones_of("Spain", "en", NOW) == ("Atlantic/Canary", "Europe/Madrid")
    assert {"America/New_York", "America/Chicago", "America/Phoenix"} < set(
        zones_of("USA", "en", NOW)
    )


def entry(number: int, days_ago: int, hour: int = 12) -> Entry:
    at = datetime(2026, 11, 22, hour, tzinfo=UTC) - timedelta(days=days_ago)
    return Entry(id=EntryId(str(number)), number=number, at=at, for_day=at.date(), mood=Mood.OKAY)


def test_twelve_of_the_last_fourteen_days() -> None:
    entries = [entry(n, n) for n in range(DAYS) if n not in {3, 7}]
    assert history(entries, TODAY).days == 12


def test_several_on_one_day_are_one_day_and_all_are_shown() -> None:
    found = history([entry(1, 0, 8), entry(2, 0, 20)], TODAY)
    assert (found.days, [one.number for one in found.entries]) == (1, [2, 1])


def test_older_days_and_days_to_come_are_left_out() -> None:
    found = history([entry(1, DAYS), entry(2, DAYS - 1), entry(3, -1)], TODAY)
    assert [one.number for one in found.entries] == [2]
    assert since(TODAY) == date(2026, 11, 9)


def test_what_somebody_wrote_or_felt_is_in_no_repr() -> None:
    wrote = Entry(
        id=EntryId("x"), number=1, at=NOW, for_day=TODAY, mood=Mood.AWFUL, note="nobody may read"
    )
    assert "nobody" not in repr(wrote)
    assert "AWFUL" not in repr(wrote)
