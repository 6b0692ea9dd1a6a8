"""What we say in an encrypted room is read by everybody in it, and by nobody else."""

import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest

from adapters.matrix.crypto import outbound
from adapters.matrix.gateway.errors import Refused
from adapters.matrix.here import Here
from adapters.matrix.payload import Payload
from adapters.matrix.sending.wire import Wire
from bot.model.people import Platform, Room
from bot.ports.delivery import DeliveryKey
from bot.ui.reply import Reply
from tests.wire.matrix.conftest import Arrives
from tests.wire.matrix.desk import HELLO, KEY, OTHER, Desk, met, ref_of, seen, since
from tests.wire.matrix.person import ENCRYPTION, Person
from tests.wire.matrix.strict import Strict
from tests.wire.matrix.synapse import Synapse

NO_SHIELD = 0


@pytest.fixture
async def strict(synapse: Synapse) -> AsyncIterator[Strict]:
    """Somebody whose client leaves out unsigned devices."""
    person = await Strict.arrives(synapse, f"eva-{secrets.token_hex(4)}")
    yield person
    await person.leaves()


def event_of(desk: Desk, room: Room, event: str, token: str) -> Any:  # noqa: ANN401 - JSON
    where = f"/_matrix/client/v3/rooms/{room.id}/event/{event}"
    return desk.bot.synapse.ask("GET", where, token=token)


async def test_a_client_that_leaves_out_unsigned_devices_reads_us_without_a_warning(
    desk: Desk, strict: Strict
) -> None:
    posts = await desk.starts()
    room = Room(Platform.MATRIX, await strict.opens(desk.bot.id))
    await posts.post(room, HELLO, KEY)
    read = await strict.reads(room.id)
    assert (read["read"], read["failure"], read["colour"]) == ("hello", None, NO_SHIELD)


async def test_who_comes_later_reads_what_is_said_from_then_on(
    desk: Desk, arrives: Arrives
) -> None:
    posts, ana, ben = await desk.starts(), await arrives("ana"), await arrives("ben")
    room = await met(desk, posts, ana)
    await posts.post(room, HELLO, KEY)
    await ana.client.room_invite(room.id, ben.id)
    await ben.until(lambda: room.id in ben.client.invited_rooms)
    await ben.client.join(room.id)
    await desk.bot.until(lambda: ben.id in posts.wire.client().rooms[room.id].users)
    await posts.post(room, HELLO, OTHER)
    await ben.until(lambda: seen(ben, room))
    await ana.until(lambda: len(seen(ana, room)) == 2)
    assert seen(ben, room) == ["hello"]


async def test_a_new_phone_of_somebody_reads_us(desk: Desk, synapse: Synapse) -> None:
    posts = await desk.starts()
    name, password = "ana-" + secrets.token_hex(4), secrets.token_urlsafe(9)
    synapse.register(name, password)
    phone = await Person.enters(synapse, name, password)
    room = await met(desk, posts, phone)
    await posts.post(room, HELLO, KEY)
    tablet = await Person.enters(synapse, name, password)
    client = posts.wire.client()
    await desk.bot.until(lambda: len(outbound.devices_in(client, [phone.id])) == 2)
    await posts.post(room, HELLO, OTHER)
    for one in (phone, tablet):
        await one.until(partial(seen, one, room))
        await one.leaves()


async def test_who_left_has_no_key_for_what_is_said_after_and_each_key_ends(
    desk: Desk, arrives: Arrives
) -> None:
    posts, ana, ben = await desk.starts(), await arrives("ana"), await arrives("ben")
    room = await met(desk, posts, ana)
    token = ana.client.access_token

    async def session_now() -> str:
        key = DeliveryKey(secrets.token_hex(12))
        ref = ref_of(await posts.post(room, HELLO, key))
        await ana.syncs()
        return str(event_of(desk, room, ref.id, token)["content"]["session_id"])

    first = await session_now()
    assert [await session_now() for _ in range(99)] == [first] * 99
    second = await session_now()
    assert second != first
    await ana.client.room_invite(room.id, ben.id)
    await ben.until(lambda: room.id in ben.client.invited_rooms)
    await ben.client.join(room.id)
    await desk.bot.until(lambda: ben.id in posts.wire.client().rooms[room.id].users)
    third = await session_now()
    await ben.client.room_leave(room.id)
    await desk.bot.until(lambda: ben.id not in posts.wire.client().rooms[room.id].users)
    fourth = await session_now()
    assert fourth != third
    await ana.until(lambda: len(seen(ana, room)) == 103)
    await ben.syncs()
    held = ben.client.olm.inbound_group_store[room.id]
    assert {name for found in held.values() for name in found} == {third}


async def test_one_device_without_keys_keeps_nobody_else_from_reading(
    desk: Desk, arrives: Arrives, synapse: Synapse
) -> None:
    posts, ana, ben = await desk.starts(), await arrives("ana"), await arrives("ben")
    room = await met(desk, posts, ana)
    await ana.client.room_invite(room.id, ben.id)
    await ben.until(lambda: room.id in ben.client.invited_rooms)
    device = {ben.id: {ben.client.device_id: "signed_curve25519"}}
    for _ in range(60):  # all that there are
        claim = "/_matrix/client/v3/keys/claim"
        synapse.ask("POST", claim, {"one_time_keys": device}, ana.client.access_token)
    await ben.client.join(room.id)
    await desk.bot.until(lambda: ben.id in posts.wire.client().rooms[room.id].users)
    await posts.post(room, HELLO, KEY)
    await ana.until(lambda: seen(ana, room))


async def test_nothing_goes_in_plain_into_a_room_that_was_encrypted_a_moment_ago(
    desk: Desk, arrives: Arrives
) -> None:
    posts, ana = await desk.starts(), await arrives("ana")
    room = await met(desk, posts, ana, encrypted=False)
    client: Any = posts.wire.client()
    await ana.client.room_put_state(room.id, ENCRYPTION["type"], ENCRYPTION["content"])
    client.encrypted_rooms.discard(room.id)
    client.rooms[room.id].encrypted = False  # as before sync has told of it
    ref = ref_of(await posts.post(room, HELLO, KEY))
    assert event_of(desk, room, ref.id, ana.client.access_token)["type"] == "m.room.encrypted"
    await ana.until(lambda: seen(ana, room))


async def test_a_room_of_which_sync_has_not_told_is_sealed_for_all_in_it(
    desk: Desk, arrives: Arrives
) -> None:
    posts, ana = await desk.starts(), await arrives("ana")
    room = await met(desk, posts, ana)
    client: Any = posts.wire.client()
    client.encrypted_rooms.discard(room.id)
    del client.rooms[room.id]
    await posts.post(room, HELLO, KEY)
    await ana.until(lambda: seen(ana, room))
    assert await posts.find(room, KEY, since())


@dataclass(slots=True)
class Vague(Here):
    """A homeserver behind something that says 404 for whatever it does not like."""

    sent: list[str] = field(default_factory=list[str])

    async def ask(self, method: str, path: str, body: object = None, /) -> Payload:
        """Never an answer of its own."""
        del body
        self.sent.append(f"{method} {path}")
        raise Refused(404)


async def test_where_nobody_says_whether_a_room_is_encrypted_nothing_is_sent(
    desk: Desk, arrives: Arrives
) -> None:
    posts, ana = await desk.starts(), await arrives("ana")
    room = await met(desk, posts, ana, encrypted=False)
    vague = Vague(client=posts.here.client, us=posts.here.us)
    with pytest.raises(Refused):
        await Wire(vague).send(room.id, {"body": "hello"}, "transaction")
    assert [one.split()[0] for one in vague.sent] == ["GET"]


async def test_the_length_of_what_is_sealed_tells_nothing_of_the_words(
    desk: Desk, arrives: Arrives
) -> None:
    posts, ana = await desk.starts(), await arrives("ana")
    room, lengths = await met(desk, posts, ana), set[int]()
    told = ["no", "nobody asked me" * 12, "\U0001f622" * 60]
    for number, words in enumerate(told):
        said = Reply(words, private=False)
        event = ref_of(await posts.post(room, said, DeliveryKey(f"key {number}"))).id
        raw = event_of(desk, room, event, ana.client.access_token)
        lengths.add(len(raw["content"]["ciphertext"]))
    await ana.until(lambda: seen(ana, room) == told)
    assert len(lengths) == 1
