"""A platform with two moderators' rooms, whose first one is gone: the second one is called."""

from dataclasses import replace

import pytest

from adapters.memory.ledger import Shown
from adapters.memory.places import room_named
from bot.model.people import Platform, Room
from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import CRY, said, since
from tests.stories.vents import SAD


async def _rooms(chat: Chat, *first: Room) -> None:
    """The moderators' rooms are these, and then those that there were."""
    change, now = chat.app.house.community.change, chat.app.house.community.now

    async def more() -> None:
        rooms = tuple(dict.fromkeys((*first, *now.moderator_rooms)))
        await change(lambda found: replace(found, moderator_rooms=rooms))

    await chat.app.house.store.unit("rooms", more)


@pytest.fixture
async def gone(duty: Chat) -> Chat:
    """Both platforms have rooms; Discord's first one was deleted. Nobody is on duty."""
    await duty("mo #moderators: /duty off", "* wait 1m")
    await _rooms(duty, room_named("#gone", Platform.DISCORD))
    return duty


def _there(shown: list[Shown]) -> list[Shown]:
    """What was said in the second room of Discord."""
    return [
        one for one in shown
        if one.room == "#moderators" and one.platform == "discord" and not one.edits
    ]  # fmt: skip


async def test_it_gets_the_card_and_the_pages(gone: Chat) -> None:
    card, *pages = _there(await gone(f"ana #general: {CRY}", "* wait 10m"))
    assert "Has it" in card.text
    assert any("needs a person" in one.text for one in pages)


async def test_its_card_is_edited_where_it_stands(gone: Chat) -> None:
    await gone(f"ana #general: {CRY}", "* wait 10s")
    shown = await gone("mo #moderators: [I've got this]")
    assert [one for one in shown if one.room == "#moderators" and one.edits]


async def test_it_gets_the_card_that_many_share(gone: Chat) -> None:
    before = len(gone.town.town.ledger.entries)
    for who in ("ana", "ben", "lia", "kit", "ada", "mo"):
        await gone.app.receive(said(gone, who, "i want to kill myself"))
    await gone.app.drain()
    shown = _there(since(gone, before))
    assert any(button.action == "crisis.open" for one in shown for button in one.buttons)


async def test_it_gets_a_post_that_was_reported_and_what_an_author_says(gone: Chat) -> None:
    await gone(SAD, "ana @bot: [Post it]", "* wait 3m")
    shown = _there(await gone("ben #vent: [Report]", "* wait 1m"))
    assert any("sad day" in one.text or one.buttons for one in shown)
    shown = _there(
        await gone('ana @bot: [Write to the moderators…] text="somebody hurts me"', "* wait 1m")
    )
    assert "somebody hurts me" in texts(shown)


async def test_of_two_rooms_that_are_open_the_first_one_alone_is_called(duty: Chat) -> None:
    """Nothing is shown twice to those who see both."""
    open_ones = [room_named(name, Platform.DISCORD) for name in ("#moderators", "#vent")]
    await _rooms(duty, *open_ones)
    shown = await duty(f"ana #general: {CRY}", "* wait 10s")
    assert "Has it" in texts(_there(shown))
    assert not [one for one in shown if one.room == "#vent"]


async def test_where_the_room_of_a_card_is_no_longer_set_the_other_platforms_is_called(
    duty: Chat,
) -> None:
    await duty("mo #moderators: /duty off", f"ana #general: {CRY}", "* wait 5s")
    change = duty.app.house.community.change
    others = tuple(
        one
        for one in duty.app.house.community.now.moderator_rooms
        if one.platform is Platform.MATRIX
    )

    async def moved() -> None:
        await change(lambda found: replace(found, moderator_rooms=others))

    await duty.app.house.store.unit("rooms", moved)
    shown = await duty("* wait 3m")
    called = [one for one in shown if one.room == "#moderators" and not one.edits]
    assert "needs a person" in texts(called)
    assert {one.platform for one in called} == {Platform.MATRIX}
