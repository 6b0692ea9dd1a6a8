"""What people say on Matrix reaches the engine, encrypted or not."""

import secrets
from pathlib import Path

from bot.model.events import Said
from tests.wire.matrix.bot import Bot
from tests.wire.matrix.conftest import Arrives, bot_on
from tests.wire.matrix.person import Person
from tests.wire.matrix.synapse import Synapse


async def test_a_message_in_an_encrypted_direct_chat_is_heard(bot: Bot, arrives: Arrives) -> None:
    await bot.starts()
    ana = await arrives("ana")
    room = await ana.opens(bot.id)
    await ana.is_with(bot.id, room)

    await ana.says(room, "is anybody there?")

    await bot.hears("is anybody there?")
    (event,) = bot.heard.events
    assert isinstance(event, Said)
    assert event.direct
    assert event.who.id == ana.id
    assert event.room.id == room


async def test_the_first_start_reads_nothing_old(bot: Bot, arrives: Arrives) -> None:
    """A bot whose account was used before: what was said to it then is not for this bot."""
    ana = await arrives("ana")
    before = await Person.enters(bot.synapse, bot.name, bot.password)
    room = await ana.opens(bot.id)
    await before.syncs()
    await before.client.join(room)
    await ana.is_with(bot.id, room)
    await ana.says(room, "long ago")
    await before.leaves()

    await bot.starts()
    await ana.is_with(bot.id, room)
    await ana.syncs()
    await ana.says(room, "and now")

    await bot.hears("and now")
    assert bot.heard.said() == ["and now"]


async def test_what_was_said_while_nobody_was_there_is_heard_once_more_under_its_name(
    bot: Bot, arrives: Arrives
) -> None:
    await bot.starts()
    ana = await arrives("ana")
    room = await ana.opens(bot.id)
    await ana.is_with(bot.id, room)
    await ana.says(room, "one")
    await bot.hears("one")
    (one,) = bot.heard.events
    await bot.stops()
    await ana.says(room, "two")
    bot.heard.events.clear()

    await bot.starts()

    await bot.hears("two")
    assert {event.id for event in bot.heard.events if event.id == one.id} == {one.id}
    positions = [event.position or 0 for event in bot.heard.events]
    assert sorted(positions) == positions
    assert min(positions) > (one.position or 0)


async def test_who_writes_before_the_bot_has_come_is_heard(bot: Bot, arrives: Arrives) -> None:
    ana = await arrives("ana")
    room = await ana.opens(bot.id, encrypted=False)
    await bot.starts()
    await bot.stops()
    room = await ana.opens(bot.id, encrypted=False)
    await ana.says(room, "I could not wait")

    await bot.starts()

    await bot.hears("I could not wait")


async def test_an_edit_is_heard_with_its_new_words(bot: Bot, arrives: Arrives) -> None:
    await bot.starts()
    ana = await arrives("ana")
    room = await ana.opens(bot.id)
    await ana.is_with(bot.id, room)
    first = await ana.says(room, "all is well")
    new = {"msgtype": "m.text", "body": "it is not", "formatted_body": "<b>help</b> me"}
    await ana.says(
        room, "* it is not",
        **{"m.new_content": new, "m.relates_to": {"rel_type": "m.replace", "event_id": first}},
    )  # fmt: skip

    await bot.hears("it is not")
    event = bot.heard.events[-1]
    assert isinstance(event, Said)
    assert event.edited
    assert event.message.id == first
    assert "help me" in " ".join(event.parts)


async def test_a_stranger_s_room_is_not_entered(bot: Bot, arrives: Arrives) -> None:
    listening = await bot.starts()
    ana = await arrives("ana")
    other = await ana.opens(bot.id, direct=False)
    room = await ana.opens(bot.id)
    await ana.is_with(bot.id, room)
    assert listening.here.client is not None
    assert other not in listening.here.client.rooms


async def test_with_synapse_s_own_limits_it_hears_as_well(limited: Synapse, tmp_path: Path) -> None:
    bot = bot_on(limited, tmp_path)
    await bot.starts()
    ana = await Person.arrives(limited, f"ana-{secrets.token_hex(4)}")
    room = await ana.opens(bot.id)
    await ana.is_with(bot.id, room)
    for number in range(5):
        await ana.says(room, f"message {number}")
    await bot.hears("message 4")
    await bot.stops()
    await ana.leaves()


async def test_what_is_said_within_a_thread_is_heard_encrypted_or_not(
    bot: Bot, arrives: Arrives
) -> None:
    await bot.starts()
    ana = await arrives("ana")
    for encrypted in (True, False):
        room = await ana.opens(bot.id, encrypted=encrypted)
        await ana.is_with(bot.id, room)
        root = await ana.says(room, "the beginning")
        below = {
            "rel_type": "m.thread", "event_id": root, "is_falling_back": True,
            "m.in_reply_to": {"event_id": root},
        }  # fmt: skip
        text = f"below it, {'sealed' if encrypted else 'in plain'}"
        await ana.says(room, text, **{"m.relates_to": below})
        await bot.hears(text)
