"""Sleeping hours: levels 2 and 3 wait for the morning, level 4 never, and members are told."""

import pytest

from tests.stories.chat import Chat, texts
from tests.stories.test_setup import DANGER

PILLS = "ana #general: i have the pills here and i will kill myself tonight"


@pytest.fixture
async def night(duty: Chat) -> Chat:
    """Half past midnight in a team that sleeps from 23:00 to 07:00."""
    await duty(
        'ada @bot: /setup-calls sleep="23:00-07:00 Europe/London"', "* wait 15h", "* wait 30m"
    )
    return duty


def called(text: str) -> bool:
    """Whether somebody's device rang, or a page was sent."""
    return "@mo" in text or "needs a person" in text


@pytest.mark.parametrize("text", ["i want to die", "i want to kill myself"])
async def test_the_card_is_posted_silently_and_people_are_called_in_the_morning(
    night: Chat, text: str
) -> None:
    shown = await night(f"ana #general: {text}", "* restart")
    assert not called(texts(shown, "mo"))
    assert len(night.cards()) == 1
    assert "moderators are asleep" in night.cards()[0]
    assert not await night("* wait 6h")
    morning = await night("* wait 1h")
    assert called(texts(morning, "mo"))
    assert {one.at.hour for one in morning} == {7}


async def test_the_member_hears_until_when_they_sleep(night: Chat) -> None:
    shown = texts(await night(DANGER), "ana")
    assert "The moderators sleep until 07:00 London time." in shown
    assert "called the moderators" not in shown
    assert "You are not in trouble" in shown


async def test_level_four_wakes_them(night: Chat) -> None:
    shown = await night(PILLS)
    assert called(texts(shown, "mo"))
    assert "I have called the moderators." in texts(shown, "ana")


async def test_a_rise_to_level_four_wakes_them(night: Chat) -> None:
    await night(DANGER)
    assert called(texts(await night(PILLS), "mo"))
    assert called(texts(await night("* wait 3m"), "kit"))


async def test_what_began_before_the_night_waits_from_its_beginning(duty: Chat) -> None:
    await duty(
        'ada @bot: /setup-calls sleep="23:00-07:00 Europe/London"', "* wait 13h", "* wait 58m"
    )
    assert called(texts(await duty(DANGER), "mo"))
    assert not [one for one in await duty("* wait 7h") if called(one.text)]
    assert "needs a person" in texts(await duty("* wait 2h"), "kit")


async def test_asking_for_a_person_waits_too_and_says_so(night: Chat) -> None:
    shown = await night("ana @bot: /help-me-now")
    assert "sleep until 07:00 London time" in texts(shown, "ana")
    asked = await night("ana @bot: [Please talk to me]")
    assert "sleep until 07:00 London time" in texts(asked, "ana")
    worried = await night("ben #general: hm", "lia #general: worried ben")
    assert "sleep until 07:00 London time" in texts(worried, "lia")
    assert not called(texts([*shown, *asked, *worried], "mo"))


async def test_many_at_once_are_silent_too(night: Chat) -> None:
    shown = await night(*(f"{who} #{room}/{platform}: i want to kill myself"
        for who in ("ana", "ben", "lia") for platform in ("discord", "matrix")
        for room in ("general",)))  # fmt: skip
    assert "Many at once" in texts(shown, "mo")
    assert "@moderators" not in texts(shown, "kit")


async def test_who_is_awake_and_has_it_is_still_told(night: Chat) -> None:
    await night(DANGER, "mo #moderators: [I've got this]")
    assert "needs a person" in texts(await night("ana @bot: [Please talk to me]"), "mo")
    handed = await night("mo #moderators: [Hand over]")
    assert not called(texts(handed, "kit"))


async def test_a_post_that_waits_for_a_moderator_wakes_nobody(night: Chat) -> None:
    shown = await night("ana @bot: today was a long and sad day", "ana @bot: [As a ghost…]")
    shown += await night("ana @bot: [Ghost, no address]", "* wait 3m")
    waiting = [one for one in shown if one.room == "#moderators"]
    assert waiting
    assert not called(texts(waiting))
    assert "@moderators" not in texts(waiting)


async def test_help_says_when_they_sleep(night: Chat) -> None:
    assert "sleep from 23:00 to 07:00 London time" in texts(await night("ana @bot: /help"), "ana")


async def test_a_drill_waits_for_the_morning(night: Chat) -> None:
    assert "A drill can wait" in texts(await night("ada @bot: /drill"), "ada")


async def test_without_hours_nothing_waits(night: Chat) -> None:
    await night("ada @bot: /setup-calls sleep=never")
    assert called(texts(await night(DANGER), "mo"))
