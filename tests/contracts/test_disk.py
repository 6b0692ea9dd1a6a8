"""A crisis message while nothing can be written: alerts go out, owners hear, rows follow."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiosqlite
import pytest

from adapters.memory.ledger import Shown
from adapters.memory.places import BOT
from adapters.memory.script import Waits, step_of
from bot.app.application import Application
from bot.app.content import Content
from bot.app.rehearsal import Rehearsal
from bot.model.incident import State
from bot.ports.store import StoreUnavailable
from tests.contracts.crash import EXECUTE, dying
from tests.contracts.houses import Files, fill_disk, free_disk, impatient, locked, writing

CRY = "ana #general: i have the pills here and i will kill myself tonight"
TROUBLES = ("lock", "full", "io")


@dataclass(slots=True)
class Story:
    """A town with a bot whose disk can go bad."""

    town: Rehearsal
    patch: pytest.MonkeyPatch

    @property
    def app(self) -> Application:
        assert self.town.app is not None
        return self.town.app

    async def act(self, *lines: str) -> None:
        for line in lines:
            step = step_of(line)
            assert step is not None
            await self.town.take(step)

    async def with_bad_disk(self, trouble: str, *lines: str) -> None:
        """Act while nothing can be written; then the disk is well again."""
        with ExitStack() as stack:
            match trouble:
                case "lock":
                    await impatient(self.app.house)
                    stack.enter_context(locked(Files(self.town.settings.database.parent)))
                case "full":
                    await fill_disk(self.app.house)
                case _:
                    stack.enter_context(_io_errors(self.patch, writing(self.app.house)))
            for line in lines:
                await self._act_on(line)
        await free_disk(self.app.house)

    async def _act_on(self, line: str) -> None:
        """Act one line out to its end, though the cursors cannot be saved meanwhile."""
        step = step_of(line)
        until = self.town.clock.now() + (step.by if isinstance(step, Waits) else timedelta(0))
        with suppress(StoreUnavailable):
            await self.act(line)
        while (now := self.town.clock.now()) < until:
            with suppress(StoreUnavailable):
                await self.town.wait(until - now)

    async def number_of(self, name: str) -> int:
        """The number of this person's open incident."""
        mine = self.town.town.people[name].accounts.values()
        opened = await self.app.house.incidents.open_ones()
        (incident,) = [one for one in opened if one.subject in mine]
        return incident.number

    def posts(self, who: str, room: str, words: str = "") -> list[Shown]:
        """What the bot posted there with these words, edits not counted."""
        return [
            one
            for one in self.town.town.ledger.entries
            if one.sender == BOT and one.edits is None and words in one.text
            and who in one.screen and one.room == room
        ]  # fmt: skip


@contextmanager
def _io_errors(patch: pytest.MonkeyPatch, broken: aiosqlite.Connection) -> Generator[None]:
    """Every commit of this connection fails as a dying disk makes it fail."""
    execute: Callable[..., Awaitable[Any]] = getattr(aiosqlite.Connection, EXECUTE)

    async def fail(self: aiosqlite.Connection, fn: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        if self is broken and args and args[0] == "COMMIT":
            message = "disk I/O error"
            raise sqlite3.OperationalError(message)
        return await execute(self, fn, *args, **kwargs)

    with patch.context() as now:
        now.setattr(aiosqlite.Connection, EXECUTE, fail)
        yield


@pytest.fixture(params=[timedelta(minutes=3), timedelta(0)], ids=["dedupe", "no dedupe"])
async def story(
    tmp_path: Path,
    content: Content,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> AsyncIterator[Story]:
    town = Rehearsal(tmp_path / "house.db", content=content)
    town.town.faults.remembers = request.param
    async with town.running():
        yield Story(town, monkeypatch)


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_the_alert_goes_out_at_once_then_the_owner_is_told_and_the_rows_follow(
    story: Story, trouble: str
) -> None:
    await story.with_bad_disk(trouble, CRY)
    assert len(story.posts("mo", "#moderators", "Who: @ana")) == 1
    assert len(story.posts("ana", "@bot")) == 1
    assert await story.app.house.incidents.open_ones() == []

    await story.town.wait(timedelta(seconds=30))
    assert len(story.posts("ada", "@bot", "database")) == 1
    assert len(story.posts("mo", "#moderators", "Who: @ana")) == 1
    assert len(story.posts("ana", "@bot")) == 1
    opened = await story.app.house.incidents.open_ones()
    ana = story.town.town.people["ana"].accounts.values()
    (incident,) = [one for one in opened if one.subject in ana]
    assert incident.state is State.OPEN
    assert incident.due_at is not None
    assert not story.app.wired.durable.failing


async def test_a_card_that_was_shown_from_memory_is_edited_where_it_stands(story: Story) -> None:
    await story.with_bad_disk("full", CRY)
    await story.town.wait(timedelta(seconds=30))
    await story.act("mo #moderators: [I've got this]")
    cards = [one for one in story.town.town.ledger.now_shown() if "Who: @ana" in one.text]
    assert len({one.room for one in cards}) == len(cards)
    assert all("Has it: @mo" in one.text for one in cards)


async def test_a_long_failure_shows_nothing_twice_either(story: Story) -> None:
    await story.with_bad_disk("full", "mo #moderators: /duty on", CRY, "* wait 4m")
    await story.town.wait(timedelta(seconds=30))
    assert len(story.posts("mo", "#moderators", "Who: @ana")) == 1
    assert len(story.posts("ana", "@bot")) == 1


async def test_the_ladder_climbs_while_nothing_can_be_written(story: Story) -> None:
    await story.with_bad_disk("full", CRY, "* wait 3m")
    assert story.posts("mo", "#moderators", "need a person")


async def test_what_was_said_later_does_not_overtake_what_was_missed(story: Story) -> None:
    await story.with_bad_disk("full", "ben #general: i want to die")
    await story.act(CRY)
    assert await story.number_of("ben") < await story.number_of("ana")


async def test_a_death_before_the_rows_follow_loses_nothing(story: Story) -> None:
    await story.with_bad_disk("full", CRY)
    async with dying(story.patch, 1) as fate:
        await story.town.stop()
    assert fate.dead
    story.town.town.bots.clear()
    await story.town.start()
    await story.town.wait(timedelta(seconds=30))
    assert await story.number_of("ana") > 0
    assert len(story.posts("ana", "@bot")) == 1
