"""When a post appears: bounds, chance, and how little the order tells."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.model.people import ThreadId
from bot.model.venting import Kind, Post, PostId, Stage
from bot.relay.course import BATCH, LATEST, SOONEST, due_now, moment, next_moment

BEGINNING = datetime(2026, 1, 5, 9, tzinfo=UTC)
BURSTS, IN_ONE = 400, 25


def waiting(name: str, due: datetime) -> Post:
    """A post that waits for its moment."""
    return Post(
        id=PostId(name), thread=ThreadId("t"), kind=Kind.OPENING, stage=Stage.WAITING, text="x",
        due=due,
    )  # fmt: skip


def published(sent: Sequence[datetime], chance: Random) -> list[int]:
    """In which order posts appear that were sent at these moments, by their place when sent."""
    left = [waiting(str(n), moment(at, chance)) for n, at in enumerate(sent)]
    order: list[int] = []
    while (now := next_moment(left)) is not None:
        shown = due_now(left, now, chance)
        order += [int(one.id) for one in shown]
        left = [one for one in left if one not in shown]
    return order


def rho(order: Sequence[int]) -> float:
    """Spearman's rank correlation of the order when sent and the order when shown."""
    n = len(order)
    squares = sum((place - number) ** 2 for place, number in enumerate(order))
    return 1 - 6 * squares / (n * (n * n - 1))


@given(st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1)), st.integers())  # noqa: DTZ001 - made aware below
def test_a_moment_is_late_enough_soon_enough_and_on_the_grid(at: datetime, seed: int) -> None:
    now = at.replace(tzinfo=UTC)
    due = moment(now, Random(seed))  # noqa: S311 - a test that repeats
    assert SOONEST <= due - now < LATEST + BATCH
    assert due.timestamp() % BATCH.total_seconds() == 0


def test_every_moment_on_the_grid_is_drawn_about_as_often() -> None:
    chance = Random(7)  # noqa: S311 - a test that repeats
    drawn = [moment(BEGINNING, chance) - BEGINNING for _ in range(20_000)]
    counts = [drawn.count(one) for one in sorted(set(drawn))]
    assert len(counts) == (LATEST - SOONEST) / BATCH
    assert max(counts) - min(counts) < 0.15 * max(counts)


def test_of_a_burst_the_order_tells_nothing() -> None:
    chance = Random(1)  # noqa: S311 - a test that repeats
    every = [rho(published([BEGINNING] * IN_ONE, chance)) for _ in range(BURSTS)]
    assert abs(sum(every) / BURSTS) < 0.05


def test_of_posts_ten_seconds_apart_the_order_tells_some_and_of_sparse_ones_all() -> None:
    """What jitter cannot do: where nobody else posts within two minutes, the order is the order."""
    chance = Random(2)  # noqa: S311 - a test that repeats
    apart = {}
    for seconds in (2, 10, 300):
        sent = [BEGINNING + timedelta(seconds=seconds * n) for n in range(IN_ONE)]
        every = [rho(published(sent, chance)) for _ in range(BURSTS)]
        apart[seconds] = sum(every) / BURSTS
    assert apart[2] < apart[10] < apart[300] == 1


def test_two_that_are_due_together_appear_in_either_order() -> None:
    chance = Random(3)  # noqa: S311 - a test that repeats
    both = [waiting("a", BEGINNING), waiting("b", BEGINNING)]
    first = [due_now(both, BEGINNING, chance)[0].id for _ in range(1_000)]
    assert 400 < first.count(PostId("a")) < 600


def test_what_waits_for_a_person_or_a_later_moment_is_not_due() -> None:
    held = replace(waiting("h", BEGINNING), stage=Stage.HELD, due=None)
    later = waiting("l", BEGINNING + timedelta(seconds=1))
    assert due_now([held, later], BEGINNING, Random(4)) == []  # noqa: S311 - a test that repeats
    assert next_moment([held]) is None
