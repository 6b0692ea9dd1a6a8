"""A clock that never stands still, as a real one: what is due at once is done all the same.

Stories elsewhere live in virtual time, where a job that is due "now" is due at the very moment at
which the bell rang. In real time that moment is over when the job is asked.
"""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adapters.memory.clock import TownClock
from bot.app.content import Content
from bot.app.rehearsal import Rehearsal
from tests.stories.chat import Chat


class Going(TownClock):
    """Virtual time in which every look at the clock takes a moment."""

    def now(self) -> datetime:
        """A little later than the last time."""
        self.advance(timedelta(microseconds=1))
        return super().now()


@pytest.fixture
async def duty(tmp_path: Path, content: Content) -> AsyncIterator[Chat]:
    """A town in such time, with mo on duty."""
    town = Rehearsal(tmp_path / "porchlight.db", content=content, clock=Going())
    async with town.running():
        chat = Chat(town)
        await chat("mo #moderators: /duty on")
        yield chat


async def test_a_quiet_thread_is_forgotten_after_thirty_days(duty: Chat) -> None:
    await duty("ana @bot: today was a long and sad day", "ana @bot: [Post it]")
    duty.town.clock.advance(timedelta(days=33))
    await duty("* restart")
    assert not await duty.app.house.vents.alive()
    assert not duty.app.house.ring.names("route:")


async def test_a_key_without_a_row_is_swept_at_the_next_start(duty: Chat) -> None:
    await duty.app.house.ring.make("thread:left-by-a-crash")
    await duty("* restart")
    assert not duty.app.house.ring.names("thread:")
