"""The rooms are told once what the bot does, newcomers by a welcome in private."""

from adapters.memory.places import room_named
from bot.model.people import Platform
from tests.stories.chat import Chat, texts

TOLD = ("fixed rules", "offline", "No AI service", "24 hours, in memory", "moderators", "ask")


async def joins(chat: Chat, name: str, platform: Platform = Platform.DISCORD) -> list[str]:
    """Somebody comes into the community; what they were shown."""
    before = len(chat.town.town.ledger.entries)
    await chat.town.acts.joins(name, room_named("#general", platform))
    await chat.town.settle()
    shown = chat.town.town.ledger.entries[before:]
    assert all(one.screen == (name,) for one in shown)
    return [one.text for one in shown]


async def test_the_rooms_are_told_once(chat: Chat) -> None:
    await chat("ada @bot: /setup")
    shown = await chat("ada @bot: [Tell the rooms]", "* restart")
    posted = [one for one in shown if one.room == "#general"]
    assert {one.platform for one in posted} == set(Platform)
    for words in TOLD:
        assert words in posted[0].text
    assert "told already" in texts(await chat("ada @bot: [Tell the rooms]"), "ada")
    assert "the rooms were told" in texts(await chat("ada @bot: /setup"), "ada")


async def test_a_room_that_is_added_later_is_told_then(chat: Chat) -> None:
    await chat("ada @bot: /setup", "ada @bot: [Tell the rooms]")
    await chat('ada @bot: /setup-rooms notice="#general, #vent"', "ada @bot: /setup")
    shown = await chat("ada @bot: [Tell the rooms]")
    assert {one.room for one in shown if "ana" in one.screen} == {"#vent"}


async def test_a_room_that_cannot_be_written_to_is_named_and_told_later(chat: Chat) -> None:
    shut = room_named("#general", Platform.DISCORD)
    chat.town.town.faults.forbidden.add(shut)
    await chat("ada @bot: /setup")
    shown = await chat("ada @bot: [Tell the rooms]")
    assert "I cannot write in #general" in texts(shown, "ada")
    assert {one.platform for one in shown if "ana" in one.screen} == {Platform.MATRIX}
    chat.town.town.faults.forbidden.discard(shut)
    shown = await chat("ada @bot: [Tell the rooms]")
    assert {one.platform for one in shown if "ana" in one.screen} == {Platform.DISCORD}


async def test_without_a_room_it_asks_for_one(chat: Chat) -> None:
    await chat("ada @bot: /setup-rooms notice=nowhere", "ada @bot: /setup")
    assert "Which rooms should be told?" in texts(await chat("ada @bot: [Tell the rooms]"), "ada")


async def test_a_newcomer_is_welcomed_in_private_and_never_twice(chat: Chat) -> None:
    (welcome,) = await joins(chat, "ben")
    assert welcome.startswith("Welcome.")
    for words in TOLD:
        assert words.casefold() in welcome.casefold()
    await chat("* restart")
    assert not await joins(chat, "ben")
    assert len(await joins(chat, "lia")) == 1


async def test_a_welcome_is_silent_where_direct_messages_are_closed(chat: Chat) -> None:
    await chat("* dms ben closed")
    assert not await joins(chat, "ben")
    assert not await chat("* dms ben open", "* wait 1d")
