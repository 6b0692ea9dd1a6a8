"""What a member can have in every table: filled, erased, counted."""

from datetime import timedelta

from adapters.memory.clock import MORNING
from adapters.sql.house import House
from bot.checkins.entry import Entry, EntryId, Mood
from bot.checkins.reminder import Reminder
from bot.model.people import Member, Platform, Room

WORD = "heronfeather"
DAY = timedelta(days=1)
PRIVATE = Room(Platform.DISCORD, "dm-of-ana")


def entry(number: int) -> Entry:
    return Entry(
        id=EntryId(f"{number:032x}"), number=number, at=MORNING, for_day=MORNING.date(),
        mood=Mood.LOW, note=f"{WORD} {number}",
    )  # fmt: skip


async def fill(house: House, who: Member, number: int = 1) -> None:
    """Something of a member in every table that can hold it."""

    async def work() -> None:
        await house.preferences.put(who, "country", "AT")
        await house.checkins.add(who, entry(number))
        await house.reminders.put(Reminder(member=who, zone="UTC", minute=5, due=MORNING))
        await house.drafts.save(who, f"{WORD} in a draft", MORNING + DAY)
        await house.leavers.put(who, MORNING.date())
        await house.cursors.save_private({PRIVATE: who}, {Platform.DISCORD: 7})

    await house.store.unit(f"fill {number}", work)


async def erase(house: House, who: Member) -> None:
    """As the privacy feature does it, in one unit."""

    async def work() -> None:
        mark = await house.erasures.begin(who)
        assert mark is not None
        await house.erasures.rows(who, mark)
        await house.checkins.forget(who)
        await house.reminders.drop(who)

    await house.store.unit("erase", work)


async def finish(house: House) -> None:
    """As the job does it at the start."""
    for mark, who in house.erasures.waiting():
        if not await house.erasures.rows_are_gone(mark):
            await erase(house, who)
        await house.erasures.close(mark)


async def left_of(house: House, who: Member) -> dict[str, int]:
    """How many rows of a member there are."""
    rows, found = house.store.rows, dict[str, int]()
    tag = house.ring.tag("member", who.platform, who.id)
    for table in ("preferences", "checkins", "reminders"):
        sql = f"SELECT count(*) FROM {table} WHERE member = ?"  # noqa: S608 - our names
        found[table] = await rows.value(sql, (tag,))
    return {table: number for table, number in found.items() if number}
