"""Listening: vetted listeners, both sides under made-up names, reported by either side."""

import pytest

from bot.model.venting import Talk
from tests.stories.chat import Chat, texts

SAD = "ana @bot: today was a long and sad day"


async def listening(chat: Chat) -> None:
    """Ana's post is up, lia has offered, ana agreed."""
    await chat(SAD, "ana @bot: [Post it]", "* wait 3m", "lia #vent: [Offer to listen]", "* wait 3m")
    await chat("ana @bot: [Yes, please]")


async def test_only_listeners_can_offer(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m")
    assert "for other people" in texts(
        await duty("ben #vent: [Offer to listen]", "* wait 3m"), "ben"
    )


async def test_both_sides_write_under_made_up_names(duty: Chat) -> None:
    await listening(duty)
    heard = texts(await duty('lia @bot: [Write…] text="hi, i am here"'), "ana")
    assert "hi, i am here" in heard
    assert "lia" not in heard
    back = [one for one in await duty('ana @bot: [Write…] text="good"') if "lia" in one.screen]
    assert "good" in texts(back)
    assert "ana" not in texts(back)


async def test_contact_details_are_held_back(duty: Chat) -> None:
    await listening(duty)
    shown = await duty('ana @bot: [Write…] text="call me on 07700 900123"')
    assert "I held that back" in texts(shown, "ana")
    assert not [one for one in shown if "lia" in one.screen]


async def test_danger_in_a_conversation_calls_moderators_about_the_thread(duty: Chat) -> None:
    await listening(duty)
    shown = await duty('ana @bot: [Write…] text="i am going to kill myself tonight"')
    assert "Incident 1" in texts(shown, "mo")
    assert "ana" not in texts([one for one in shown if "mo" in one.screen])
    assert "You are not in trouble" in texts(shown, "ana")


async def test_a_listener_in_danger_is_answered_too(duty: Chat) -> None:
    await listening(duty)
    shown = await duty('lia @bot: [Write…] text="i am going to kill myself tonight"')
    assert "Incident 1" in texts(shown, "mo")
    assert "You are not in trouble" in texts(shown, "lia")
    heard = await duty('mo #moderators: [Write to them…] text="we are here"')
    assert "we are here" in texts(heard, "lia")
    assert "we are here" not in texts(heard, "ana")


async def test_either_side_ends_it_at_any_time(duty: Chat) -> None:
    await listening(duty)
    shown = await duty("lia @bot: [End it]")
    assert "has ended" in texts(shown, "ana")
    after = await duty('ana @bot: [Write…] text="hello?"')
    assert not [one for one in after if "lia" in one.screen]
    assert "is over" in texts(after, "ana")
    assert "can't offer" in texts(await duty("lia #vent: [Offer to listen]", "* wait 3m"), "lia")


async def test_moderators_read_a_conversation_only_once_it_is_reported(duty: Chat) -> None:
    await listening(duty)
    await duty('lia @bot: [Write…] text="send me a picture"')
    (pair,) = await duty.app.house.pairs.all()
    early = await duty.app.receive(duty.pressed("mo", "listen.transcript", pair.id))
    assert early is not None
    assert "picture" not in early.text
    shown = await duty("ana @bot: [Report]")
    assert "has ended" in texts(shown, "lia")
    read = texts(await duty("mo #moderators: [Show what was said]"), "mo")
    assert "send me a picture" in read
    assert "lia" not in read
    await duty('mo #moderators: [Ban this listener…] reason="asked for pictures"')
    await duty("ben @bot: i am sad too", "ben @bot: [Post it]", "* wait 3m")
    assert "can't offer" in texts(await duty("lia #vent: [Offer to listen]", "* wait 3m"), "lia")


async def test_an_ended_conversation_is_forgotten_after_a_week(duty: Chat) -> None:
    await listening(duty)
    await duty("lia @bot: [End it]", "* wait 9d")
    assert not await duty.app.house.pairs.all()
    assert not duty.app.house.ring.names("pair:")


VETTED = "ada @bot: /setup-people vetted="


async def test_listening_is_off_until_listeners_are_vetted_also_among_adults(duty: Chat) -> None:
    await duty(f"{VETTED}no", SAD, "ana @bot: [Post it]", "* wait 3m")
    shown = await duty("lia #vent: [Offer to listen]", "* wait 1m")
    assert "Listening is off here until listeners are vetted" in texts(shown, "lia")
    assert not [one for one in shown if "ana" in one.screen]
    shown = await duty(f"{VETTED}yes", "lia #vent: [Offer to listen]", "* wait 1m")
    assert "offers to listen to you" in texts(shown, "ana")


async def test_an_offer_that_is_accepted_when_listening_is_off_opens_nothing(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m", "lia #vent: [Offer to listen]", "* wait 3m")
    shown = await duty(f"{VETTED}no", "ana @bot: [Yes, please]", "* wait 1m")
    assert "Listening is off" in texts(shown, "ana")
    assert not [one for one in shown if "lia" in one.screen]
    (pair,) = await duty.app.house.pairs.all()
    assert pair.stage is Talk.OFFERED


@pytest.mark.parametrize(("writes", "hears"), [("lia", "ana"), ("ana", "lia")])
async def test_when_listening_is_switched_off_a_conversation_ends_with_the_next_word(
    duty: Chat, writes: str, hears: str
) -> None:
    await listening(duty)
    line = f'{writes} @bot: [Write…] text="are you there?"'
    shown = await duty(f"{VETTED}no", line, "* wait 1m")
    assert "switched listening off, so this conversation has ended" in texts(shown, writes)
    assert "are you there?" not in texts(shown, hears)
    assert "has ended" in texts(shown, hears)
    assert "is over" in texts(await duty(f"{VETTED}yes", line), writes)
