"""A clock of ours that is wrong: what people say is of the moment at which they say it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, time

import pytest

from adapters.matrix.listening import Listening
from tests.wire.matrix.homeserver import DM, Homeserver, hearing_from, message
from tests.wire.matrix.scene import Knows, Scene

NEAR = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A clock that is wrong by so much."""

    by: timedelta

    def now(self) -> datetime:
        """What it shows."""
        return datetime.now(UTC) + self.by

    def elapsed(self) -> timedelta:
        """Since the machine began."""
        return timedelta(seconds=monotonic())


@pytest.mark.parametrize("hours", [-30, -2, 0, 2, 30])
async def test_it_is_told_by_our_own_clock(hours: int, tmp_path: Path) -> None:
    server, clock, hearer = Homeserver(), Wrong(timedelta(hours=hours)), Knows()
    async with hearing_from(server, tmp_path, hearer, clock) as bot:
        scene = Scene(server, hearer, bot)
        for before in (timedelta(0), timedelta(hours=5)):
            at_ms = int((time() - before.total_seconds()) * 1000)
            raw = {**message(f"$at{at_ms}", "hello"), "origin_server_ts": at_ms}
            event = await scene.hears_one(DM, raw)
            assert abs(clock.now() - before - event.at) < NEAR
        assert abs(skew_of(bot) + clock.by) < NEAR


def skew_of(bot: Listening) -> timedelta:
    """What the doctor is told."""
    return bot.skew.by()
