"""A platform's clock runs ahead, or ours behind: nobody in danger waits for that."""

from dataclasses import replace
from datetime import timedelta

from bot.model.events import EventId
from bot.model.people import MessageRef, Platform
from tests.stories.chat import Chat, texts
from tests.stories.test_clock_set_back import leap
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


async def test_a_platform_that_is_a_minute_behind_asks_and_is_answered(agreed: Chat) -> None:
    await _in_a_dm(agreed, "!checkin", behind=timedelta(minutes=1))
    agreed.town.clock.advance(timedelta(seconds=20))
    reply = await _in_a_dm(agreed, "2", behind=timedelta(minutes=1))
    assert "Nothing is posted yet" not in reply


async def test_a_question_can_be_answered_after_our_clock_was_set_back(agreed: Chat) -> None:
    await agreed("ana @bot/matrix: !checkin", "* wait 3m")
    await leap(agreed, timedelta(hours=-1))
    shown = texts(await agreed("ana @bot/matrix: 2"), "ana")
    assert "Nothing is posted yet" not in shown


async def test_an_offer_is_made_again_after_a_clock_that_ran_ahead(duty: Chat) -> None:
    low = "ben #general: i hate myself so much"
    await duty(low, "* wait 1m")
    await leap(duty, timedelta(days=-365))
    assert "Nobody was called" in texts(await duty(low, "* wait 1m"), "ben")


async def _in_a_dm(chat: Chat, text: str, *, behind: timedelta) -> str:
    """What ana is answered on Matrix, whose clock is so far behind ours."""
    person = chat.town.town.people["ana"].on(Platform.MATRIX)
    place = chat.town.town.dm("ana", Platform.MATRIX).room
    one = said(chat, "ana", text)
    message = MessageRef(place, str(one.position))
    one = replace(
        one, at=one.at - behind, who=person, room=place, direct=True, message=message,
        id=EventId(f"matrix:m{one.position}"),
    )  # fmt: skip
    reply = await chat.app.receive(one)
    return reply.text if reply else ""


async def test_a_message_from_years_ahead_makes_nobody_s_last_words_forgotten(duty: Chat) -> None:
    await duty("ana #general: im going to")
    later = said(duty, "ben", "hello")
    await duty.app.receive(replace(later, at=later.at + 400 * AHEAD))
    await duty("ana #general: kill myself")
    assert "level 4 of 4" in duty.cards()[-1]
