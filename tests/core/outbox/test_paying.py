"""Paying: rungs, closed doors, slots, the reserve, and a store that cannot be written."""

from datetime import timedelta

import pytest

from adapters.memory.places import room_named
from bot.model.events import EventId
from bot.model.people import Direct, Platform, PrivateThread
from bot.outbox.books import STUCK_AFTER
from bot.ports.delivery import Priority, Rung
from bot.ports.store import StoreUnavailable
from bot.ui.reply import Reply
from tests.contracts.houses import fill_disk, free_disk
from tests.core.outbox.post_office import Death, PostOffice

GENERAL = room_named("#general", Platform.DISCORD)
VENT = room_named("#vent", Platform.DISCORD)
DAY = timedelta(days=1)


def dm(office: PostOffice, name: str) -> Direct:
    return Direct(office.town.people[name].on(Platform.DISCORD))


def texts(office: PostOffice, place: str = "") -> list[str]:
    return [one.text for one in office.posted(lambda one: place in {"", one.room})]


async def test_a_closed_door_leads_to_the_next_one_at_once(office: PostOffice) -> None:
    office.town.faults.closed_dms.add(dm(office, "ana").member)
    await office.owe("e", "hello", (dm(office, "ana"), GENERAL))
    await office.pay()
    assert texts(office) == texts(office, "#general") == ["hello"]


async def test_a_private_thread_that_is_closed_closes_no_other(office: PostOffice) -> None:
    people = office.town.people
    ana, ben = [
        PrivateThread(GENERAL, people[name].on(Platform.DISCORD)) for name in ("ana", "ben")
    ]
    office.town.faults.no_threads = True
    await office.owe("e1", "to ana", (ana, VENT))
    await office.pay()
    office.town.faults.no_threads = False
    await office.owe("e2", "to ben", (ben, VENT))
    await office.pay()
    assert texts(office, "#general/private") == ["to ben"]


async def test_a_closed_dm_is_knocked_at_again_after_a_week_however_often_it_was_passed_by(
    office: PostOffice,
) -> None:
    door = dm(office, "ana")
    office.town.faults.closed_dms.add(door.member)
    await office.owe("first", "first", (door,))
    await office.pay()
    office.town.faults.closed_dms.clear()
    for day in range(1, 9):
        office.clock.advance(DAY)
        await office.owe(f"day {day}", f"day {day}", (door,))
        await office.pay()
    assert texts(office) == ["day 7", "day 8"]


async def test_what_nobody_can_be_given_is_told_once(office: PostOffice) -> None:
    office.town.faults.forbidden.add(GENERAL)
    await office.owe("e", "hello", (GENERAL,), incident="7")
    await office.pay()
    await office.pay_all()
    assert office.hints == [("7", True)]
    assert texts(office) == []


async def test_an_alert_that_nobody_confirms_is_told_after_ten_seconds(office: PostOffice) -> None:
    office.town.faults.begin_outage(Platform.DISCORD, office.clock.now(), DAY)
    await office.owe("e", "alert", (GENERAL,), priority=Priority.ALERT, incident="7")
    told_at: timedelta | None = None
    begun = office.clock.now()
    while told_at is None:
        await office.pay()
        office.clock.advance(timedelta(seconds=1))
        told_at = office.clock.now() - begun if office.hints else None
    assert STUCK_AFTER <= told_at <= 3 * STUCK_AFTER


async def test_an_edit_behind_a_post_that_waits_is_not_due_itself(office: PostOffice) -> None:
    """It would be looked at fifty times a second for as long as an outage lasts."""
    office.town.faults.begin_outage(Platform.DISCORD, office.clock.now(), DAY)
    await office.owe("e1", "card", (GENERAL,), slot="card:7")
    await office.pay()
    await office.owe("e2", "newer", (GENERAL,), slot="card:7", edits=True)
    await office.pay()
    due = await office.outbox.next_due()
    assert due is not None
    assert due > office.clock.now()


async def test_of_two_edits_that_one_event_makes_the_newer_is_shown(office: PostOffice) -> None:
    await office.owe("e", "card", (GENERAL,), slot="card:7")
    await office.pay()
    for text in ("first", "second"):
        await office.owe("press", text, (GENERAL,), slot="card:7", edits=True)
    await office.pay()
    assert [one.text for one in office.town.ledger.now_shown()] == ["second"]


async def test_an_edit_that_is_owed_again_after_it_was_shown_is_shown_as_it_is_now(
    office: PostOffice,
) -> None:
    """It took back the edit that was owed between: else neither would be shown."""
    await office.owe("e", "card", (GENERAL,), slot="card:7")
    for event, text in (("press", "first"), ("other", "between"), ("press", "third")):
        await office.owe(event, text, (GENERAL,), slot="card:7", edits=True)
        if text != "between":
            await office.pay()
    assert [one.text for one in office.town.ledger.now_shown()] == ["third"]


async def test_what_one_event_withdraws_and_owes_again_is_owed(office: PostOffice) -> None:
    async def work() -> None:
        for text in ("first", "second"):
            await office.outbox.cancel("page")
            rung = Rung(GENERAL, Reply(text, private=False))
            await office.outbox.owe("page", (rung,), due=office.clock.now(), slot="page")

    await office.house.store.unit("ladder", work)
    await office.pay()
    assert texts(office) == ["second"]


async def test_what_was_withdrawn_is_not_shown_and_holds_no_content(office: PostOffice) -> None:
    office.town.faults.begin_outage(Platform.DISCORD, office.clock.now(), timedelta(minutes=1))
    await office.owe("e", "old news", (GENERAL,), slot="page")
    (owed,) = await office.outbox.due(office.clock.now(), 9)
    await office.house.store.unit("cancel", lambda: office.outbox.cancel("page"))
    await office.worker.pay(owed)
    await office.pay_all()
    assert texts(office) == []
    assert await office.house.store.rows.value("SELECT sealed FROM deliveries") is None


async def test_a_message_that_was_posted_again_is_edited_where_it_stands_now(
    office: PostOffice,
) -> None:
    for n in range(4):
        await office.owe(f"post {n}", f"card {n}", (GENERAL,), slot="card:7")
        await office.pay()
    await office.owe("edit", "closed", (GENERAL,), slot="card:7", edits=True)
    await office.pay()
    shown = [one.text for one in office.town.ledger.now_shown()]
    assert shown == ["card 0", "card 1", "card 2", "closed"]


async def test_alerts_pass_through_the_reserve_that_others_may_not_touch(
    office: PostOffice,
) -> None:
    for n in range(60):
        await office.owe(f"r{n}", f"reminder {n}", (GENERAL,), priority=Priority.REMINDER)
    await office.pay()
    waiting = len(texts(office))
    assert waiting < 60
    await office.owe("alert", "alert", (GENERAL,), priority=Priority.ALERT)
    await office.owe("answer", "answer", (dm(office, "ana"),), priority=Priority.ANSWER)
    await office.pay()
    assert texts(office)[waiting:] == ["alert", "answer"]
    await office.pay_all()
    assert len(texts(office)) == 62


async def test_the_most_urgent_goes_first(office: PostOffice) -> None:
    for priority in reversed(Priority):
        await office.owe(priority.name, priority.name, (GENERAL,), priority=priority)
    await office.pay()
    assert texts(office) == [priority.name for priority in Priority]


async def test_an_alert_goes_out_though_its_attempt_cannot_be_written(
    forgetful: PostOffice,
) -> None:
    due = forgetful.clock.now() + timedelta(minutes=1)
    await forgetful.owe("e", "alert", (GENERAL,), due=due, priority=Priority.ALERT)
    forgetful.clock.move_to(due)
    (owed,) = await forgetful.outbox.due(due, 9)
    await fill_disk(forgetful.house)
    await _fills(forgetful)
    forgetful.link.dies_after = True
    with pytest.raises(Death):
        await forgetful.worker.pay(owed)
    assert texts(forgetful) == ["alert"]
    await free_disk(forgetful.house)
    forgetful.restart()
    await forgetful.pay_all()
    assert texts(forgetful, "#general") == ["alert"]


async def _fills(office: PostOffice) -> None:
    """Use up what the pages that are there still hold."""
    for n in range(200):
        try:
            await office.owe(f"filler {n}", "x" * 300, (VENT,), due=office.clock.now() + 9 * DAY)
        except StoreUnavailable:
            return
    message = "the disk does not get full"
    raise AssertionError(message)


async def test_what_was_owed_in_memory_is_looked_for_since_its_event(
    forgetful: PostOffice,
) -> None:
    begun = forgetful.clock.now()
    await forgetful.owe("e", "alert", (GENERAL,), slot="card:7")
    await forgetful.pay()
    sql = "DELETE FROM deliveries"
    await forgetful.house.store.unit("lost", lambda: forgetful.house.store.rows.run(sql))
    forgetful.clock.advance(timedelta(minutes=5))
    rung = Rung(GENERAL, Reply("alert", private=False))
    event = EventId("e")
    await forgetful.house.store.once(
        event, begun,
        lambda: forgetful.outbox.owe("step", (rung,), due=forgetful.clock.now(), slot="card:7"),
        replayed=True,
    )  # fmt: skip
    await forgetful.pay_all()
    assert texts(forgetful) == ["alert"]


async def test_an_unreadable_delivery_keeps_no_other_from_being_paid(office: PostOffice) -> None:
    await office.owe("bad", "bad", (GENERAL,), slot="card:7")
    await office.pay()
    sql = "UPDATE postings SET sealed = zeroblob(300)"
    await office.house.store.unit("damage", lambda: office.house.store.rows.run(sql))
    await office.owe("edit", "edited", (GENERAL,), slot="card:7", edits=True)
    await office.owe("good", "good", (GENERAL,))
    await office.pay()
    assert texts(office) == ["bad", "good"]
