"""Private rooms: one for each person, found again, and never forced on anybody."""

import asyncio
from typing import Any

from bot.model.people import Direct, Member, Platform, PrivateThread, Room
from bot.ports.delivery import Closed
from tests.wire.matrix.conftest import Arrives
from tests.wire.matrix.desk import HELLO, KEY, OTHER, Desk, met, ref_of, since
from tests.wire.matrix.person import Person


def to(ana: Person) -> Direct:
    return Direct(Member(Platform.MATRIX, ana.id))


async def comes(ana: Person, room: str) -> None:
    """She sees that she is asked in, and comes."""
    await ana.until(lambda: room in ana.client.invited_rooms)
    await ana.client.join(room)


async def test_a_private_room_is_made_once_and_found_again_after_a_restart(
    desk: Desk, arrives: Arrives
) -> None:
    posts, ana = await desk.starts(), await arrives("ana")
    assert posts.opens(to(ana)) is True
    first = ref_of(await posts.post(to(ana), HELLO, KEY))
    assert posts.opens(to(ana)) is False
    posts = await desk.restarts()
    second = ref_of(await posts.post(to(ana), HELLO, OTHER))
    assert second.room == first.room
    assert await posts.find(to(ana), KEY, since()) == first
    await comes(ana, first.room.id)
    await ana.until(lambda: len(ana.read) == 2)
    assert ana.read == [(first.room.id, "hello")] * 2
    assert ana.client.rooms[first.room.id].encrypted
    ben = await arrives("ben")
    assert posts.opens(to(ben)) is True


async def test_the_room_in_which_somebody_wrote_to_us_is_theirs(
    desk: Desk, arrives: Arrives
) -> None:
    posts, ana, ben = await desk.starts(), await arrives("ana"), await arrives("ben")
    both = await ana.opens(desk.bot.id)
    await ana.is_with(desk.bot.id, both)
    await ana.client.room_invite(both, ben.id)  # from now on it is no private one
    await ana.until(lambda: ben.id in ana.client.rooms[both].users)
    room = await met(desk, posts, ana)
    assert posts.opens(to(ana)) is False
    assert ref_of(await posts.post(to(ana), HELLO, KEY)).room == room
    assert (await posts.wire.here.ask("GET", posts.privates.path()))[ana.id] == [room.id]


async def test_two_at_once_make_one_room(desk: Desk, arrives: Arrives) -> None:
    posts, ana = await desk.starts(), await arrives("ana")
    async with asyncio.TaskGroup() as group:
        both = [group.create_task(posts.post(to(ana), HELLO, key)) for key in (KEY, OTHER)]
    assert len({ref_of(one.result()).room for one in both}) == 1


async def test_a_room_of_which_sync_told_in_pieces_is_theirs_and_read_by_them(
    desk: Desk, arrives: Arrives
) -> None:
    posts, ana = await desk.starts(), await arrives("ana")
    room = await posts.privates.room_with(ana.id)
    known: Any = posts.wire.client().rooms
    await desk.bot.until(lambda: room in known and ana.id in known[room].users)
    known[room].remove_member(ana.id)  # as when her invitation is told of by the next sync
    assert ref_of(await posts.post(to(ana), HELLO, KEY)).room.id == room
    await comes(ana, room)
    await ana.until(lambda: ana.read)


async def test_who_left_is_not_asked_in_again_until_they_come_themselves(
    desk: Desk, arrives: Arrives
) -> None:
    posts, ana = await desk.starts(), await arrives("ana")
    room = ref_of(await posts.post(to(ana), HELLO, KEY)).room.id
    await ana.until(lambda: room in ana.client.invited_rooms)
    await ana.client.room_leave(room)
    await desk.bot.until(lambda: ana.id not in posts.wire.client().rooms[room].users)
    posts = await desk.restarts()
    assert await posts.post(to(ana), HELLO, OTHER) == Closed("dm-closed")
    assert await posts.find(to(ana), OTHER, since()) is None
    again = await met(desk, posts, ana)
    assert ref_of(await posts.post(to(ana), HELLO, OTHER)).room == again


async def test_who_puts_us_out_is_left_alone(desk: Desk, arrives: Arrives) -> None:
    posts, ana = await desk.starts(), await arrives("ana")
    room = await met(desk, posts, ana)
    await posts.post(to(ana), HELLO, KEY)
    await ana.client.room_ban(room.id, desk.bot.id)
    await desk.bot.until(lambda: room.id not in posts.wire.client().rooms)
    assert await posts.post(to(ana), HELLO, OTHER) == Closed("dm-closed")


async def test_nobody_is_not_reached_and_there_are_no_threads(desk: Desk, arrives: Arrives) -> None:
    posts, ana = await desk.starts(), await arrives("ana")
    nobody = Direct(Member(Platform.MATRIX, "no name at all"))
    assert await posts.post(nobody, HELLO, KEY) == Closed("dm-closed")
    thread = PrivateThread(Room(Platform.MATRIX, "!room"), to(ana).member)
    assert await posts.post(thread, HELLO, KEY) == Closed("no-threads")
