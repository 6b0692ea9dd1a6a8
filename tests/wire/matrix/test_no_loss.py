"""What was said is heard, whatever broke meanwhile; and the same steps lose it with stock nio."""

import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from nio import AsyncClient  # pyright: ignore[reportMissingTypeStubs]

from bot.model.events import AnyEvent
from bot.ui.reply import Reply
from tests.wire.discord.hearer import Hearer
from tests.wire.matrix.bot import Bot
from tests.wire.matrix.conftest import Arrives
from tests.wire.matrix.person import Person
from tests.wire.matrix.stock import Stock
from tests.wire.matrix.synapse import Synapse

GAP = 130


@pytest.fixture
async def stock(synapse: Synapse, tmp_path: Path) -> AsyncIterator[Stock]:
    """A bot of stock nio."""
    one = await Stock.arrives(synapse, tmp_path / "stock", f"stock-{secrets.token_hex(4)}")
    yield one
    await one.client.close()


async def meets(person: Person, stock: Stock) -> str:
    """An encrypted room with the stock bot in it."""
    room = await person.opens(stock.client.user_id)
    await person.syncs()
    await stock.turns()
    await stock.turns()
    await person.is_with(stock.client.user_id, room)
    return room


async def met(person: Person, bot: Bot) -> str:
    """An encrypted room with our bot in it."""
    room = await person.opens(bot.id)
    await person.is_with(bot.id, room)
    return room


class DiedError(Exception):
    """The process ends at this line."""


def die_before_the_room_key_is_kept(client: AsyncClient) -> None:
    """As if killed there: the ratchet of the sender's device moved, its room key is not kept."""

    def dies(_: object) -> None:
        raise DiedError

    assert client.store is not None
    client.store.save_inbound_group_session = dies  # type: ignore[method-assign,unused-ignore]


async def test_a_death_between_ratchet_and_room_key_loses_no_message(
    bot: Bot, arrives: Arrives
) -> None:
    listening = await bot.starts()
    ana = await arrives("ana")
    room = await met(ana, bot)
    first = listening.here.client
    assert first is not None
    die_before_the_room_key_is_kept(first)

    await ana.says(room, "I cannot do this any more")

    await bot.hears("I cannot do this any more")
    assert listening.here.client is not first


async def test_of_stock_nio_that_death_loses_it_for_ever(stock: Stock, arrives: Arrives) -> None:
    ana = await arrives("ana")
    room = await meets(ana, stock)
    die_before_the_room_key_is_kept(stock.client)
    await ana.says(room, "I cannot do this any more")
    token = stock.client.next_batch

    with pytest.raises(DiedError):
        await stock.turns()
    stock.client.next_batch = token
    stock.client.store.save_sync_token(token)  # as if its token were right: that is another fault
    await stock.begins_anew()
    await stock.turns()

    assert stock.read == []


async def test_an_engine_that_breaks_gets_the_event_again(bot: Bot, arrives: Arrives) -> None:
    broken = iter((True, True, False))

    def breaks(_: AnyEvent) -> Reply | None:
        if next(broken):
            raise RuntimeError
        return None

    bot.heard.answers = breaks
    await bot.starts()
    ana = await arrives("ana")
    await ana.says(await met(ana, bot), "hello?")

    await bot.until(lambda: bot.heard.said() == ["hello?"] * 3)


async def test_what_the_engine_never_took_is_read_again_at_the_next_start(
    bot: Bot, arrives: Arrives, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_: AnyEvent) -> Reply | None:
        raise RuntimeError

    monkeypatch.setattr("adapters.matrix.hearing.handing.TRIES_S", ())
    bot.heard.answers = breaks
    await bot.starts()
    ana = await arrives("ana")
    await ana.says(await met(ana, bot), "hello?")
    await bot.hears("hello?")
    await bot.stops()

    bot.heard.events.clear()
    bot.heard.answers = Hearer().answers
    await bot.starts()
    await bot.hears("hello?")


async def test_of_stock_nio_a_handler_that_breaks_loses_it(stock: Stock, arrives: Arrives) -> None:
    ana = await arrives("ana")
    room = await meets(ana, stock)
    stock.breaks = True
    await ana.says(room, "hello?")
    with pytest.raises(RuntimeError):
        await stock.turns()

    stock.breaks = False
    await stock.begins_anew()
    await stock.turns()

    assert stock.read == []


@pytest.mark.parametrize("encrypted", [True, False])
async def test_a_gap_of_many_messages_is_read_back_in_order(
    bot: Bot, arrives: Arrives, *, encrypted: bool
) -> None:
    await bot.starts()
    ana = await arrives("ana")
    room = await ana.opens(bot.id, encrypted=encrypted)
    await ana.is_with(bot.id, room)
    await bot.stops()
    said = [f"message {number}" for number in range(GAP)]
    for text in said:
        await ana.says(room, text)

    await bot.starts()

    await bot.hears(said[-1])
    assert bot.heard.said() == said


async def test_of_stock_nio_most_of_a_gap_is_missed(stock: Stock, arrives: Arrives) -> None:
    ana = await arrives("ana")
    room = await meets(ana, stock)
    for number in range(20):
        await ana.says(room, f"message {number}")

    await stock.begins_anew()
    await stock.turns()

    assert len(stock.read) <= 10


async def test_what_is_urgent_waits_behind_nobody_in_a_gap(bot: Bot, arrives: Arrives) -> None:
    await bot.starts()
    ana = await arrives("ana")
    room = await ana.opens(bot.id, encrypted=False)
    await ana.is_with(bot.id, room)
    await bot.stops()
    for number in range(110):
        await ana.says(room, f"message {number}")
    await ana.says(room, "urgent")
    bot.heard.slow_s = 0.05

    await bot.starts()

    await bot.until(lambda: bot.heard.early)
    assert "urgent" not in bot.heard.said()
    bot.heard.slow_s = 0.0
    await bot.hears("urgent")


async def test_without_its_journal_it_reads_back_by_the_clock(bot: Bot, arrives: Arrives) -> None:
    await bot.starts()
    ana = await arrives("ana")
    room = await ana.opens(bot.id)
    await ana.is_with(bot.id, room)
    await bot.stops()
    for left in bot.folder.glob("journal.db*"):
        left.unlink()
    said = [f"message {number}" for number in range(GAP)]
    for text in said:
        await ana.says(room, text)

    await bot.starts()

    await bot.hears(said[-1])
    assert bot.heard.said() == said
