"""Who may ask the bot in: a storm of invitations slows nobody who needs somebody."""

from collections.abc import Sequence
from time import monotonic
from typing import Any

import pytest

from adapters.matrix.gateway.errors import Refused
from adapters.matrix.here import Here
from adapters.matrix.payload import Payload
from adapters.matrix.rooms import invites
from tests.wire.matrix.asking import ask, made, path_of, puts_out, until_is
from tests.wire.matrix.bot import Bot
from tests.wire.matrix.conftest import Arrives
from tests.wire.matrix.person import Person
from tests.wire.matrix.synapse import Synapse

HEARD_WITHIN_S = 3.0
"""Of a cry in a storm, on a machine that has other things to do."""


def asked_in(at: Synapse, who: Person, bot: Bot, **more: Any) -> str:  # noqa: ANN401
    """A room with the bot asked into it."""
    return made(at, who, bot.id, **more)


@pytest.mark.usefixtures("at_once")
async def test_what_is_no_private_conversation_is_declined(
    bot: Bot, arrives: Arrives, synapse: Synapse
) -> None:
    await bot.starts()
    ana = await arrives("ana")
    room = asked_in(synapse, ana, bot)
    await until_is(synapse, ana, room, bot.id, "leave")


async def test_a_direct_chat_of_three_is_left_again(
    bot: Bot, arrives: Arrives, synapse: Synapse
) -> None:
    await bot.starts()
    ana, ben = await arrives("ana"), await arrives("ben")
    room = asked_in(synapse, ana, bot, is_direct=True)
    three = made(synapse, ana, ben.id, bot.id, is_direct=True)
    await until_is(synapse, ana, three, bot.id, "leave")
    await until_is(synapse, ana, room, bot.id, "join")


@pytest.mark.usefixtures("at_once")
async def test_rooms_of_the_space_are_entered_and_no_others(
    bot: Bot, arrives: Arrives, synapse: Synapse
) -> None:
    ana = await arrives("ana")
    bot.space = asked_in(synapse, ana, bot, creation_content={"type": "m.space"})
    listening = await bot.starts()
    await until_is(synapse, ana, bot.space, bot.id, "join")
    child = made(synapse, ana)
    where = path_of(bot.space, "state", "m.space.child", child)
    ask(synapse, ana, "PUT", where, {"via": ["hs.test"]})
    await bot.until(lambda: listening.here.is_ours(child))
    ask(synapse, ana, "POST", path_of(child, "invite"), {"user_id": bot.id})
    await until_is(synapse, ana, child, bot.id, "join")
    other = asked_in(synapse, ana, bot)
    await until_is(synapse, ana, other, bot.id, "leave")


async def test_who_founds_a_community_may_ask_into_many_rooms_at_once_and_write_in_private(
    bot: Bot, arrives: Arrives, synapse: Synapse
) -> None:
    """Their invitations are there before the list of the space's rooms is."""
    ana = await arrives("ana")
    bot.space = asked_in(synapse, ana, bot, creation_content={"type": "m.space"})
    rooms = [asked_in(synapse, ana, bot) for _ in range(invites.STORM + 2)]
    for room in rooms:
        where = path_of(bot.space, "state", "m.space.child", room)
        ask(synapse, ana, "PUT", where, {"via": ["hs.test"]})
    private = asked_in(synapse, ana, bot, is_direct=True)
    await bot.starts()
    for room in (*rooms, private):
        await until_is(synapse, ana, room, bot.id, "join")


async def test_an_invitation_that_was_taken_back_is_no_error(
    bot: Bot, arrives: Arrives, synapse: Synapse, caplog: pytest.LogCaptureFixture
) -> None:
    await bot.starts()
    await bot.stops()
    ana = await arrives("ana")
    gone = asked_in(synapse, ana, bot, is_direct=True)
    listening = await bot.starts()
    caplog.clear()
    one = invites.Invite(gone, ana.id, direct=True)
    await until_is(synapse, ana, gone, bot.id, "join")
    puts_out(synapse, ana, gone, bot)
    await listening.doors.invites.taken(one)
    assert not [one for one in caplog.records if one.levelname in {"ERROR", "CRITICAL"}]
    room = asked_in(synapse, ana, bot, is_direct=True)
    await until_is(synapse, ana, room, bot.id, "join")


async def test_who_storms_is_ignored_until_they_come_into_a_room_with_us(
    bot: Bot, arrives: Arrives, synapse: Synapse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invites, "STRANGERS", 0)  # strangers wait, so that none is met
    monkeypatch.setattr(invites, "MINUTE_S", 60.0)
    ana, mallory = await arrives("ana"), await arrives("mallory")
    home = asked_in(synapse, ana, bot, is_direct=False)
    bot.rooms = frozenset({home})
    listening = await bot.starts()
    await until_is(synapse, ana, home, bot.id, "join")
    for _ in range(invites.STORM + 1):
        asked_in(synapse, mallory, bot, is_direct=True)
    ignoring = listening.doors.ignoring
    await bot.until(lambda: mallory.id in ignoring.ours)
    await bot.stops()
    listening = await bot.starts()
    ignoring = listening.doors.ignoring
    await bot.until(lambda: mallory.id in ignoring.ours)

    ask(synapse, ana, "POST", path_of(home, "invite"), {"user_id": mallory.id})
    await mallory.client.join(home)
    await bot.until(lambda: mallory.id not in ignoring.ours)
    await mallory.until(lambda: home in mallory.client.rooms)
    await mallory.says(home, "I cannot go on")

    await bot.hears("I cannot go on")


async def test_who_is_in_a_room_with_us_is_never_ignored(
    bot: Bot, arrives: Arrives, synapse: Synapse
) -> None:
    listening = await bot.starts()
    ana = await arrives("ana")
    room = await ana.opens(bot.id)
    await ana.is_with(bot.id, room)
    for _ in range(invites.STORM + 2):
        asked_in(synapse, ana, bot, is_direct=True)
    await ana.says(room, "help me")
    await bot.hears("help me")
    assert not listening.doors.ignoring.ours


async def test_who_was_put_out_of_the_community_is_ignored_until_that_is_taken_back(
    bot: Bot, arrives: Arrives, synapse: Synapse
) -> None:
    ana, mallory = await arrives("ana"), await arrives("mallory")
    home = asked_in(synapse, ana, bot)
    bot.rooms = frozenset({home})
    listening = await bot.starts()
    await until_is(synapse, ana, home, bot.id, "join")
    ask(synapse, ana, "POST", path_of(home, "ban"), {"user_id": mallory.id})
    await bot.until(lambda: listening.doors.community.has_put_out(mallory.id))
    room = asked_in(synapse, mallory, bot, is_direct=True)
    ignoring = listening.doors.ignoring
    await until_is(synapse, mallory, room, bot.id, "leave")
    await bot.until(lambda: mallory.id in ignoring.ours)
    assert not ignoring.is_over()
    ask(synapse, ana, "POST", path_of(home, "unban"), {"user_id": mallory.id})
    await bot.until(lambda: mallory.id not in ignoring.ours)


@pytest.mark.parametrize("people", [1, 20])
async def test_a_storm_slows_no_cry(
    bot: Bot, arrives: Arrives, synapse: Synapse, people: int
) -> None:
    """Sixty invitations wait when the bot comes back, and one message of somebody in a room."""
    await bot.starts()
    ana = await arrives("ana")
    room = await ana.opens(bot.id)
    await ana.is_with(bot.id, room)
    await bot.stops()
    crowd: Sequence[Person] = [await arrives(f"m{number}") for number in range(people)]
    for number in range(60):
        asked_in(synapse, crowd[number % people], bot, is_direct=bool(number % 2))
    begun = monotonic()
    listening = await bot.starts()
    up = monotonic()

    await ana.says(room, "urgent: I cannot go on")
    await bot.hears("urgent: I cannot go on")

    took = monotonic() - up
    print(f"{people} people: heard after {took:.2f} s, up after {up - begun:.2f} s")
    assert took < HEARD_WITHIN_S
    assert listening.doors.invites.asked  # the storm is not over


async def test_an_invitation_that_came_when_the_homeserver_broke_down_is_taken_later(
    bot: Bot, arrives: Arrives, synapse: Synapse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told of once only."""
    listening = await bot.starts()
    ana = await arrives("ana")
    ask_really, failed = listening.here.ask, list[str]()

    async def breaks(_: Here, method: str, path: str, body: object = None) -> Payload:
        if "/join/" in path and len(failed) < 2:
            failed.append(path)
            raise (ConnectionResetError if len(failed) == 1 else Refused(502))
        return await ask_really(method, path, body)

    monkeypatch.setattr(Here, "ask", breaks)
    room = made(synapse, ana, bot.id, is_direct=True)
    await until_is(synapse, ana, room, bot.id, "join")
    assert len(failed) == 2
