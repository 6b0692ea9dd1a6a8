"""What the tests of check-ins are given."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cogs.checkin.feature import CheckInFeature
from tests.core.checkins.bench import TEXTS, Bench
from tests.core.checkins.sqlite_house import HandClock, open_house


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    clock = HandClock()
    async with open_house(tmp_path, clock) as house:
        ports = (house.checkins, house.reminders, house.outbox, house.store)
        yield Bench(house, clock, CheckInFeature(*ports, clock, TEXTS).cog())
