"""What becomes of a reminder when it is sent, put off, paused, or missed."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.checkins.due import local_day
from bot.checkins.reminder import SNOOZE, Reminder
from bot.model.people import Member, Platform

ANA = Member(Platform.DISCORD, "1")
HALF_PAST_EIGHT = 20 * 60 + 30
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def evening(now: datetime = NOON) -> Reminder:
    return Reminder(member=ANA, zone="UTC", minute=HALF_PAST_EIGHT).resume(now)


def test_sent_on_time_the_next_one_is_tomorrow() -> None:
    due = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
    reminder = evening()
    assert reminder.due == due
    assert reminder.sent(due).due == due + timedelta(days=1)


def test_after_two_days_of_downtime_one_goes_out_and_the_next_is_on_a_later_date() -> None:
    back = NOON + timedelta(hours=48)
    reminder = evening()
    assert reminder.due is not None
    assert reminder.due <= back
    after = reminder.sent(back)
    assert after.reminded_on == date(2026, 11, 24)
    assert after.due == datetime(2026, 11, 25, 20, 30, tzinfo=UTC)


def test_snoozed_it_comes_in_an_hour_and_tomorrow_as_ever() -> None:
    due = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
    snoozed = evening().sent(due).snooze(due)
    assert snoozed.due == due + SNOOZE
    assert snoozed.sent(due + SNOOZE).due == due + timedelta(days=1)


def test_snoozed_past_midnight_the_new_day_keeps_its_own() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    reminder = Reminder(member=ANA, zone="UTC", minute=23 * 60 + 30).resume(NOON).sent(late)
    assert reminder.snooze(late).sent(late + SNOOZE).due == late + timedelta(days=1)


def test_a_snooze_that_was_missed_counts_for_the_date_on_which_it_comes() -> None:
    due = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
    back = datetime(2026, 11, 24, 12, tzinfo=UTC)
    after = evening().sent(due).snooze(due).sent(back)
    assert after.due == datetime(2026, 11, 25, 20, 30, tzinfo=UTC)


def test_an_old_button_that_puts_it_off_past_its_minute_means_one_and_not_two() -> None:
    eight = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
    reminder = evening().sent(datetime(2026, 11, 22, 20, 30, tzinfo=UTC)).snooze(eight)
    assert reminder.sent(eight + SNOOZE).due == datetime(2026, 11, 24, 20, 30, tzinfo=UTC)


def test_paused_it_has_no_due_time_until_it_is_resumed() -> None:
    paused = evening().pause()
    assert (paused.paused, paused.due) == (True, None)
    assert paused.resume(NOON) == evening()


def test_resumed_after_todays_was_sent_it_waits_for_tomorrow() -> None:
    due = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
    back = evening().sent(due).pause().resume(due + timedelta(minutes=5))
    assert back.due == due + timedelta(days=1)


def test_another_time_is_used_today_if_it_is_still_to_come() -> None:
    due = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
    moved = evening().sent(due).at(21 * 60, "UTC", due + timedelta(minutes=1))
    assert moved.due == datetime(2026, 11, 22, 21, tzinfo=UTC)


@given(
    minute=st.integers(0, 24 * 60 - 1),
    zone=st.sampled_from(("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC")),
    delays=st.lists(st.timedeltas(timedelta(0), timedelta(days=5)), min_size=2, max_size=8),
    start=st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds of a strategy are naive
)
def test_however_late_the_bot_is_nobody_is_reminded_twice_on_one_date(
    minute: int, zone: str, delays: list[timedelta], start: datetime
) -> None:
    reminder, days = Reminder(member=ANA, zone=zone, minute=minute).resume(start), list[date]()
    for delay in delays:
        assert reminder.due is not None
        sent_at = reminder.due + delay
        reminder = reminder.sent(sent_at)
        days.append(local_day(sent_at, zone))
        assert reminder.due is not None
        assert reminder.due > sent_at
    assert days == sorted(set(days))
