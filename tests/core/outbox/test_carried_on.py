"""The database takes no write, for long: what is owed goes on being carried, out of memory."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.memory.places import room_named
from adapters.sql.tables.outbox import SqlOutbox
from bot.model.people import Direct, Platform
from bot.outbox.unwritten import Unwritten
from bot.outbox.worker import lane, taken_by
from bot.ports.delivery import Delivery, DeliveryKey, Owed, Priority, Rung
from bot.ports.store import StoreUnavailable
from bot.ui.reply import Reply
from tests.contracts.houses import writing
from tests.core.outbox.post_office import PostOffice

ROOM = room_named("#moderators", Platform.DISCORD)
OTHER = room_named("#moderators", Platform.MATRIX)
REFUSED = StoreUnavailable("DatabaseError")
SECOND = timedelta(seconds=1)
NIGHT = timedelta(hours=2)
Gap = Callable[[PostOffice, pytest.MonkeyPatch], Awaitable[None]]


async def shut(office: PostOffice, *, on: bool = True) -> None:
    """Everything can be read, and nothing written."""
    await writing(office.house).execute(f"PRAGMA query_only = {'ON' if on else 'OFF'}")


def places(office: PostOffice) -> list[str]:
    """Where the alert was shown, each time that it was."""
    return [f"{one.platform}:{one.room}" for one in office.posted(lambda one: one.text == "alert")]


async def passes(office: PostOffice, seconds: int) -> None:
    for _ in range(seconds):
        office.clock.advance(SECOND)
        await office.pay()


async def _written_at_last(office: PostOffice) -> None:
    """The database takes writes again: nothing is shown anew, nothing is owed any more."""
    before = places(office)
    await shut(office, on=False)
    await passes(office, 61)
    assert places(office) == before
    assert await office.outbox.next_due() is None


@pytest.mark.parametrize("priority", list(Priority))
async def test_one_lost_request_silences_nothing(forgetful: PostOffice, priority: Priority) -> None:
    await forgetful.owe("e", "alert", (ROOM,), priority=priority)
    await shut(forgetful)
    forgetful.town.faults.lost_requests = 1.0
    await forgetful.pay()
    forgetful.town.faults.lost_requests = 0.0
    await passes(forgetful, 60)
    assert places(forgetful) == ["discord:#moderators"]
    await _written_at_last(forgetful)


async def test_one_lost_answer_doubles_nothing(forgetful: PostOffice) -> None:
    await forgetful.owe("e", "alert", (ROOM,), priority=Priority.ALERT)
    await shut(forgetful)
    forgetful.town.faults.lost_answers = 1.0
    await passes(forgetful, 60)
    forgetful.town.faults.lost_answers = 0.0
    await passes(forgetful, 60)
    assert places(forgetful) == ["discord:#moderators"]
    await _written_at_last(forgetful)


async def test_a_platform_that_asks_to_wait_is_asked_again(office: PostOffice) -> None:
    office.town.faults.limited_until[Platform.DISCORD] = office.clock.now() + 5 * SECOND
    await office.owe("e", "alert", (ROOM,), priority=Priority.ALERT)
    await shut(office)
    await passes(office, 30)
    assert places(office) == ["discord:#moderators"]
    await _written_at_last(office)


@pytest.mark.parametrize("priority", list(Priority))
async def test_a_closed_door_leads_to_the_next_one_at_once(
    forgetful: PostOffice, priority: Priority
) -> None:
    ana = Direct(forgetful.town.people["ana"].on(Platform.DISCORD))
    forgetful.town.faults.closed_dms.add(ana.member)
    await forgetful.owe("e", "alert", (ana, ROOM), priority=priority)
    await shut(forgetful)
    await forgetful.pay()
    assert places(forgetful) == ["discord:#moderators"]
    await _written_at_last(forgetful)


async def test_a_door_that_opens_in_the_outage_is_found_open(office: PostOffice) -> None:
    """Also where it is the only one."""
    office.town.faults.forbidden.add(ROOM)
    await office.owe("e", "alert", (ROOM,), priority=Priority.ALERT)
    await shut(office)
    await passes(office, 10)
    office.town.faults.forbidden.clear()
    await passes(office, 60)
    assert places(office) == ["discord:#moderators"]
    await _written_at_last(office)


async def test_a_process_that_dies_with_it_shows_it_no_second_time(forgetful: PostOffice) -> None:
    """It had reached the second door; the rows know of the first one alone."""
    forgetful.town.faults.forbidden.add(ROOM)
    await forgetful.owe("e", "alert", (ROOM, OTHER), priority=Priority.ALERT)
    await shut(forgetful)
    await forgetful.pay()
    assert places(forgetful) == ["matrix:#moderators"]
    await shut(forgetful, on=False)
    forgetful.restart()
    await passes(forgetful, 10)
    assert places(forgetful) == ["matrix:#moderators"]


async def test_what_is_under_way_at_its_second_door_is_not_begun_at_its_first(
    office: PostOffice,
) -> None:
    """The row was read before it was paid, and still shows the first one."""
    office.town.faults.forbidden.add(ROOM)
    await office.owe("e", "alert", (ROOM, OTHER), priority=Priority.ALERT)
    now = office.clock.now()
    (stale,) = await office.outbox.due(now, 10)
    further = replace(stale, rung=1)
    taken = taken_by(further)
    assert lane(stale) not in taken
    assert not taken.isdisjoint(taken_by(stale))


async def _asleep(office: PostOffice, _: pytest.MonkeyPatch) -> None:
    office.clock.advance(NIGHT)


async def _unreadable(office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """No row can be read for as long."""

    async def refuses(_: SqlOutbox, *__: object) -> None:
        raise REFUSED

    with monkeypatch.context() as patch:
        for question in ("due", "next_due", "still_owed"):
            patch.setattr(SqlOutbox, question, refuses)
        await _steps(office)


async def _half_readable(office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine sleeps; and the first question whether it is still owed has no answer."""
    real, asked = SqlOutbox.still_owed, list[object]()

    async def refuses(box: SqlOutbox, keys: Collection[DeliveryKey]) -> set[DeliveryKey]:
        asked.append(keys)
        if len(asked) == 1:
            raise REFUSED
        return await real(box, keys)

    monkeypatch.setattr(SqlOutbox, "still_owed", refuses)
    office.clock.advance(NIGHT)
    await office.pay()
    assert asked


async def _steps(office: PostOffice) -> None:
    for _ in range(12):
        office.clock.advance(NIGHT / 12)
        await office.pay()


@pytest.mark.parametrize("gap", [_asleep, _unreadable, _half_readable])
async def test_what_nothing_could_carry_for_hours_keeps_its_doubt(
    forgetful: PostOffice, monkeypatch: pytest.MonkeyPatch, gap: Gap
) -> None:
    """It was shown, and its answer lost; the platform would show it once more."""
    await forgetful.owe("e", "alert", (ROOM,), priority=Priority.ALERT)
    await shut(forgetful)
    forgetful.town.faults.lost_answers = 1.0
    await forgetful.pay()
    assert places(forgetful) == ["discord:#moderators"]
    await gap(forgetful, monkeypatch)
    forgetful.town.faults.lost_answers = 0.0
    await passes(forgetful, 60)
    assert places(forgetful) == ["discord:#moderators"]
    await _written_at_last(forgetful)


async def test_words_that_were_taken_back_do_not_stay_in_memory(office: PostOffice) -> None:
    """Their row never comes due again; what is owed at some later time stays."""
    slot, worker = "card:1:discord", office.worker
    await office.owe("e", "alert", (ROOM,), priority=Priority.ALERT, slot=slot)
    await shut(office)
    office.town.faults.lost_requests = 1.0
    await office.pay()
    await shut(office, on=False)
    await office.house.store.unit("back", lambda: office.outbox.cancel(slot))
    office.clock.advance(NIGHT / 4)
    await office.pay()
    assert worker._unwritten  # pyright: ignore[reportPrivateUsage]
    office.clock.advance(NIGHT)
    await office.pay()
    assert not worker._unwritten  # pyright: ignore[reportPrivateUsage]


async def test_what_is_carried_again_while_the_rows_are_asked_is_not_dropped(
    office: PostOffice,
) -> None:
    owed = await office.owe("f", "owed", (OTHER,), due=office.clock.now() + NIGHT)
    gone, now, kept = DeliveryKey("gone"), office.clock.now(), Unwritten()
    assert await office.outbox.still_owed({gone, owed}) == {owed}
    waits = Owed(Delivery(gone, (Rung(ROOM, Reply("taken back")),), now))
    kept.keep(waits, None, now)
    assert kept.stale(now + NIGHT) == {gone}
    kept.keep(waits, None, now + NIGHT)
    kept.drop({gone}, now + NIGHT)
    assert kept
