"""What every keeper of check-ins and reminders keeps to; over real SQLite."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from adapters.sql.house import House
from bot.checkins.entry import Energy, Entry, EntryId, Mood
from bot.checkins.reminder import Reminder
from bot.model.people import Member, Platform
from tests.core.checkins.sqlite_house import HandClock, on_disk, open_house

ANA = Member(Platform.DISCORD, "100000000000000001", "ana of the lighthouse")
BEN = Member(Platform.DISCORD, "100000000000000002", "ben")
SAME_ID_ELSEWHERE = Member(Platform.MATRIX, ANA.id)
NOTE = "the long grey afternoon by the canal"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, HandClock()) as opened:
        yield opened


async def add(house: House, who: Member, *, days_ago: int = 0, note: str | None = None) -> Entry:
    async def work() -> Entry:
        id_, number = await house.checkins.name(who)
        at = NOW - timedelta(days=days_ago)
        entry = Entry(
            id=id_, number=number, at=at, for_day=at.date(), mood=Mood.LOW, energy=Energy.SOME,
            note=note,
        )  # fmt: skip
        await house.checkins.add(who, entry)
        return entry

    return await house.store.unit(f"{who.platform} {who.id} {days_ago} {note}", work)


async def test_what_was_added_is_read_again_as_it_was(house: House) -> None:
    entry = await add(house, ANA, note=NOTE)
    assert await house.checkins.get(ANA, entry.id) == entry
    assert await house.checkins.get(ANA, entry.number) == entry
    assert await house.checkins.for_member(ANA) == [entry]


async def test_numbers_count_for_each_member_and_stay(house: House) -> None:
    first, second, third = [await add(house, ANA, note=str(n)) for n in range(3)]
    assert [one.number for one in (first, second, third)] == [1, 2, 3]
    assert (await add(house, BEN)).number == 1
    await house.store.unit("remove", lambda: house.checkins.remove(ANA, second.id))
    assert await house.checkins.for_member(ANA) == [third, first]
    assert (await add(house, ANA, note="next")).number == 4


async def test_nobody_reaches_the_entry_of_somebody_else(house: House) -> None:
    entry = await add(house, ANA, note=NOTE)
    for other in (BEN, SAME_ID_ELSEWHERE):
        assert await house.checkins.get(other, entry.id) is None
        assert await house.checkins.for_member(other) == []
        changed = replace(entry, note="mine now")
        assert not await house.store.unit("a", lambda: house.checkins.replace(other, changed))  # noqa: B023 - awaited here
        assert not await house.store.unit("b", lambda: house.checkins.remove(other, entry.id))  # noqa: B023 - awaited here
    assert await house.checkins.get(ANA, entry.id) == entry


async def test_only_the_days_that_were_asked_for(house: House) -> None:
    entries = [await add(house, ANA, days_ago=days) for days in (40, 16, 14, 13, 0)]
    found = await house.checkins.for_member(ANA, date(2026, 11, 9))
    assert [one.id for one in found] == [entries[4].id, entries[3].id]
    assert len(await house.checkins.for_member(ANA)) == 5


async def test_a_replaced_entry_says_the_new_thing(house: House) -> None:
    entry = await add(house, ANA, note=NOTE)
    better = replace(entry, mood=Mood.GOOD, note=None)
    assert await house.store.unit("replace", lambda: house.checkins.replace(ANA, better))
    assert await house.checkins.for_member(ANA) == [better]


async def test_what_does_not_exist_is_neither_replaced_nor_removed(house: House) -> None:
    entry = await add(house, ANA)
    ghost = replace(entry, id=EntryId("0" * 32))
    assert not await house.store.unit("a", lambda: house.checkins.replace(ANA, ghost))
    assert not await house.store.unit("b", lambda: house.checkins.remove(ANA, ghost.id))


async def test_the_same_event_gives_the_same_id(house: House) -> None:
    first = await house.store.unit("event", lambda: house.checkins.name(ANA))
    again = await house.store.unit("event", lambda: house.checkins.name(ANA))
    other = await house.store.unit("event", lambda: house.checkins.name(BEN))
    assert first == again
    assert other[0] != first[0]


async def test_a_write_outside_a_unit_is_refused(house: House) -> None:
    entry = await add(house, ANA)
    with pytest.raises(RuntimeError):
        await house.checkins.remove(ANA, entry.id)


async def test_nothing_on_the_disk_tells_what_was_written_or_by_whom(
    house: House, tmp_path: Path
) -> None:
    await add(house, ANA, note=NOTE)
    await house.store.unit("put", lambda: house.reminders.put(reminder(ANA)))
    stored = on_disk(tmp_path)
    assert b"CREATE TABLE checkins" in stored
    for secret in (NOTE, ANA.id, ANA.name, "Europe/Berlin", "2026-11-22", '"mood"'):
        assert secret.encode() not in stored


async def test_an_entry_moved_to_another_row_or_member_does_not_open(house: House) -> None:
    mine, also = await add(house, ANA, note="a"), await add(house, ANA, note="b")
    await add(house, BEN, note="c")
    sql = "UPDATE checkins SET sealed = (SELECT sealed FROM checkins WHERE id = ?) WHERE id <> ?"
    await house.store.unit("thief", lambda: house.store.rows.run(sql, (mine.id, mine.id)))
    assert await house.checkins.get(ANA, also.id) is None
    assert await house.checkins.for_member(ANA) == [mine]
    assert await house.checkins.for_member(BEN) == []


async def test_forgotten_rows_are_gone_and_other_members_keep_theirs(
    house: House, tmp_path: Path
) -> None:
    await add(house, ANA, note=NOTE)
    kept = await add(house, BEN)
    await house.store.unit("forget", lambda: house.checkins.forget(ANA))
    assert await house.checkins.for_member(ANA) == []
    assert await house.checkins.for_member(BEN) == [kept]
    assert house.ring.get(house.ring.of_member(ANA.platform, ANA.id)) is not None
    assert NOTE.encode() not in on_disk(tmp_path)


async def test_once_the_key_is_gone_nothing_opens_and_a_new_start_works(house: House) -> None:
    await add(house, ANA, note=NOTE)
    await house.ring.destroy(house.ring.of_member(ANA.platform, ANA.id))
    assert await house.checkins.for_member(ANA) == []
    fresh = await add(house, ANA, note="back again")
    assert await house.checkins.for_member(ANA) == [fresh]


def reminder(who: Member, due: datetime | None = NOW) -> Reminder:
    plain = Reminder(member=who, zone="Europe/Berlin", minute=1230, locale="de", due=due)
    return replace(plain, reminded_on=date(2026, 11, 21))


async def put(house: House, *some: Reminder) -> None:
    for one in some:
        await house.store.unit("put", partial(house.reminders.put, one))


async def test_a_reminder_is_read_again_as_it_was_without_the_members_name(house: House) -> None:
    await put(house, reminder(ANA))
    found = await house.reminders.get(ANA)
    assert found == reminder(ANA)
    assert found is not None
    assert found.member.name == ""
    assert await house.reminders.get(BEN) is None


async def test_a_reminder_opens_by_its_row_alone_and_no_more_once_the_key_is_gone(
    house: House,
) -> None:
    await put(house, reminder(ANA))
    assert [one.member for one in await house.reminders.due(NOW, 10)] == [ANA]
    await house.ring.destroy(house.ring.of_member(ANA.platform, ANA.id))
    assert await house.reminders.due(NOW, 10) == []


async def test_the_longest_due_come_first_and_no_more_than_asked_for(house: House) -> None:
    late, early = reminder(ANA, NOW), reminder(BEN, NOW - timedelta(hours=1))
    await put(house, late, early, reminder(SAME_ID_ELSEWHERE, NOW + timedelta(seconds=1)))
    assert await house.reminders.due(NOW, 10) == [early, late]
    assert await house.reminders.due(NOW, 1) == [early]
    assert await house.reminders.next_due() == early.due


async def test_a_paused_reminder_is_kept_and_never_due(house: House) -> None:
    await put(house, reminder(ANA), reminder(ANA).pause())
    assert await house.reminders.next_due() is None
    assert await house.reminders.due(NOW + timedelta(days=99), 10) == []
    found = await house.reminders.get(ANA)
    assert found is not None
    assert found.paused


async def test_a_dropped_reminder_is_gone(house: House) -> None:
    await put(house, reminder(ANA), reminder(BEN))
    await house.store.unit("drop", lambda: house.reminders.drop(ANA))
    assert await house.reminders.get(ANA) is None
    assert await house.reminders.get(BEN) == reminder(BEN)


async def test_the_tag_of_a_member_is_stable_and_tells_nothing(house: House) -> None:
    tags = [house.reminders.tag(who) for who in (ANA, BEN, SAME_ID_ELSEWHERE)]
    assert len(set(tags)) == 3
    assert tags[0] == house.reminders.tag(Member(ANA.platform, ANA.id, "renamed"))
    assert ANA.id not in tags[0]


async def test_everything_is_there_after_the_house_was_closed_and_opened(tmp_path: Path) -> None:
    async with open_house(tmp_path, HandClock()) as house:
        entry = await add(house, ANA, note=NOTE)
        await put(house, reminder(ANA))
    async with open_house(tmp_path, HandClock()) as house:
        assert await house.checkins.for_member(ANA) == [entry]
        assert await house.reminders.get(ANA) == reminder(ANA)
