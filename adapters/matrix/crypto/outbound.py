"""What we say, sealed for the devices of a room. Touches nio's inside, as `inside.py` does.

A session is on disk, for us to read it, before anything is sealed with it; the ways to devices are
before anything is sent on them. What seals is in memory alone: after a restart there is a new one,
so that no key ever seals two messages.
"""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from adapters.matrix.crypto.inside import MEGOLM, DurableClient, devices_of
from adapters.matrix.payload import Payload

STEP_BYTES = 2_048
"""What is sealed is as long as a whole number of these. By its length a homeserver could tell which
message in private an anonymous post was made of."""
OLM_EVENT, ROOM_KEY = "m.room.encrypted", "m.room_key"


class DeviceName(NamedTuple):
    """One device of somebody."""

    user: str
    id: str


def is_synced(client: DurableClient) -> bool:
    """Whether it knows its rooms: before the first answer it knows none."""
    return bool(client.next_batch)


def is_encrypted(client: DurableClient, room: str) -> bool:
    """Whether a room is known to be encrypted, or ever was: that cannot be taken back."""
    known = client.rooms.get(room)
    return room in client.encrypted_rooms or (known is not None and bool(known.encrypted))


def members_of(client: DurableClient, room: str) -> frozenset[str] | None:
    """Who is in a room or asked into it; None for one that is not known."""
    known = client.rooms.get(room)
    return None if known is None else frozenset(known.users)


def is_asked_in(client: DurableClient, room: str, user: str) -> bool:
    """Whether somebody was asked into a room and has not come yet."""
    known = client.rooms.get(room)
    return known is not None and user in known.invited_users


def is_replaced(client: DurableClient, room: str) -> bool:
    """Whether a room was upgraded, so that nobody can write there."""
    known = client.rooms.get(room)
    return known is not None and bool(known.replacement_room)


def unlearned(client: DurableClient, users: Iterable[str]) -> set[str]:
    """Those whose devices are not known, or may have changed."""
    olm = _olm(client)
    return {one for one in users if one in olm.users_for_key_query or one not in olm.tracked_users}


def devices_in(client: DurableClient, users: Iterable[str]) -> dict[DeviceName, Any]:
    """Every device of these that is there, proven by its owner or not; our own left out."""
    return {
        DeviceName(user, str(device.id)): device
        for user in users
        for device in devices_of(client, user)
        if not device.deleted and (user, device.id) != (client.user_id, client.device_id)
    }


def has_way(client: DurableClient, device: Any) -> bool:  # noqa: ANN401 - nio's
    """Whether we can write to a device."""
    return _olm(client).session_store.get(device.curve25519) is not None


def session_of(client: DurableClient, room: str, devices: Collection[DeviceName]) -> Any:  # noqa: ANN401
    """What seals in a room now.

    A new one where somebody is gone who could read it, and after a hundred messages or seven days.
    """
    olm = _olm(client)
    session = olm.outbound_group_sessions.get(room)
    if session is None or session.should_rotate() or readers(session) - set(devices):
        olm.create_outbound_group_session(room)
        session = olm.outbound_group_sessions[room]
    return session


def is_current(client: DurableClient, room: str, session: Any) -> bool:  # noqa: ANN401 - nio's
    """Whether it is still what seals there: nio drops it where members change."""
    return _olm(client).outbound_group_sessions.get(room) is session


def readers(session: Any) -> set[DeviceName]:  # noqa: ANN401 - nio's
    """The devices that have its key."""
    return {DeviceName(*one) for one in session.users_shared_with}


def has_key(session: Any, devices: Iterable[DeviceName]) -> None:  # noqa: ANN401 - nio's
    """These have its key now: it has arrived on our homeserver."""
    session.users_shared_with.update((one.user, one.id) for one in devices)


def key_for(
    client: DurableClient,
    room: str,
    session: Any,  # noqa: ANN401 - nio's
    devices: Sequence[Any],
) -> dict[str, dict[str, object]]:
    """The key as these devices alone can read it, from the next message on."""
    olm = _olm(client)
    content = {
        "algorithm": MEGOLM, "room_id": room, "session_id": session.id,
        "session_key": session.session_key,
    }  # fmt: skip
    messages: dict[str, dict[str, object]] = {}
    with _store(client).database.atomic():
        for device in devices:
            way = olm.session_store.get(device.curve25519)
            told = olm._olm_encrypt(way, device, ROOM_KEY, content)  # noqa: SLF001
            messages.setdefault(str(device.user_id), {})[str(device.id)] = told
    return messages


def seal(client: DurableClient, session: Any, room: str, kind: str, content: Payload) -> Payload:  # noqa: ANN401
    """An event's content, for those who have the key."""
    plain = {"type": kind, "content": content, "room_id": room}
    session.mark_as_shared()
    outer: dict[str, object] = {
        "algorithm": MEGOLM,
        "sender_key": _olm(client).account.identity_keys["curve25519"],
        "ciphertext": session.encrypt(_as_long_as_others(json.dumps(plain, ensure_ascii=False))),
        "session_id": session.id, "device_id": client.device_id,
    }  # fmt: skip
    if "m.relates_to" in content:  # in plain, so that a server can sort by it
        outer["m.relates_to"] = content["m.relates_to"]
    return outer


def _as_long_as_others(text: str) -> str:
    """With spaces behind it, which JSON does not mind."""
    return text + " " * (-len(text.encode("utf-8", "surrogatepass")) % STEP_BYTES)


def _store(client: DurableClient) -> Any:  # noqa: ANN401 - as below
    return client.store


def _olm(client: DurableClient) -> Any:  # noqa: ANN401 - nio ships no types
    return client.olm
