"""Posts arrive once and whole, however slowly they may; edits end as the last one said."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.memory.clock import TownClock
from adapters.memory.places import room_named
from adapters.memory.town import Town
from bot.model.people import Direct, MessageRef, PrivateThread, Whisper
from bot.ports.delivery import Closed, DeliveryKey, Sent, Unsure
from bot.ui.reply import Button, Reply
from tests.wire.discord.bot import HERE, OnWire, on_wire
from tests.wire.discord.faults import Fault, Meets
from tests.wire.discord.hearer import Hearer
from tests.wire.discord.server import Wire

ROOM = room_named("#moderators", HERE)
KEY = DeliveryKey("a-key")


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    """A server."""
    async with Wire(Town(TownClock())).listening() as served:
        yield served
    served.held()


@pytest.fixture
async def bot(wire: Wire) -> AsyncIterator[OnWire]:
    """The adapter in its guild."""
    async with on_wire(wire) as platform:
        await platform.start(Hearer(), {})
        yield platform


def standing(wire: Wire) -> list[str]:
    """What stands in the moderators' room."""
    return [one.text for one in wire.town.ledger.now_shown() if one.where == ROOM and one.text]


async def post(bot: OnWire, text: str, key: str) -> MessageRef:
    """Post it, and where it stands."""
    sent = await bot.post(ROOM, Reply(text, private=False), DeliveryKey(key))
    assert isinstance(sent, Sent)
    assert sent.ref is not None
    return sent.ref


async def test_alerts_in_one_room_never_run_into_its_limit(wire: Wire, bot: OnWire) -> None:
    wire.buckets.on = True
    await asyncio.gather(*(post(bot, f"alert {n}", f"key-{n}") for n in range(7)))
    assert sorted(standing(wire)) == [f"alert {n}" for n in range(7)]
    assert wire.buckets.refused == 0


async def test_a_long_text_arrives_whole_and_once(wire: Wire, bot: OnWire) -> None:
    wire.buckets.on = True
    lines = [f"line {n} of many" for n in range(400)]
    for _ in range(2):
        await bot.post(ROOM, Reply("\n".join(lines), private=False), KEY)
    assert "\n".join(standing(wire)).split("\n") == lines


async def test_what_is_taken_away_while_an_edit_waits_is_gone(wire: Wire, bot: OnWire) -> None:
    ref = await post(bot, "a post", "key")
    edits = [
        bot.edit(ref, Reply("other words", private=False)),
        bot.edit(ref, Reply("", private=False, gone=True)),
    ]
    assert await asyncio.gather(*edits) == [Sent(ref), Sent(ref)]
    assert standing(wire) == []
    assert await bot.edit(ref, Reply("", private=False, gone=True)) == Sent(ref)


async def test_of_two_requests_under_one_key_one_is_made(wire: Wire, bot: OnWire) -> None:
    outcomes = await asyncio.gather(*(post(bot, "once", "key") for _ in range(5)))
    assert len(set(outcomes)) == 1
    assert standing(wire) == ["once"]


async def test_an_answer_of_an_earlier_run_changes_nothing_that_others_see(
    wire: Wire, bot: OnWire
) -> None:
    del wire
    now = bot.clock.now()
    ana = next(one for one in bot.people if one.name == "ana")
    gone = Whisper(ROOM, ana, "token-of-before", now)
    assert await bot.post(gone, Reply("you are not alone"), KEY) == Closed("gone")
    assert "PATCH" not in {method for method, _ in bot.asked}


async def test_a_thread_that_nobody_can_be_asked_into_is_taken_away_again(
    wire: Wire, bot: OnWire
) -> None:
    ana = wire.town.people["ana"].on(HERE)
    wire.script.add("PUT *", Fault(Meets.REFUSED, 403, 50_013))
    outcome = await bot.post(PrivateThread(ROOM, ana), Reply("hello"), KEY)
    assert isinstance(outcome, Closed)
    assert wire.state.threads.keys() == wire.state.put_away
    wire.script.clear()
    assert isinstance(await bot.post(PrivateThread(ROOM, ana), Reply("hello"), KEY), Sent)


async def test_a_thread_into_which_nobody_can_be_asked_now_is_tried_again_later(
    wire: Wire, bot: OnWire
) -> None:
    ana = wire.town.people["ana"].on(HERE)
    wire.script.add("PUT *", Fault(Meets.REFUSED, 503))
    assert isinstance(await bot.post(PrivateThread(ROOM, ana), Reply("hello"), KEY), Unsure)
    assert wire.state.threads.keys() == wire.state.put_away


async def test_after_a_restart_the_same_thread_is_found_and_another_person_s_is_not(
    wire: Wire, bot: OnWire
) -> None:
    ana, ben = (wire.town.people[name].on(HERE) for name in ("ana", "ben"))
    since = wire.town.clock.now()
    sent = await bot.post(PrivateThread(ROOM, ana), Reply("hello"), KEY)
    assert isinstance(sent, Sent)
    async with on_wire(wire) as later:
        await later.start(Hearer(), {})
        assert await later.find(PrivateThread(ROOM, ana), KEY, since) == sent.ref
        assert await later.post(PrivateThread(ROOM, ana), Reply("hello"), KEY) == sent
        other = await later.post(PrivateThread(ROOM, ben), Reply("hello"), DeliveryKey("b"))
    assert isinstance(other, Sent)
    assert other.ref
    assert sent.ref
    assert other.ref.room != sent.ref.room
    assert len(wire.state.threads) == 2


async def test_a_thread_that_somebody_else_joined_is_taken_for_nobody_s(
    wire: Wire, bot: OnWire
) -> None:
    ana, mo = (wire.town.people[name].on(HERE) for name in ("ana", "mo"))
    await bot.post(PrivateThread(ROOM, ana), Reply("hello"), KEY)
    (thread,) = wire.state.threads
    wire.state.guests[thread].add(mo.id)
    async with on_wire(wire) as later:
        await later.start(Hearer(), {})
        sent = await later.post(PrivateThread(ROOM, mo), Reply("hello"), DeliveryKey("b"))
    assert isinstance(sent, Sent)
    assert sent.ref
    assert sent.ref.room.id != thread


async def test_a_closed_private_conversation_is_said_to_be_closed(wire: Wire, bot: OnWire) -> None:
    ana = wire.town.people["ana"].on(HERE)
    wire.town.faults.closed_dms.add(ana)
    assert await bot.post(Direct(ana), Reply("hello"), KEY) == Closed("dm-closed")


async def test_buttons_keep_the_trace_of_their_key(wire: Wire, bot: OnWire) -> None:
    since = wire.town.clock.now()
    card = Reply("card", (Button("a.b", "Press", "about"),), private=False)
    sent = await bot.post(ROOM, card, KEY)
    assert isinstance(sent, Sent)
    bot.forget_echoes()
    assert await bot.find(ROOM, KEY, since) == sent.ref


@pytest.mark.parametrize("others", [0, 120])
async def test_a_message_is_found_though_our_clock_is_wrong_or_much_came_after(
    wire: Wire, bot: OnWire, others: int
) -> None:
    ahead = timedelta() if others else timedelta(days=1)
    sent = await post(bot, "alert", KEY)
    await asyncio.gather(*(post(bot, f"later {n}", f"key-{n}") for n in range(others)))
    bot.forget_echoes()
    assert await bot.find(ROOM, KEY, wire.town.clock.now() + ahead) == sent
