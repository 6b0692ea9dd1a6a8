"""What people say on Matrix reaches the engine, encrypted or not."""

from bot.model.events import Said
from tests.wire.matrix.bot import Bot
from tests.wire.matrix.conftest import Arrives


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
