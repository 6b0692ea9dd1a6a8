"""When reminders fall due: across clock changes, after downtime, and never in a burst."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checkins.due import WINDOW, local_day, next_due, paced

BERLIN, NEW_YORK, LORD_HOWE = "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"
ZONES = (
    BERLIN, NEW_YORK, LORD_HOWE, "UTC", "Asia/Kathmandu", "Africa/Cairo", "Asia/Beirut",
    "America/Havana", "America/Santiago", "Atlantic/Azores", "Pacific/Apia", "Pacific/Kiritimati",
)  # fmt: skip
minutes = st.integers(0, 24 * 60 - 1)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds of a strategy are naive
zones = st.sampled_from(ZONES)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def clock(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


@pytest.mark.parametrize(
    ("zone", "wanted", "after", "due"),
    [
        (BERLIN, "20:30", "2026-03-28T12:00", "2026-03-28T19:30"),
        (BERLIN, "20:30", "2026-03-29T12:00", "2026-03-29T18:30"),
        (BERLIN, "20:30", "2026-10-24T12:00", "2026-10-24T18:30"),
        (BERLIN, "20:30", "2026-10-25T12:00", "2026-10-25T19:30"),
        (NEW_YORK, "20:30", "2026-03-07T12:00", "2026-03-08T01:30"),
        (NEW_YORK, "20:30", "2026-03-08T12:00", "2026-03-09T00:30"),
        (NEW_YORK, "20:30", "2026-11-01T12:00", "2026-11-02T01:30"),
    ],
)
def test_the_wall_clock_stays_when_summer_time_comes_and_goes(
    zone: str, wanted: str, after: str, due: str
) -> None:
    assert next_due(clock(wanted), zone, at(after)) == at(due)


@pytest.mark.parametrize(
    ("zone", "wanted", "after", "due"),
    [
        (BERLIN, "02:00", "2026-03-28T12:00", "2026-03-29T01:00"),
        (BERLIN, "02:30", "2026-03-28T12:00", "2026-03-29T01:00"),
        (BERLIN, "02:59", "2026-03-28T12:00", "2026-03-29T01:00"),
        (NEW_YORK, "02:30", "2026-03-07T12:00", "2026-03-08T07:00"),
        (LORD_HOWE, "02:15", "2026-10-03T12:00", "2026-10-03T15:30"),
        ("Africa/Cairo", "00:30", "2026-04-23T12:00", "2026-04-23T22:00"),
    ],
)
def test_a_skipped_minute_becomes_the_first_one_after_the_gap(
    zone: str, wanted: str, after: str, due: str
) -> None:
    assert next_due(clock(wanted), zone, at(after)) == at(due)


@pytest.mark.parametrize(
    ("zone", "wanted", "first", "tomorrow"),
    [
        (BERLIN, "02:30", "2026-10-25T00:30", "2026-10-26T01:30"),
        (NEW_YORK, "01:30", "2026-11-01T05:30", "2026-11-02T06:30"),
        (LORD_HOWE, "01:45", "2026-04-04T14:45", "2026-04-05T15:15"),
    ],
)
def test_a_minute_that_comes_twice_is_due_the_first_time_only(
    zone: str, wanted: str, first: str, tomorrow: str
) -> None:
    before = at(first) - timedelta(hours=3)
    assert next_due(clock(wanted), zone, before) == at(first)
    assert next_due(clock(wanted), zone, at(first)) == at(tomorrow)


def test_a_date_that_a_zone_skipped_has_no_reminder() -> None:
    after = at("2011-12-30T06:00")  # the evening of 29 December in Samoa, which had no 30th
    last = next_due(clock("20:30"), "Pacific/Apia", after)
    assert last == at("2011-12-30T06:30")
    assert next_due(clock("20:30"), "Pacific/Apia", last) == at("2011-12-31T06:30")


@given(minute=minutes, zone=zones, after=moments)
def test_the_next_one_is_always_later_and_within_two_days(
    minute: int, zone: str, after: datetime
) -> None:
    due = next_due(minute, zone, after)
    assert timedelta(0) < due - after <= timedelta(days=2, hours=1)


@given(minute=minutes, zone=zones, after=moments)
def test_a_local_date_never_has_two(minute: int, zone: str, after: datetime) -> None:
    days: list[date] = []
    for _ in range(5):
        after = next_due(minute, zone, after)
        days.append(local_day(after, zone))
    assert days == sorted(set(days))


@given(minute=minutes, zone=zones, after=moments)
def test_it_is_the_minute_asked_for_unless_the_clocks_skip_it(
    minute: int, zone: str, after: datetime
) -> None:
    place = ZoneInfo(zone)
    wall = next_due(minute, zone, after).astimezone(place)
    wanted = datetime.combine(wall.date(), time(minute // 60, minute % 60), tzinfo=place)
    exists = wanted.astimezone(UTC).astimezone(place).time() == wanted.time()
    assert (wall.time() == wanted.time()) if exists else (wall.time() > wanted.time())


@given(minute=minutes, zone=zones, after=moments)
def test_a_date_that_was_done_is_left_out(minute: int, zone: str, after: datetime) -> None:
    done = local_day(after, zone)
    assert local_day(next_due(minute, zone, after, done), zone) > done


def test_a_date_from_a_clock_that_was_wrong_silences_nobody_for_long() -> None:
    due = next_due(clock("20:30"), "UTC", at("2026-01-01T12:00"), done=date(2040, 1, 1))
    assert due == at("2026-01-03T20:30")


def test_a_zone_that_is_gone_from_the_data_means_utc() -> None:
    assert next_due(60, "Nowhere/Atall", at("2026-01-01T00:00")) == at("2026-01-01T01:00")


@given(waiting=st.integers(1, 100_000), tag=st.binary(min_size=4, max_size=16), now=moments)
def test_nobody_is_reminded_early_or_later_than_the_window(
    waiting: int, tag: bytes, now: datetime
) -> None:
    assert now <= paced(now, waiting, tag.hex()) < now + max(WINDOW, timedelta(seconds=1))


@given(waiting=st.integers(1, 60), tag=st.binary(min_size=4, max_size=16), now=moments)
def test_a_few_keep_their_minute(waiting: int, tag: bytes, now: datetime) -> None:
    assert paced(now, waiting, tag.hex()) - now < timedelta(minutes=1)


def test_one_alone_goes_out_at_once() -> None:
    assert paced(at("2026-01-01T20:30"), 1, "ffffffff") == at("2026-01-01T20:30")


def test_many_are_spread_over_the_window_and_each_keeps_a_place() -> None:
    now = at("2026-01-01T20:30")
    tags = [f"{n * 2**32 // 3000:08x}" for n in range(3000)]
    out = [paced(now, 3000, tag) for tag in tags]
    busiest = max(
        sum(one <= each < one + timedelta(seconds=10) for each in out) for one in out[::50]
    )
    assert busiest <= 51
    assert out == [paced(now, 3000, tag) for tag in tags]
