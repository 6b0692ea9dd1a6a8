"""A platform's clock runs ahead, or ours behind: nobody in danger waits for that."""

from dataclasses import replace
from datetime import timedelta

from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import CRY, said, since

AHEAD = timedelta(hours=26)


async def _cries_ahead(chat: Chat, *then: str) -> str:
    """What moderators and ben saw after a cry with a moment that is still to come."""
    cry = said(chat, "ben", CRY)
    before = len(chat.town.town.ledger.entries)
    await chat.app.receive(replace(cry, at=cry.at + AHEAD))
    await chat(*then)
    return texts(since(chat, before))


async def test_who_is_in_danger_is_answered_at_once_whatever_the_platform_s_clock_says(
    duty: Chat,
) -> None:
    assert "I am a bot. You are not in trouble." in await _cries_ahead(duty, "* wait 1m")


async def test_the_ladder_climbs_by_our_own_clock(duty: Chat) -> None:
    assert "Somebody is waiting" in await _cries_ahead(duty, "* wait 3m")


async def test_an_offer_comes_at_once_whatever_the_platform_s_clock_says(duty: Chat) -> None:
    low = said(duty, "ben", "i hate myself so much")
    before = len(duty.town.town.ledger.entries)
    await duty.app.receive(replace(low, at=low.at + AHEAD))
    await duty("* wait 1m")
    assert [one for one in since(duty, before) if "ben" in one.screen]


async def test_an_event_from_ahead_is_known_when_it_is_read_again_the_next_day(duty: Chat) -> None:
    cry = said(duty, "ben", CRY)
    cry = replace(cry, at=cry.at + AHEAD)
    await duty.app.receive(cry)
    await duty("* quietly 1d")
    await duty.app.receive(cry)
    (incident,) = await duty.app.house.incidents.open_ones()
    assert incident.texts == 1
