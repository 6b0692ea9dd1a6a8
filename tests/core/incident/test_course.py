"""The course of an incident: however it goes, it stays watched until a person closes it."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import datetime, time, timedelta
from sqlite3 import IntegrityError
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from adapters.memory.clock import MORNING, TownClock
from adapters.sql.house import House
from adapters.sql.keyring import KeyRing
from bot.escalation.course import (
    ANSWER_COOLDOWN,
    REOPENS_FOR,
    News,
    answered,
    closed,
    folded,
    handed_over,
    opened,
    owes_answer,
    reopened,
    taken,
    takes_up,
)
from bot.escalation.ladder import Asleep, Page, Rung, Step, StillWithThem, climb
from bot.escalation.sleep import LONGEST, awake_at
from bot.model.community import Ladder, SleepingHours
from bot.model.finding import Category, Concerns, Finding, Severity
from bot.model.incident import Came, Incident, IncidentId, Outcome, State, Told
from bot.model.people import Member, Platform

T = TypeVar("T")
ANA = Member(Platform.DISCORD, "1", "ana")
MO = Member(Platform.DISCORD, "2", "mo")
LADDER = Ladder()
NIGHTLY = Ladder(sleep=SleepingHours(time(22), time(7, 30), "Europe/Berlin"))
ALERTED = st.sampled_from([Severity.PASSIVE, Severity.ACTIVE, Severity.IMMINENT])
MINUTE = timedelta(minutes=1)


def news(level: Severity, at: datetime, came: Came = Came.SAID) -> News:
    return News(Finding(level, Category.SUICIDE, Concerns.SELF, ("rule",)), level, at, came)


def new(
    level: Severity, at: datetime = MORNING, number: int = 1, ladder: Ladder = LADDER
) -> Incident:
    return opened(IncidentId(f"{number:032x}"), number, ANA, news(level, at), ladder)


class Course(RuleBasedStateMachine):
    """One subject's incidents in rows, as messages, moderators and time make them."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.clock = TownClock()
        self.house: House | None = None
        self.now: Incident | None = None
        self.highest = Severity.NONE
        self.count = 0

    def run(self, work: Awaitable[T]) -> T:
        async def wait() -> T:
            return await work

        return self.loop.run(wait())

    @initialize()
    def open_house(self) -> None:
        self.house = self.run(House.open(None, KeyRing.fleeting(), self.clock))
        self.writing = self.loop.get_loop().create_task(self.house.run())

    def keep(self, incident: Incident, *, at_least: Severity = Severity.NONE) -> None:
        house = self.house
        assert house is not None
        self.run(house.store.unit("save", lambda: house.incidents.save(incident)))
        self.now = self.run(house.incidents.get(incident.id))
        assert self.now is not None
        assert replace(self.now, subject=ANA, taken_by=None) == replace(
            incident, subject=ANA, taken_by=None
        )
        self.highest = max(self.highest, at_least)

    @property
    def here(self) -> Incident:
        assert self.now is not None
        return self.now

    def is_open(self) -> bool:
        return self.now is not None and self.now.state is not State.CLOSED

    # what happens ----------------------------------------------------------------------------

    @rule(level=ALERTED, came=st.sampled_from(Came))
    def a_message(self, level: Severity, came: Came) -> None:
        at, known = self.clock.now(), self.now
        if known is not None and known.state is not State.CLOSED:
            before = known.level
            after, rose = folded(known, news(level, at, came), NIGHTLY)
            assert rose is (level > before)
            assert after.level == max(before, level)
            if rose and known.state is State.OPEN:
                assert after.due_at is not None
                awake = awake_at(NIGHTLY.sleep, at, level)
                assert after.due_at == (awake if awake > at else at + NIGHTLY.wait_after(0, level))
            self.keep(after, at_least=level)
        elif known is not None and takes_up(known, at):
            self.highest = level
            self.keep(reopened(known, news(level, at, came), NIGHTLY))
        else:
            self.count += 1
            self.highest = level
            self.keep(new(level, at, self.count, NIGHTLY))

    @precondition(is_open)
    @rule()
    def a_moderator_takes_it(self) -> None:
        self.keep(taken(self.here, MO, self.clock.now(), NIGHTLY))

    @precondition(is_open)
    @rule()
    def it_is_handed_over(self) -> None:
        self.keep(handed_over(self.here, self.clock.now(), NIGHTLY))

    @precondition(is_open)
    @rule(outcome=st.sampled_from(Outcome))
    def it_is_closed(self, outcome: Outcome) -> None:
        self.keep(closed(self.here, outcome, "", self.clock.now()))

    @rule(minutes=st.integers(1, 3000))
    def time_passes(self, minutes: int) -> None:
        self.clock.advance(minutes * MINUTE)

    @precondition(is_open)
    @rule()
    def the_bell_rings(self) -> None:
        assert self.house is not None
        now, pages = self.clock.now(), 0
        for incident in self.run(self.house.incidents.due(now)):
            after, step = climb(incident, now, NIGHTLY)
            pages += 1
            self.climbed(incident, after, step)
            self.keep(after)
        assert pages <= 1
        assert self.run(self.house.incidents.due(now)) == []

    def climbed(self, before: Incident, after: Incident, step: Step) -> None:
        assert after.due_at is not None
        assert after.due_at > self.clock.now()
        match step:
            case StillWithThem():
                assert before.state is State.TAKEN
                assert after.state is State.TAKEN
                assert after.asked_at == self.clock.now()
            case Page(rung=rung):
                assert after.state is State.OPEN
                if before.state is State.TAKEN:
                    assert before.asked_at is not None
                    assert rung is Rung.DUTY
                if after.level <= Severity.PASSIVE:
                    assert rung is Rung.DUTY
            case Asleep(until=until):
                assert after.state is State.OPEN
                assert after.level < Severity.IMMINENT
                assert until == after.due_at
                assert until - self.clock.now() <= LONGEST

    # what must hold --------------------------------------------------------------------------

    @invariant()
    def open_means_watched(self) -> None:
        if self.now is not None:
            assert (self.now.due_at is None) is (self.now.state is State.CLOSED)
            assert self.now.level == self.highest

    @invariant()
    def one_subject_has_one_open_incident(self) -> None:
        if self.house is None or not self.is_open():
            return
        house, other = self.house, new(Severity.ACTIVE, self.clock.now(), self.count + 1)
        assert len(self.run(house.incidents.open_ones())) == 1
        with pytest.raises(IntegrityError):
            self.run(house.store.unit("second", lambda: house.incidents.save(other)))

    def teardown(self) -> None:
        if self.house is not None:
            self.house.stop()
            self.run(self.writing)
            self.run(self.house.close())
        self.loop.close()


TestCourse = Course.TestCase
TestCourse.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)


def steps_until(incident: Incident, end: datetime) -> list[tuple[timedelta, Step]]:
    """What is done until then when the bell rings on time."""
    found: list[tuple[timedelta, Step]] = []
    while incident.due_at is not None and incident.due_at <= end:
        now = incident.due_at
        incident, step = climb(incident, now, LADDER)
        found.append((now - MORNING, step))
    return found


def rungs_after(level: Severity, minutes: int) -> list[tuple[int, Rung]]:
    found = steps_until(new(level), MORNING + minutes * MINUTE)
    return [(at // MINUTE, step.rung) for at, step in found if isinstance(step, Page)]


@pytest.mark.parametrize("level", [Severity.ACTIVE, Severity.IMMINENT])
def test_waits_are_two_five_and_ten_minutes_then_everybody_every_thirty(level: Severity) -> None:
    assert rungs_after(level, 120) == [
        (2, Rung.MODERATORS), (7, Rung.OUTSIDE), (17, Rung.OWNERS),
        (47, Rung.ALL), (77, Rung.ALL), (107, Rung.ALL),
    ]  # fmt: skip


def test_level_two_calls_those_on_duty_every_thirty_minutes_and_nobody_above() -> None:
    assert rungs_after(Severity.PASSIVE, 150) == [(n, Rung.DUTY) for n in (30, 60, 90, 120, 150)]


@given(level=ALERTED, hours=st.integers(1, 24 * 14))
def test_a_long_downtime_gives_one_page_and_a_future_due_time(level: Severity, hours: int) -> None:
    back = MORNING + timedelta(hours=hours)
    after, step = climb(new(level), back, LADDER)
    assert isinstance(step, Page)
    assert after.due_at is not None
    assert after.due_at > back


def test_taken_and_quiet_is_asked_about_and_then_climbs_from_the_start() -> None:
    mine = taken(new(Severity.ACTIVE), MO, MORNING, LADDER)
    found = steps_until(mine, MORNING + 60 * MINUTE)
    assert found == [
        (LADDER.quiet, StillWithThem()),
        (LADDER.quiet + LADDER.quiet_answer, Page(Rung.DUTY)),
        (LADDER.quiet + LADDER.quiet_answer + 2 * MINUTE, Page(Rung.MODERATORS)),
        (LADDER.quiet + LADDER.quiet_answer + 7 * MINUTE, Page(Rung.OUTSIDE)),
        (LADDER.quiet + LADDER.quiet_answer + 17 * MINUTE, Page(Rung.OWNERS)),
    ]


def test_who_says_still_with_them_is_not_called_again_for_a_while() -> None:
    mine = taken(new(Severity.ACTIVE), MO, MORNING, LADDER)
    asked, _ = climb(mine, MORNING + LADDER.quiet, LADDER)
    again = taken(asked, MO, MORNING + 35 * MINUTE, LADDER)
    assert again.asked_at is None
    assert again.due_at == MORNING + 35 * MINUTE + LADDER.quiet


def test_one_more_message_does_not_put_off_the_question_to_who_has_it() -> None:
    mine = taken(new(Severity.ACTIVE), MO, MORNING, LADDER)
    after, rose = folded(mine, news(Severity.PASSIVE, MORNING + 20 * MINUTE), LADDER)
    assert not rose
    assert after.due_at == mine.due_at


def test_a_closed_incident_never_falls_due() -> None:
    ended = closed(new(Severity.ACTIVE), Outcome.TALKED, "", MORNING)
    assert ended.due_at is None
    with pytest.raises(ValueError, match="closed"):
        climb(ended, MORNING, LADDER)


def test_within_a_day_it_is_taken_up_at_its_own_level_and_later_a_new_one_opens() -> None:
    ended = closed(new(Severity.IMMINENT), Outcome.TALKED, "", MORNING)
    soon, late = MORNING + REOPENS_FOR - MINUTE, MORNING + REOPENS_FOR
    assert takes_up(ended, soon)
    assert not takes_up(ended, late)
    again = reopened(ended, news(Severity.PASSIVE, soon), LADDER)
    assert (again.state, again.level, again.taken_by) == (State.OPEN, Severity.PASSIVE, None)


@given(first=ALERTED, second=ALERTED, minutes=st.integers(0, 1000))
def test_a_rise_always_owes_an_answer_and_the_same_level_only_after_six_hours(
    first: Severity, second: Severity, minutes: int
) -> None:
    told = answered(new(first), first, MORNING, Told.CALLED)
    at = MORNING + minutes * MINUTE
    assert owes_answer(told, second, at) is (second > first or at - MORNING >= ANSWER_COOLDOWN)
    assert owes_answer(new(first), first, MORNING)
