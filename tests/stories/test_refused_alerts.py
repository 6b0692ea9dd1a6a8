"""A bare alert that every room refused: it is tried again, and the auditor knows of it."""

# A neighbour's ways of breaking things are used.
# pyright: reportPrivateUsage=false

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.audit import Fault
from bot.dispatch.bare import TRIED
from cogs.crisis.hear import Hearing
from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import CRY, since
from tests.stories.test_last_resort import BARE, _broken, _no_owner


async def _refused(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can be told at first: the rooms refuse, and owners take no messages."""
    with monkeypatch.context() as now:
        now.setattr(Hearing, "__call__", _broken)
        _no_owner(chat, now)
        await chat(f"ana #general: {CRY}", "* wait 30s")
    assert BARE not in texts(chat.town.town.ledger.entries, "mo")


async def test_it_arrives_within_minutes_of_the_mend(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _refused(duty, monkeypatch)
    before = len(duty.town.town.ledger.entries)
    duty.town.town.faults.forbidden.clear()
    await duty("* wait 6m")
    assert BARE in texts(since(duty, before), "mo")
    assert Fault.ALERT_UNPAID not in await _faults(duty)


async def test_it_is_still_tried_on_the_next_day(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _refused(duty, monkeypatch)
    await duty("* quietly 1d")
    before = len(duty.town.town.ledger.entries)
    duty.town.town.faults.forbidden.clear()
    await duty("* wait 6m")
    assert BARE in texts(since(duty, before), "mo")


async def test_owners_hear_of_it_after_five_minutes_and_also_once_it_is_lost(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _refused(duty, monkeypatch)
    assert Fault.ALERT_UNPAID not in await _faults(duty)
    before = len(duty.town.town.ledger.entries)
    await duty("* wait 7m")
    assert "could not be delivered" in texts(since(duty, before), "ada")
    duty.town.clock.advance(TRIED)
    await duty("* wait 6m")
    assert Fault.ALERT_UNPAID in await _faults(duty)
    before = len(duty.town.town.ledger.entries)
    duty.town.clock.advance(timedelta(hours=1))
    await duty("* wait 2m")
    assert "could not be delivered" in texts(since(duty, before), "ada")


async def _faults(chat: Chat) -> tuple[Fault, ...]:
    return await chat.app.auditor.faults(chat.town.clock.now())


async def test_where_no_room_is_an_owner_hears_it_once_they_take_messages(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their door was closed at the first try; it is knocked at again each time."""
    change = duty.app.house.community.change

    async def none() -> None:
        await change(lambda found: replace(found, moderator_rooms=()))

    await duty.app.house.store.unit("rooms", none)
    with monkeypatch.context() as now:
        now.setattr(Hearing, "__call__", _broken)
        await duty("* dms ada closed", f"ana #general: {CRY}", "* wait 6m")
    before = len(duty.town.town.ledger.entries)
    await duty("* dms ada open", "* wait 6m")
    assert BARE in texts(since(duty, before), "ada")
