"""What one bad row, one bad edit, one bad hint or a bad clock may not do to other deliveries."""

# The clock is set back as no clock of ours can be.
# pyright: reportPrivateUsage=false

import asyncio
from datetime import timedelta
from functools import partial

import pytest

from adapters.memory.places import room_named
from adapters.memory.platform import TownPlatform
from bot.model.people import MessageRef, Platform
from bot.outbox.books import STUCK_AFTER
from bot.ports.delivery import Closed, Outcome, Priority, Sent
from bot.ui.reply import Reply
from tests.core.outbox.post_office import PostOffice

ROOM = room_named("#moderators", Platform.DISCORD)
ELSEWHERE = room_named("#moderators", Platform.MATRIX)
CARD = "card:1:discord"
ALERT = Priority.ALERT


def shown(office: PostOffice, text: str) -> int:
    return len(office.posted(lambda one: one.text == text))


async def test_a_clock_that_is_set_back_holds_no_alert_up(office: PostOffice) -> None:
    right = office.clock.now()
    office.clock.advance(timedelta(days=1))
    await office.owe("first", "first", [ROOM], priority=ALERT)
    await office.pay()
    office.clock._now = right
    for n in range(60):
        office.clock.advance(timedelta(minutes=1))
        await office.owe(f"e{n}", f"alert {n}", [ROOM], priority=ALERT)
        await office.pay()
    assert all(shown(office, f"alert {n}") for n in range(60))


async def test_a_new_card_never_waits_behind_an_old_edit(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.owe("a", "card", [ROOM], priority=ALERT, slot=CARD)
    await office.pay()

    async def broken(*_: object) -> Outcome:
        raise RuntimeError

    monkeypatch.setattr(TownPlatform, "edit", broken)
    await office.owe("b", "closed", [ROOM], priority=Priority.UPDATE, slot=CARD, edits=True)
    await office.pay()
    await office.owe("c", "open again", [ROOM], priority=ALERT, slot=CARD, incident="1")
    await office.pay()
    assert shown(office, "open again") == 1


async def test_rows_that_do_not_open_hide_no_others_and_make_nobody_spin(
    office: PostOffice,
) -> None:
    for n in range(70):
        await office.owe(f"x{n}", "old", [ROOM], priority=ALERT)

    async def damage() -> None:
        await office.house.store.rows.run("UPDATE deliveries SET sealed = zeroblob(300)")

    await office.house.store.unit("damage", damage)
    await office.owe("new", "new alert", [ROOM], priority=ALERT)
    await office.pay()
    assert shown(office, "new alert") == 1
    assert await office.outbox.next_due() is None
    assert await office.outbox.oldest_alert() is not None  # the auditor raises them


async def test_a_row_that_opens_again_is_paid(office: PostOffice) -> None:
    await office.owe("alert", "alert", [ROOM], priority=ALERT)
    rows = office.house.store.rows
    sealed = await rows.value("SELECT sealed FROM deliveries")
    for now in (bytes(300), sealed):  # as while its key is renewed
        change = partial(rows.run, "UPDATE deliveries SET sealed = ?", (now,))
        await office.house.store.unit(f"now {now[0]}", change)
        await office.pay()
    assert shown(office, "alert") == 1


async def test_a_hint_that_fails_takes_no_worker_with_it(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(PostOffice, "_hint", fails)
    office.restart()
    office.town.faults.forbidden.add(ROOM)
    await office.owe("lost", "lost", [ROOM], priority=ALERT, incident="1")
    await office.owe("other", "other", [ELSEWHERE], priority=ALERT)
    working = asyncio.ensure_future(office.worker.run())
    while not shown(office, "other"):  # noqa: ASYNC110 - the town has no bell for it
        await asyncio.sleep(0.001)
    assert not working.done()
    working.cancel()


async def test_a_platform_that_asks_to_wait_hurries_the_ladder(office: PostOffice) -> None:
    now = office.clock.now()
    office.town.faults.limited_until[Platform.DISCORD] = now + 3 * STUCK_AFTER
    await office.owe("alert", "alert", [ROOM], priority=ALERT, incident="7")
    await office.pay()
    assert office.hints == [("7", False)]


async def test_an_edit_goes_to_where_its_message_stands(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Platform, Platform]] = []
    office.town.faults.forbidden.add(ROOM)
    await office.owe("a", "card", [ROOM, ELSEWHERE], priority=ALERT, slot=CARD)
    await office.pay()

    async def edit(self: TownPlatform, ref: MessageRef, _: Reply) -> Sent | Closed:
        asked.append((self.name, ref.room.platform))
        return Sent(ref)

    monkeypatch.setattr(TownPlatform, "edit", edit)
    await office.owe("b", "changed", [ROOM], priority=Priority.UPDATE, slot=CARD, edits=True)
    await office.pay()
    assert asked == [(Platform.MATRIX, Platform.MATRIX)]
