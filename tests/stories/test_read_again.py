"""What is read a second time, after a restart, a restore or an erasure: nothing is done twice."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.memory.places import dm_room
from bot.model.people import Platform
from tests.stories.chat import Chat, texts

CRY = ("ana @bot: i want to kill myself", "* wait 5m", "mo #moderators: [Resolve…] outcome=talked")
ERASED = ("ana @bot: /privacy", "ana @bot: [Erase…]", "ana @bot: [Yes, erase it]")
A_DAY = ("* wait 24h", "ben @bot: /help", "ben @bot/matrix: !help")


async def rows(chat: Chat, table: str) -> int:
    found: int = await chat.app.house.store.rows.value(f"SELECT count(*) FROM {table}")  # noqa: S608
    return found


async def private_rooms_of(chat: Chat, name: str) -> int:
    cursors = await chat.app.house.cursors.load()
    return sum(dm_room(name, platform) in cursors for platform in Platform)


@pytest.fixture
async def cried(duty: Chat) -> Chat:
    """An old cry was answered and closed; since then others use the bot each day."""
    await duty(*CRY, "* wait 2h")
    return duty


def copied(database: Path) -> Path:
    """A consistent copy."""
    copy = database.with_name("copy.db")
    with closing(sqlite3.connect(database)) as kept:
        kept.execute("VACUUM INTO ?", (str(copy),))
    return copy


async def test_a_copy_under_the_keys_of_today_calls_nobody_for_an_old_cry(cried: Chat) -> None:
    """Its list of private rooms opens no more: they are read from the position of then, not all."""
    await cried(*A_DAY * 9)
    database = cried.town.settings.database
    copy = copied(database)
    await cried("* wait 3h")
    await cried.town.stop()
    for end in ("-wal", "-shm"):
        database.with_name(f"{database.name}{end}").unlink(missing_ok=True)
    shutil.copy(copy, database)
    before = len(cried.town.town.ledger.entries)
    await cried.town.start()
    await cried("* wait 10m")
    shown = cried.town.town.ledger.entries[before:]
    assert "Incident" not in texts(shown, "mo")
    assert not [one for one in shown if "ana" in one.screen or "ben" in one.screen]


async def test_a_restart_long_after_an_erasure_does_not_go_through_the_old_words(
    cried: Chat,
) -> None:
    await cried(*ERASED, *A_DAY * 9)
    shown = await cried("* restart", "* wait 10m")
    assert "Incident" not in texts(shown, "mo")
    assert not [one for one in shown if "ana" in one.screen]


async def test_who_was_erased_is_not_brought_back_by_a_restart(duty: Chat) -> None:
    await duty("ana @bot: hello there", "* wait 3h", *ERASED)
    assert await private_rooms_of(duty, "ana") == 0
    await duty("* restart", "* wait 3h")
    assert await private_rooms_of(duty, "ana") == 0


async def test_what_was_seen_is_forgotten_also_when_the_bot_starts_anew_each_day(
    duty: Chat,
) -> None:
    for _ in range(12):
        await duty("ben @bot/matrix: !help", "ana @bot: /help", "* wait 23h", "* restart")
    days = await duty.app.house.store.rows.all("SELECT DISTINCT day FROM seen")
    assert 1 < len(days) <= 7


async def test_a_platform_of_which_nothing_is_heard_keeps_it_for_a_month_and_no_longer(
    duty: Chat,
) -> None:
    await duty("ben @bot/matrix: !help", "ana @bot: /help", "* wait 3h", "* restart")
    for _ in range(20):
        await duty("ana @bot: /help", "* wait 48h")
    days = await duty.app.house.store.rows.all("SELECT DISTINCT day FROM seen")
    assert 10 < len(days) <= 18


async def test_what_could_not_be_saved_is_still_remembered(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key of a new list cannot be made: the old position stands, and all since is kept."""
    await duty("ana @bot: hello there", "* wait 3h")
    ring, keeper = duty.app.house.ring, duty.app.wired.keeper
    saved = keeper.read_again_since()

    async def full(_: str) -> bytes:
        raise sqlite3.OperationalError

    monkeypatch.setattr(ring, "make", full)
    await duty("* wait 1d", "* wait 1d")
    assert keeper.read_again_since() == saved


async def test_while_the_database_is_down_and_comes_back_no_thread_loses_its_key(
    duty: Chat,
) -> None:
    """Over what is in memory every thread looks gone; nothing may tidy up by that."""
    await duty("ana @bot: today was a long and sad day", "ana @bot: [Post it]", "* wait 3m")
    before = duty.app.house.ring.names("thread:")
    assert {one.name for one in duty.app.wired.table.jobs if one.in_memory} == {"ladder"}
    for _ in range(5):
        await duty.app.wired.durable.failed("a test")
        await duty("* wait 1h")
    assert duty.app.house.ring.names("thread:") == before
    assert len(await duty.app.house.vents.alive()) == 1


async def test_two_starts_after_a_long_pause_do_nothing_twice(cried: Chat) -> None:
    """The position on disk is that of before until the bot has run for two hours."""
    await cried.town.stop()
    cried.town.clock.advance(timedelta(days=40))
    await cried.town.start()
    shown = await cried("* wait 5m", "* restart", "* wait 5m")
    assert not [one for one in shown if "ana" in one.screen]
    assert "Incident" not in texts(shown, "mo")


async def test_a_restart_while_nothing_can_be_written_answers_nothing_again(duty: Chat) -> None:
    await duty("ana @bot: i want to kill myself", "mo #moderators: [Resolve…] outcome=talked")
    await duty.app.wired.durable.failed("a test")
    before = len(duty.town.town.ledger.entries)
    for event in list(duty.town.town.history.values()):
        for said in event:
            await duty.app.receive(said)
    assert "You are not in trouble" not in texts(duty.town.town.ledger.entries[before:], "ana")
