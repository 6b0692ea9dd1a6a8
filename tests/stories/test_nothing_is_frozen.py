"""A cry is written, then the database takes no write any more: people hear of it all the same."""

# A neighbour's way of breaking a feature is used.
# pyright: reportPrivateUsage=false

import pytest

from bot.model.people import Platform
from cogs.crisis.hear import Hearing
from tests.contracts.houses import writing
from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import CRY, said, since
from tests.stories.test_last_resort import BARE, _broken


async def _cry_before_an_outage(chat: Chat) -> int:
    """It is committed, and nothing of what it owes is paid; how much was shown before."""
    before = len(chat.town.town.ledger.entries)
    await chat.app.receive(said(chat, "ana", CRY))
    await writing(chat.app.house).execute("PRAGMA query_only = ON")
    await chat.app.wired.durable.failed("read-only")
    return before


async def test_who_takes_no_messages_is_answered_elsewhere(duty: Chat) -> None:
    await duty("* dms ana closed")
    before = await _cry_before_an_outage(duty)
    await duty("* wait 20s")
    assert "You are not in trouble" in texts(since(duty, before), "ana")


async def test_a_card_that_its_room_refuses_reaches_the_owners(duty: Chat) -> None:
    before = await _cry_before_an_outage(duty)
    duty.town.town.faults.forbidden.add(duty.town.acts.room("mo", "#moderators", Platform.DISCORD))
    await duty("* wait 20s")
    assert "Has it" in texts([one for one in since(duty, before) if one.screen == ("ada",)])


async def test_one_lost_request_costs_nobody_their_answer_or_card(duty: Chat) -> None:
    before = await _cry_before_an_outage(duty)
    await _one_request_is_lost(duty)
    shown = since(duty, before)
    assert texts(shown, "ana").count("You are not in trouble") == 1
    assert len([one for one in shown if "Has it" in one.text and not one.edits]) == 1


async def test_one_lost_request_costs_nobody_a_bare_alert(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as now:
        now.setattr(Hearing, "__call__", _broken)
        before = await _cry_before_an_outage(duty)
    await _one_request_is_lost(duty)
    assert BARE in texts(since(duty, before), "mo")


async def _one_request_is_lost(chat: Chat) -> None:
    """The network drops just as the database does: one try each, then it is well."""
    chat.town.town.faults.lost_requests = 1.0
    await chat.app.drain()
    chat.town.town.faults.lost_requests = 0.0
    await chat("* wait 20s")
