"""Rooms that are upgraded while the bot runs, or while it is away, go on under one id."""

# pyright: reportMissingTypeStubs=false

import asyncio
from collections.abc import Awaitable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.matrix.keeping.moved import MOVED
from adapters.matrix.listening import Listening
from adapters.matrix.payload import Payload
from adapters.matrix.rooms.moves import Moves
from adapters.matrix.rooms.upgrades import Upgrades, goes_on, may_replace
from bot.ports.delivery import Closed, Sent
from bot.ui.reply import Reply
from tests.wire.matrix import asking
from tests.wire.matrix.asking import CREATE, ask, path_of, until_is
from tests.wire.matrix.bot import Bot
from tests.wire.matrix.conftest import Arrives
from tests.wire.matrix.desk import KEY, OTHER, Desk, met, ref_of, since
from tests.wire.matrix.person import Person
from tests.wire.matrix.synapse import Synapse

OLD, NEW = "11", "12"


def made(at: Synapse, who: Person, bot: Bot, *, encrypted: bool) -> str:
    """An old room of the community, with the bot asked into it."""
    return asking.made(at, who, bot.id, encrypted=encrypted, room_version=OLD)


def upgraded(at: Synapse, who: Person, room: str, bot: Bot) -> str:
    """As apps do it: the room is replaced, and who was there is asked into the new one."""
    new = replaced(at, who, room)
    ask(at, who, "POST", path_of(new, "invite"), {"user_id": bot.id})
    return new


def replaced(at: Synapse, who: Person, room: str) -> str:
    """Without asking anybody into the new one."""
    told = ask(at, who, "POST", path_of(room, "upgrade"), {"new_version": NEW})
    return str(told["replacement_room"])


async def starts(bot: Bot, *rooms: str) -> Listening:
    """With these rooms in the settings."""
    bot.rooms = frozenset(rooms)
    return await bot.starts()


def posted(listening: Listening, room: str, text: str) -> Awaitable[object]:
    """As sending does: by the id that the core has."""
    where = path_of(listening.here.moves.now(room), "send", "m.room.message", "t1")
    return listening.here.ask("PUT", where, {"msgtype": "m.text", "body": text})


@pytest.mark.parametrize("encrypted", [False, True])
@pytest.mark.parametrize("away", [False, True])
async def test_what_is_said_in_the_new_room_is_heard_under_the_old_id(
    bot: Bot, arrives: Arrives, synapse: Synapse, *, encrypted: bool, away: bool
) -> None:
    ana = await arrives("ana")
    room = made(synapse, ana, bot, encrypted=encrypted)
    await ana.until(lambda: room in ana.client.rooms)
    listening = await starts(bot, room)
    await ana.is_with(bot.id, room)
    await ana.says(room, "before")
    await bot.hears("before")
    if away:
        await bot.stops()
    new = upgraded(synapse, ana, room, bot)
    await ana.until(lambda: new in ana.client.rooms)
    if away:
        listening = await starts(bot, room)
    await ana.is_with(bot.id, new)

    await ana.says(new, "after")

    await bot.hears("after")
    assert ":" not in new  # of version 12
    assert {event.room.id for event in bot.heard.events} == {room}
    assert not any(event.direct for event in bot.heard.events)
    assert listening.here.moves.now(room) == new


async def test_the_next_card_arrives_in_the_new_room_also_after_a_restart(
    bot: Bot, arrives: Arrives, synapse: Synapse
) -> None:
    ana = await arrives("ana")
    room = made(synapse, ana, bot, encrypted=False)
    listening = await starts(bot, room)
    await bot.until(lambda: listening.here.meets(ana.id))
    new = upgraded(synapse, ana, room, bot)
    await bot.until(lambda: listening.here.moves.now(room) == new)
    await bot.stops()

    listening = await starts(bot, room)
    await posted(listening, room, "somebody may be in danger")

    await ana.until(lambda: (new, "somebody may be in danger") in ana.read)


async def test_a_folder_that_lost_the_file_of_moves_learns_them_again(
    bot: Bot, arrives: Arrives, synapse: Synapse
) -> None:
    ana = await arrives("ana")
    room = made(synapse, ana, bot, encrypted=False)
    listening = await starts(bot, room)
    await bot.until(lambda: listening.here.meets(ana.id))
    new = upgraded(synapse, ana, room, bot)
    await bot.until(lambda: listening.here.moves.now(room) == new)
    await bot.stops()
    assert new.encode() not in (bot.folder / MOVED).read_bytes()
    (bot.folder / MOVED).unlink()

    listening = await starts(bot, room)

    await bot.until(lambda: listening.here.moves.now(room) == new)


async def test_what_was_said_before_we_were_let_in_is_heard(
    bot: Bot, arrives: Arrives, synapse: Synapse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The room goes on: whoever writes there cannot know that we are not in yet.

    Sync tells of it before we have found out which room it is.
    """
    asks = Upgrades.state_of

    async def slowly(self: Upgrades, room: str) -> Sequence[Payload]:
        await asyncio.sleep(1.0)
        return await asks(self, room)

    monkeypatch.setattr(Upgrades, "state_of", slowly)
    ana = await arrives("ana")
    room = made(synapse, ana, bot, encrypted=False)
    listening = await starts(bot, room)
    await bot.until(lambda: listening.here.meets(ana.id))
    new = replaced(synapse, ana, room)
    await ana.until(lambda: new in ana.client.rooms)
    await ana.says(new, "I am scared")
    await bot.until(lambda: new in listening.doors.upgrades.expected)

    ask(synapse, ana, "POST", path_of(new, "invite"), {"user_id": bot.id})

    await bot.hears("I am scared")
    assert {event.room.id for event in bot.heard.events} == {room}


@pytest.mark.parametrize("how", ["not named", "not encrypted"])
async def test_a_room_that_does_not_go_on_from_the_old_one_is_left_again(
    bot: Bot, arrives: Arrives, synapse: Synapse, how: str
) -> None:
    ana = await arrives("ana")
    room = made(synapse, ana, bot, encrypted=True)
    listening = await starts(bot, room)
    await bot.until(lambda: listening.here.meets(ana.id))
    body: dict[str, object] = {"preset": "public_chat"}
    if how == "not encrypted":
        body["creation_content"] = {"predecessor": {"room_id": room, "event_id": "$x"}}
    false = ask(synapse, ana, "POST", CREATE, body)["room_id"]
    where = path_of(room, "state", "m.room.tombstone", "")
    ask(synapse, ana, "PUT", where, {"body": "gone", "replacement_room": false})

    await until_is(synapse, ana, false, bot.id, "leave")
    assert listening.here.moves.now(room) == room


@pytest.mark.parametrize("encrypted", [False, True])
async def test_what_was_posted_before_is_changed_and_taken_out_in_the_new_room(
    desk: Desk, arrives: Arrives, synapse: Synapse, *, encrypted: bool
) -> None:
    """An edit shows it anew there, and the next edit changes that; no room counts as closed."""
    posts, bot, ana = await desk.starts(), desk.bot, await arrives("ana")
    room = await met(desk, posts, ana, encrypted=encrypted)
    card = ref_of(await posts.post(room, Reply("a card"), KEY))
    new = upgraded(synapse, ana, room.id, bot)
    await bot.until(lambda: posts.here.moves.now(room.id) == new)
    await ana.until(lambda: new in ana.client.rooms)
    await ana.is_with(bot.id, new)

    assert await posts.edit(card, Reply("taken")) == Sent(card)
    assert await posts.edit(card, Reply("resolved")) == Sent(card)
    vent = ref_of(await posts.post(room, Reply("my words"), OTHER))
    assert await posts.find(room, OTHER, since()) == vent

    assert vent.room == room
    await ana.until(lambda: len([one for one in ana.read if one[0] == new]) == 3)
    said = [text for where, text in ana.read if where == new]
    assert (said[0], said[2]) == ("taken", "my words")
    assert ana.contents[-2]["m.new_content"]["body"] == "resolved"
    path = path_of(new, "redact", vent.id, "t1")
    assert ask(synapse, ana, "PUT", path, {})
    assert await posts.edit(card, Reply("", gone=True)) in {Sent(card), Closed("no-place")}


def test_who_has_no_power_replaces_no_room() -> None:
    create: dict[str, object] = {"type": "m.room.create", "state_key": "", "sender": "@ana:x"}
    levels: dict[str, object] = {
        "type": "m.room.power_levels", "state_key": "",
        "content": {"users": {"@ana:x": 100, "@mo:x": 50}, "events": {"m.room.tombstone": 100}},
    }  # fmt: skip
    assert may_replace([create, levels], "@ana:x")
    assert not may_replace([create, levels], "@mo:x")
    assert not may_replace([create, levels], "@ben:x")
    assert not may_replace([], "@ben:x")
    assert not may_replace([], "")


def test_a_new_room_has_to_name_the_old_one() -> None:
    def create(content: object) -> dict[str, object]:
        return {"type": "m.room.create", "state_key": "", "content": content}

    assert goes_on([], "!old", [create({"predecessor": {"room_id": "!old"}})])
    for content in (None, 3, {}, {"predecessor": "!old"}, {"predecessor": {"room_id": "!x"}}):
        assert not goes_on([], "!old", [create(content)])
    assert not goes_on([], "!old", [])


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=12))
def test_no_order_of_upgrades_makes_two_names_for_one_room(pairs: list[tuple[str, str]]) -> None:
    moves = Moves()
    for old, new in pairs:
        try:
            moves.follow(old, new)
        except ValueError:
            continue
        assert moves.first(new) == moves.first(old)
        assert moves.now(old) == moves.now(new)
    for room in "abcdef":
        assert moves.first(moves.first(room)) == moves.first(room)
        assert moves.now(moves.now(room)) == moves.now(room)
