"""Whoever claims all our keys keeps nobody else from writing to us; with stock nio they do."""

import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.wire.matrix.bot import Bot
from tests.wire.matrix.conftest import Arrives
from tests.wire.matrix.person import Person
from tests.wire.matrix.stock import Stock
from tests.wire.matrix.synapse import Synapse

CLAIM = "/_matrix/client/v3/keys/claim"
ALL = 55
SIGNED = "signed_curve25519"


@pytest.fixture
async def stock(synapse: Synapse, tmp_path: Path) -> AsyncIterator[Stock]:
    """A bot of stock nio."""
    one = await Stock.arrives(synapse, tmp_path / "stock", f"stock-{secrets.token_hex(4)}")
    yield one
    await one.client.close()


def drain(synapse: Synapse, by: Person, user: str, device: str) -> list[str]:
    """Claim more keys of a device than there are; those that were given."""
    asked = {"one_time_keys": {user: {device: SIGNED}}}
    given: list[str] = []
    for _ in range(ALL):
        told = synapse.ask("POST", CLAIM, asked, by.client.access_token)["one_time_keys"]
        given += [one["key"] for one in told.get(user, {}).get(device, {}).values()]
    return given


async def test_a_new_member_is_read_after_somebody_took_all_keys_of_a_bot_that_is_away(
    synapse: Synapse, bot: Bot, arrives: Arrives
) -> None:
    listening = await bot.starts()
    mallory, ana = await arrives("mallory"), await arrives("ana")
    room = await ana.opens(bot.id)
    await ana.is_with(bot.id, room)
    client = listening.here.client
    assert client is not None
    await bot.stops()
    given = drain(synapse, mallory, bot.id, client.device_id or "")
    assert len(set(given)) == 51  # fifty, and then the fallback key again and again

    await ana.says(room, "my first words")
    await bot.starts()

    await bot.hears("my first words")


async def test_keys_are_new_as_soon_as_somebody_took_them(
    synapse: Synapse, bot: Bot, arrives: Arrives
) -> None:
    listening = await bot.starts()
    mallory, ana = await arrives("mallory"), await arrives("ana")
    assert listening.here.client is not None
    device = listening.here.client.device_id or ""
    first = drain(synapse, mallory, bot.id, device)

    room = await ana.opens(bot.id)  # whatever wakes the bot
    await ana.is_with(bot.id, room)
    await ana.says(room, "my first words")
    await bot.hears("my first words")

    second = drain(synapse, mallory, bot.id, device)
    assert len(set(second) - set(first)) >= 45  # the fallback key among them


async def test_of_stock_nio_a_new_member_is_not_read(
    synapse: Synapse, stock: Stock, arrives: Arrives
) -> None:
    mallory, ana = await arrives("mallory"), await arrives("ana")
    client = stock.client
    assert len(drain(synapse, mallory, client.user_id, client.device_id)) == 50
    for _ in range(3):
        await stock.turns()

    room = await ana.opens(client.user_id)
    await ana.syncs()
    await stock.turns()
    await stock.turns()
    await ana.is_with(client.user_id, room)
    await ana.says(room, "my first words")
    await stock.turns()

    assert stock.read == []
