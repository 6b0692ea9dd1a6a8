"""Sleeping hours end when the clock of the moderators says so, whatever clocks do that night."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.escalation.sleep import LONGEST, awake_at, length, night
from bot.model.community import SleepingHours
from bot.model.finding import Severity

BERLIN = SleepingHours(time(23), time(7), "Europe/Berlin")
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/St_Johns", "UTC")
MINUTES = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))
HOURS = st.builds(SleepingHours, MINUTES, MINUTES, st.sampled_from(ZONES)).filter(
    lambda hours: length(hours) <= LONGEST
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(  # noqa: DTZ001 - made aware here
    lambda moment: moment.replace(tzinfo=UTC, second=0, microsecond=0)
)
BELOW_FOUR = st.sampled_from([Severity.PASSIVE, Severity.ACTIVE])


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type] # year to minute


@pytest.mark.parametrize(
    ("now", "awake"),
    [
        (utc(2026, 1, 5, 21, 59), utc(2026, 1, 5, 21, 59)),
        (utc(2026, 1, 5, 22, 0), utc(2026, 1, 6, 6, 0)),
        (utc(2026, 1, 6, 5, 59), utc(2026, 1, 6, 6, 0)),
        (utc(2026, 1, 6, 6, 0), utc(2026, 1, 6, 6, 0)),
        (utc(2026, 3, 28, 23, 0), utc(2026, 3, 29, 5, 0)),  # an hour is jumped over this night
        (utc(2026, 10, 24, 22, 0), utc(2026, 10, 25, 6, 0)),  # an hour comes twice
    ],
)
def test_the_night_ends_at_seven_by_the_clock_on_the_wall(now: datetime, awake: datetime) -> None:
    assert awake_at(BERLIN, now, Severity.ACTIVE) == awake


def test_hours_that_do_not_pass_midnight_are_a_night_too() -> None:
    hours = SleepingHours(time(1), time(9), "UTC")
    assert awake_at(hours, utc(2026, 1, 5, 3, 0), Severity.ACTIVE) == utc(2026, 1, 5, 9, 0)
    assert awake_at(hours, utc(2026, 1, 5, 23, 0), Severity.ACTIVE) == utc(2026, 1, 5, 23, 0)


@given(HOURS, MOMENTS)
def test_level_four_never_waits(hours: SleepingHours, now: datetime) -> None:
    assert awake_at(hours, now, Severity.IMMINENT) == now


@given(MOMENTS, BELOW_FOUR)
def test_without_hours_nothing_waits(now: datetime, level: Severity) -> None:
    assert awake_at(None, now, level) == now


@given(HOURS, MOMENTS, BELOW_FOUR)
def test_nobody_waits_for_longer_than_a_night(
    hours: SleepingHours, now: datetime, level: Severity
) -> None:
    awake = awake_at(hours, now, level)
    assert now <= awake <= now + LONGEST + timedelta(hours=1)
    assert awake_at(hours, awake, level) == awake


@given(HOURS, MOMENTS, BELOW_FOUR)
def test_who_waits_waits_until_the_end_on_the_wall(
    hours: SleepingHours, now: datetime, level: Severity
) -> None:
    awake = awake_at(hours, now, level)
    if awake > now:
        wall = awake.astimezone(ZoneInfo(hours.zone)).time()
        begins, ends = night(hours, awake.astimezone(ZoneInfo(hours.zone)).date())
        assert wall == hours.end or begins <= ends  # a time that was jumped over has no wall
        assert awake.minute % 30 == 0 or wall.minute == hours.end.minute


@given(HOURS, MOMENTS, BELOW_FOUR)
def test_who_does_not_wait_is_outside_of_the_hours(
    hours: SleepingHours, now: datetime, level: Severity
) -> None:
    local = now.astimezone(ZoneInfo(hours.zone))
    calm = {(now + timedelta(hours=each)).astimezone(ZoneInfo(hours.zone)).utcoffset()
            for each in range(-24, 25)}  # fmt: skip
    if len(calm) > 1:
        return  # near a change of clocks the examples above decide
    wall, start, end = local.time(), hours.start, hours.end
    inside = start <= wall < end if start < end else wall >= start or wall < end
    assert (awake_at(hours, now, level) > now) is inside
