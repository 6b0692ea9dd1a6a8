"""The machine's clock is set back, and perhaps forward again: what waits goes on in real time."""

from datetime import timedelta

import pytest

from adapters.sql.moving import MOVED
from bot.app.upkeep import ALIVE
from bot.model.people import Platform
from tests.contracts.houses import impatient, locked
from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import files, since

CRY = "ana #general: i want to kill myself"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BACK = pytest.mark.parametrize("by", [HOUR, DAY, 365 * DAY], ids=["hour", "day", "year"])
TOLD = "The clock of my machine was set back"


async def leap(chat: Chat, by: timedelta) -> None:
    chat.town.clock.leap(by)
    await chat.town.settle()


async def calls(chat: Chat, minutes: int) -> list[tuple[int, str]]:
    """In which minute from now on what was shown to moderators and owners, but for that word."""
    found: list[tuple[int, str]] = []
    for minute in range(1, minutes + 1):
        before = len(chat.town.town.ledger.entries)
        chat.town.clock.advance(timedelta(minutes=1))
        await chat.town.settle()
        found += [
            (minute, f"{one.room} {one.screen} {one.text}")
            for one in since(chat, before)
            if TOLD not in one.text and "ana" not in one.screen
        ]
    return found


def when(found: list[tuple[int, str]]) -> list[int]:
    return sorted({minute for minute, _ in found})


@BACK
async def test_the_ladder_climbs_in_the_same_minutes(duty: Chat, by: timedelta) -> None:
    await duty(CRY, "* wait 1m")
    await leap(duty, -by)
    found = await calls(duty, 50)
    assert when(found) == [1, 6, 16, 46]
    assert len(found) == len(set(found))


@BACK
async def test_it_climbs_on_when_the_clock_was_set_back_while_the_bot_was_down(
    duty: Chat, by: timedelta
) -> None:
    await duty(CRY, "* wait 1m")
    await duty.town.stop()
    duty.town.clock.leap(-by)
    await duty.town.start()
    assert when(await calls(duty, 50)) == [1, 6, 16, 46]


@BACK
async def test_it_climbs_on_when_the_clock_is_set_forward_again(duty: Chat, by: timedelta) -> None:
    await duty(CRY, "* wait 1m")
    await leap(duty, -by)
    assert when(await calls(duty, 3)) == [1]
    await leap(duty, by)
    assert when(await calls(duty, 47)) == [3, 13, 43]


async def test_a_first_leap_forward_is_time_that_passed(duty: Chat) -> None:
    await duty(CRY, "* wait 1m")
    before = len(duty.town.town.ledger.entries)
    await leap(duty, HOUR)
    assert "needs a person" in texts(since(duty, before), "kit")


async def test_a_cry_right_after_a_leap_forward_waits_no_day(duty: Chat) -> None:
    """It is there before the bell rings: it was written by the new time, and is not moved."""
    await leap(duty, -DAY)
    await duty("* wait 5m")
    duty.town.clock.leap(DAY)
    await duty(CRY)
    assert "ana" in duty.cards()[0]
    assert when(await calls(duty, 10)) == [2, 7]


@BACK
async def test_an_alert_is_tried_again_as_soon_as_before(duty: Chat, by: timedelta) -> None:
    faults = duty.town.town.faults
    faults.lost_requests = 100
    await duty(CRY)
    assert not duty.cards()
    await leap(duty, -by)
    faults.lost_requests = 0
    await duty("* wait 1m")
    assert len(duty.cards()) == 1


@BACK
async def test_keys_are_buried_and_the_dead_man_is_pinged(duty: Chat, by: timedelta) -> None:
    await duty("* wait 1m")
    pings: list[int] = []

    async def ping() -> bool:
        pings.append(1)
        return True

    duty.app.auditor.deadman.ping = ping  # type: ignore[method-assign]
    await leap(duty, -by)
    ring = duty.app.house.ring
    await ring.make("pair:erased")
    await duty.app.house.store.unit("doom", lambda: ring.doom("pair:erased"))
    await calls(duty, 10)
    assert not ring.owes
    assert 9 <= len(pings) <= 10


@BACK
async def test_owners_are_told_once(duty: Chat, by: timedelta) -> None:
    await duty("* wait 1m")
    before = len(duty.town.town.ledger.entries)
    for step in (-by, by, -by, by):
        await leap(duty, step)
        await duty("* wait 1m")
    assert texts(since(duty, before), "ada").count(TOLD) == 1


async def test_owners_are_told_once_after_a_start(duty: Chat) -> None:
    await duty("* wait 1m")
    before = len(duty.town.town.ledger.entries)
    await duty.town.stop()
    duty.town.clock.leap(-DAY)
    await duty.town.start()
    await duty("* wait 5m", "* restart", "* wait 5m")
    assert texts(since(duty, before), "ada").count(TOLD) == 1


async def test_a_few_seconds_are_not_minded(duty: Chat) -> None:
    await duty("* wait 1m")
    before = len(duty.town.town.ledger.entries)
    await leap(duty, timedelta(seconds=-8))
    await duty("* wait 5m")
    assert TOLD not in texts(since(duty, before))


async def test_a_stop_right_after_it_was_set_back_loses_nothing(duty: Chat) -> None:
    """The last sign of life is not written anew before everything was moved."""
    await duty(CRY, "* wait 1m")
    duty.town.clock.leap(-DAY)
    await duty("* restart")
    assert when(await calls(duty, 10)) == [1, 6]
    alive = await duty.app.house.facts.get(ALIVE)
    assert alive is not None
    assert alive <= duty.town.clock.now().isoformat()


@BACK
async def test_it_climbs_on_while_nothing_can_be_written(duty: Chat, by: timedelta) -> None:
    await duty(CRY, "* wait 1m")
    await impatient(duty.app.house)
    with locked(files(duty), duty.town.settings.database):
        await leap(duty, -by)
        assert [minute for minute in when(await calls(duty, 7)) if minute in {1, 6}] == [1, 6]
    assert when(await calls(duty, 7)) == [1, 6], "the rows did not hear of those calls"


async def test_every_column_that_holds_a_moment_is_moved(duty: Chat) -> None:
    """A new one needs a decision: `adapters.sql.moving` moves it, or nothing waits for it."""
    rows = duty.app.house.store.rows
    tables = [one["name"] for one in await rows.all("SELECT name FROM sqlite_master")]
    found: set[str] = set()
    for table in tables:
        columns = await rows.all("SELECT name, type FROM pragma_table_info(?)", (table,))
        found |= {f"{table}.{one['name']}" for one in columns if one["type"] == "INTEGER"}
    counts = {".seq", ".number", ".priority", ".attempts", ".edits"}
    moments = {one for one in found if f".{one.partition('.')[2]}" not in counts}
    assert moments == MOVED | {"rota.since"}


async def test_a_platform_is_no_longer_kept_for_closed(duty: Chat) -> None:
    """What is only remembered for a while ends in real time, too."""
    room = duty.town.town.dm("ana", Platform.DISCORD).room
    house, until = duty.app.house, duty.town.clock.now() + HOUR
    await house.store.unit("shut", lambda: house.outbox.close(room, until))
    await leap(duty, -DAY)
    await duty("* wait 61m")
    assert not await house.outbox.closed(room, duty.town.clock.now())
