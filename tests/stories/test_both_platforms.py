"""One community on two platforms: what is shared whoever writes where."""

from bot.model.people import Platform
from tests.stories.chat import Chat, texts
from tests.stories.vents import public

DANGER = "i want to kill myself"


async def test_a_cry_on_one_platform_pages_who_is_on_duty_on_the_other(chat: Chat) -> None:
    await chat("mo #moderators/matrix: !duty on")
    shown = await chat(f"ana #general: {DANGER}")
    cards = [one for one in shown if one.room == "#moderators" and "Has it:" in one.text]
    assert {one.platform for one in cards} == set(Platform)
    taken = texts(await chat("mo #moderators/matrix: [I've got this]"), "ana")
    assert "A moderator has read your message" in taken


async def test_what_the_directory_shows_is_set_once_for_both(chat: Chat) -> None:
    await chat("ada @bot/matrix: !setup-people country=Ireland")
    for line in ("ana @bot: /helpline", "ana @bot/matrix: !helpline"):
        assert "Ireland" in texts(await chat(line), "ana")


async def test_a_vent_from_either_stands_in_the_rooms_of_both(chat: Chat) -> None:
    await chat(
        "mo #moderators: /duty on",
        "ana @bot/matrix: today was a long and sad day",
        "ana @bot/matrix: [Post it]",
    )
    shown = await chat("* wait 3m")
    assert {one.platform for one in shown if one.room == "#vent"} == set(Platform)
    assert "ana" not in public(shown)
