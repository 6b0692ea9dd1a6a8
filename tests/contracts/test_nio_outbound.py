"""What we touch of matrix-nio to seal what we say does what we count on, over any death of ours."""

# pyright: reportMissingTypeStubs=false

from pathlib import Path
from typing import Any

import pytest

from adapters.matrix.crypto import inside, outbound
from adapters.matrix.crypto.client import Device, client_of
from adapters.matrix.crypto.digesting import digest
from adapters.matrix.crypto.inside import DurableClient, Sealed
from adapters.matrix.payload import Payload

ROOM, KEY = "!room:hs.test", "ab" * 32
CONTENT = {"msgtype": "m.text", "body": "h\u00e9llo \U0001f480", "m.relates_to": {"x": 1}}
US, ANA = "@bot:hs.test", "@ana:hs.test"


def client_in(folder: Path, user: str) -> DurableClient:
    """A client that asks nobody anything, from the disk."""
    folder.mkdir(exist_ok=True)
    device = Device("http://127.0.0.1:9", user, f"DEVICE{len(user)}", "token")
    return client_of(device, folder / "crypto.db", KEY)


async def meet(us: DurableClient, ana: DurableClient) -> None:
    """Each knows the other's device, and we have a way to hers."""
    for one, other in ((us, ana), (ana, us)):
        body = inside.keys_to_publish(other, 0, fallback=False)
        device, user = other.device_id, other.user_id
        await inside.learned(one, {user}, {"device_keys": {user: {device: body["device_keys"]}}})
        if one is us:
            name, key = next(iter(body["one_time_keys"].items()))
            await inside.claimed(us, {"one_time_keys": {user: {device: {name: key}}}})


def sealed_by(us: DurableClient, session: Any) -> Payload:  # noqa: ANN401 - nio's
    content = outbound.seal(us, session, ROOM, "m.room.message", CONTENT)
    return {"type": "m.room.encrypted", "sender": US, "event_id": "$1", "content": content}


async def told(ana: DurableClient, messages: dict[str, Any]) -> None:
    """She gets her key."""
    content = messages[ANA][ana.device_id]
    event = {"type": "m.room.encrypted", "sender": US, "content": content}
    await digest(ana, {"next_batch": "s1", "to_device": {"events": [event]}})


def told_of(us: DurableClient) -> list[Any]:
    return list(outbound.devices_in(us, [ANA, US]).values())


async def test_whoever_has_the_key_reads_us_and_nobody_else(tmp_path: Path) -> None:
    us, ana = client_in(tmp_path / "us", US), client_in(tmp_path / "ana", ANA)
    await meet(us, ana)
    session = outbound.session_of(us, ROOM, ())
    before = sealed_by(us, session)
    await told(ana, outbound.key_for(us, ROOM, session, told_of(us)))
    after = sealed_by(us, session)
    plain, _ = inside.opened(ana, ROOM, after)
    assert plain["content"] == CONTENT
    assert after["content"]["m.relates_to"] == {"x": 1}
    with pytest.raises(Sealed):
        inside.opened(ana, ROOM, before)  # said before she had the key
    assert inside.opened(us, ROOM, before)[0]["content"] == CONTENT
    for one in (us, ana):
        inside.close_store(one)


async def test_a_death_at_any_moment_leaves_nothing_that_cannot_be_read(tmp_path: Path) -> None:
    us, ana = client_in(tmp_path / "us", US), client_in(tmp_path / "ana", ANA)
    await meet(us, ana)
    session = outbound.session_of(us, ROOM, ())
    outbound.key_for(us, ROOM, session, told_of(us))  # killed before it was sent
    inside.close_store(us)

    us = client_in(tmp_path / "us", US)
    session = outbound.session_of(us, ROOM, ())
    await told(ana, outbound.key_for(us, ROOM, session, told_of(us)))
    first = sealed_by(us, session)
    inside.close_store(us)  # killed after it was sealed, perhaps sent

    us = client_in(tmp_path / "us", US)
    again = outbound.session_of(us, ROOM, ())
    assert again.id != session.id  # no key seals two messages
    await told(ana, outbound.key_for(us, ROOM, again, told_of(us)))
    second = sealed_by(us, again)
    for raw in (first, second):
        assert inside.opened(ana, ROOM, raw)[0]["content"] == CONTENT
        assert inside.opened(us, ROOM, raw)[0]["content"] == CONTENT
    for one in (us, ana):
        inside.close_store(one)


async def test_a_session_ends_when_a_reader_is_gone_and_after_a_hundred_messages(
    tmp_path: Path,
) -> None:
    us, ana = client_in(tmp_path / "us", US), client_in(tmp_path / "ana", ANA)
    await meet(us, ana)
    devices = outbound.devices_in(us, [ANA, US])
    assert [name.user for name in devices] == [ANA]  # our own is left out
    session = outbound.session_of(us, ROOM, devices)
    outbound.has_key(session, devices)
    assert outbound.session_of(us, ROOM, devices) is session
    for _ in range(100):
        sealed_by(us, session)
    second = outbound.session_of(us, ROOM, devices)
    assert second is not session
    outbound.has_key(second, devices)
    assert outbound.session_of(us, ROOM, ()) is not second
    assert not outbound.is_current(us, ROOM, second)
    for one in (us, ana):
        inside.close_store(one)
