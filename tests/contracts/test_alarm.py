"""What every bell keeps to, and every clock. No test here knows how long a second is."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Self

import pytest
from apscheduler.schedulers import base  # pyright: ignore[reportMissingTypeStubs]

from adapters.alarm import bell
from adapters.alarm.bell import ApschedulerAlarm, Tick
from adapters.alarm.clock import SystemClock
from bot.ports.time import Alarm, Clock

OFTEN = timedelta(milliseconds=10)
ENOUGH = 3
WRITTEN = "what nobody may read"

Make = Callable[[], Alarm]


@pytest.fixture(params=[lambda: ApschedulerAlarm(OFTEN)], ids=["apscheduler"])
def make(request: pytest.FixtureRequest) -> Make:
    found: Make = request.param
    return found


@pytest.fixture
async def alarm(make: Make) -> AsyncIterator[Alarm]:
    made = make()
    yield made
    await made.stop()


class Yesterday(datetime):
    """A clock that was set back by a day."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """The present moment of yesterday."""
        return super().now(tz) - timedelta(days=1)


class Rings:
    """Counts rings, and waits for more of them."""

    def __init__(self) -> None:
        self.heard = 0
        self._news = asyncio.Condition()

    async def __call__(self) -> None:
        async with self._news:
            self.heard += 1
            self._news.notify_all()

    async def more(self, number: int = ENOUGH) -> None:
        wanted = self.heard + number
        async with self._news:
            await self._news.wait_for(lambda: self.heard >= wanted)


@pytest.fixture
async def metronome(make: Make) -> AsyncIterator[Rings]:
    """Another bell of the same kind, by which a test sees that time goes by."""
    rings, bell = Rings(), make()
    await bell.start(rings)
    yield rings
    await bell.stop()


async def test_it_rings_again_and_again(alarm: Alarm) -> None:
    rings = Rings()
    await alarm.start(rings)
    await rings.more()


async def test_a_slow_ring_is_never_rung_into(alarm: Alarm, metronome: Rings) -> None:
    inside, most, rings = 0, 0, Rings()

    async def slow() -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await metronome.more()
        inside -= 1
        await rings()

    await alarm.start(slow)
    await rings.more()
    await alarm.stop()  # while the metronome still rings: a slow ring waits for it
    assert most == 1


async def test_a_ring_that_raises_rings_again_and_is_logged_by_its_type(
    alarm: Alarm, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(1)
    rings = Rings()

    async def broken() -> None:
        await rings()
        raise LookupError(WRITTEN)

    await alarm.start(broken)
    await rings.more()
    await alarm.stop()
    assert "LookupError" in caplog.text
    assert WRITTEN not in "".join((caplog.text, *capfd.readouterr()))
    assert not any(record.exc_info for record in caplog.records)


async def test_stop_waits_for_the_ring_that_is_under_way(alarm: Alarm, metronome: Rings) -> None:
    began, go, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        began.set()
        await go.wait()
        ended.set()

    await alarm.start(slow)
    await began.wait()
    async with asyncio.TaskGroup() as group:
        stopping = group.create_task(alarm.stop())
        await metronome.more()
        assert not stopping.done()
        go.set()
    assert ended.is_set()


async def test_it_is_silent_once_stopped(alarm: Alarm, metronome: Rings) -> None:
    rings = Rings()
    await alarm.start(rings)
    await rings.more()
    await alarm.stop()
    heard = rings.heard
    await metronome.more()
    assert rings.heard == heard


async def test_it_can_be_stopped_twice_and_started_again(alarm: Alarm) -> None:
    rings = Rings()
    await alarm.stop()
    await alarm.start(rings)
    await alarm.stop()
    await alarm.stop()
    await alarm.start(rings)
    await rings.more()


async def test_it_is_not_started_twice() -> None:
    alarm, rings = ApschedulerAlarm(OFTEN), Rings()
    await alarm.start(rings)
    with pytest.raises(RuntimeError):
        await alarm.start(rings)
    await alarm.stop()


async def test_it_rings_on_when_the_clock_is_set_back(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    alarm, rings = make(), Rings()
    await alarm.start(rings)
    await rings.more()
    for module in (bell, base):
        monkeypatch.setattr(module, "datetime", Yesterday)
    await rings.more()
    monkeypatch.undo()
    await rings.more()
    await alarm.stop()


def test_two_days_of_sleep_are_one_ring() -> None:
    tick, now = Tick(OFTEN), datetime(2026, 11, 22, tzinfo=UTC)
    assert tick.get_next_fire_time(now - timedelta(days=2), now) == now + OFTEN
    assert tick.get_next_fire_time(None, now) == now


@pytest.mark.parametrize("clock", [SystemClock()], ids=["system"])
def test_a_clock_tells_the_moment_in_utc(clock: Clock) -> None:
    before = datetime.now(UTC)
    told = clock.now()
    assert told.tzinfo is UTC
    assert before <= told <= datetime.now(UTC)


@pytest.mark.parametrize("clock", [SystemClock()], ids=["system"])
def test_what_nobody_can_set_only_grows(clock: Clock) -> None:
    assert timedelta(0) < clock.elapsed() <= clock.elapsed()
