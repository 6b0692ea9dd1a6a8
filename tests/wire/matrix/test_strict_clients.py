"""A client that leaves out unsigned devices reads the bot, and is read; stock nio is neither."""

import asyncio
import secrets
from collections.abc import AsyncIterator

import pytest
from nio import AsyncClient  # pyright: ignore[reportMissingTypeStubs]

from tests.wire.matrix.bot import Bot
from tests.wire.matrix.conftest import Arrives
from tests.wire.matrix.strict import Strict
from tests.wire.matrix.synapse import Synapse

NO_SHIELD = 0


@pytest.fixture
async def ana(synapse: Synapse) -> AsyncIterator[Strict]:
    """Somebody with such a client."""
    person = await Strict.arrives(synapse, f"ana-{secrets.token_hex(4)}")
    yield person
    await person.leaves()


async def said(client: AsyncClient, room: str, text: str) -> None:
    """Say something through a client of nio."""
    content = {"msgtype": "m.text", "body": text}
    await client.room_send(room, "m.room.message", content, ignore_unverified_devices=True)


async def test_both_directions_are_readable_without_a_warning(bot: Bot, ana: Strict) -> None:
    listening = await bot.starts()
    room = await ana.opens(bot.id)

    await ana.says(room, "can you read this?")
    await bot.hears("can you read this?")
    assert listening.here.client is not None
    await said(listening.here.client, room, "yes, every word")

    read = await ana.reads(room)
    assert (read["read"], read["failure"], read["colour"]) == ("yes, every word", None, NO_SHIELD)


async def test_of_stock_nio_neither_direction_is_readable(ana: Strict, arrives: Arrives) -> None:
    stock = await arrives("stock")

    async def comes() -> None:
        while not stock.client.invited_rooms:
            await stock.syncs()
        await stock.client.join(next(iter(stock.client.invited_rooms)))

    room, _ = await asyncio.gather(ana.opens(stock.id), comes())
    await stock.until(lambda: room in stock.client.rooms)
    await ana.says(room, "can you read this?")
    await said(stock.client, room, "not a word")

    read = await ana.reads(room)
    await stock.syncs()
    assert read["failure"] == "UNSIGNED_SENDER_DEVICE"
    assert stock.read == []
