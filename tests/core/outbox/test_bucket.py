"""The measure of what a platform takes: alerts find some left, however slowly it fills."""

from datetime import UTC, datetime, timedelta

from bot.outbox.bucket import Bucket
from bot.ports.chat import Abilities
from bot.ports.delivery import Priority

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
NONE = timedelta(0)
SLOW = Abilities(forms=False, remembers=timedelta(hours=1), rate=0.2, burst=10, reserve=4)
FAST = Abilities(forms=False, remembers=timedelta(hours=1), rate=25, burst=25, reserve=15)


def test_behind_many_replies_four_alerts_go_at_once_whatever_a_run_before_used() -> None:
    """The homeserver's own measure, of Synapse's default limits, held beside ours."""
    bucket, theirs, at = Bucket(SLOW, NOW), 4.0, NOW
    for _ in range(300):  # ten minutes of more replies than may go
        sent = bucket.take(Priority.REPLY, at)
        assert theirs >= 1 or not sent
        theirs = min(10.0, theirs - sent + 2 * 0.2)
        at += timedelta(seconds=2)
    assert theirs >= 4
    assert [bucket.take(Priority.ALERT, at) for _ in range(4)] == [True] * 4


def test_a_slow_one_that_was_idle_is_used_to_its_reserve_and_no_further() -> None:
    bucket, later = Bucket(SLOW, NOW), NOW + timedelta(minutes=2)
    assert not bucket.take(Priority.REPLY, NOW)
    taken = [bucket.take(Priority.REPLY, later) for _ in range(10)]
    assert taken == [True] * 6 + [False] * 4


def test_who_has_to_wait_is_told_how_long_and_may_go_then() -> None:
    bucket = Bucket(SLOW, NOW)
    wait = bucket.wait(Priority.REPLY, NOW)
    assert wait == timedelta(seconds=5)
    assert bucket.wait(Priority.REPLY, NOW + wait) == NONE
    assert bucket.wait(Priority.REPLY, NOW + wait) > NONE


def test_a_fast_one_is_full_at_the_start() -> None:
    bucket = Bucket(FAST, NOW)
    assert [bucket.wait(Priority.REPLY, NOW) for _ in range(10)] == [NONE] * 10
    assert bucket.wait(Priority.REPLY, NOW) > NONE
    assert bucket.take(Priority.ALERT, NOW)
