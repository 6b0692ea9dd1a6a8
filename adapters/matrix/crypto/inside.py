"""The only file that touches what matrix-nio keeps to itself; `check` says when it has moved.

What nio would lose is cured here. Source: shared facts, matrix, part 0.
"""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from enum import StrEnum
from pathlib import Path
from typing import Any

from nio import (
    AsyncClient,
    KeysClaimResponse,
    KeysQueryResponse,
    KeysUploadResponse,
    MegolmEvent,
    SyncResponse,
)
from nio.crypto import Olm, OlmAccount, OutboundGroupSession
from nio.events import Event
from nio.store import SqliteStore

from adapters.matrix.payload import UNREADABLE, Payload, payload_of, text_of

LOG = logging.getLogger(__name__)
MEGOLM = "m.megolm.v1.aes-sha2"


class Why(StrEnum):
    """Why a message cannot be read. The last four do not pass."""

    NO_CLIENT = "no-client"
    NO_KEY = "no-key"
    UNBOUND = "unbound"
    BROKEN = "broken"
    ALGORITHM = "algorithm"
    OTHER_ROOM = "other-room"
    REPEATED = "repeated"


class Sealed(Exception):  # noqa: N818 - a state of a message, said as such
    """A message that cannot be read now; its text is why, in one word.

    `plain` is what it says where that is known, but not that it is its sender who said it.
    """

    def __init__(self, why: Why, plain: Payload | None = None) -> None:
        """For this reason."""
        super().__init__(why.value)
        self.why, self.plain = why, plain


class DurableClient(AsyncClient):  # type: ignore[misc]  # nio ships no types
    """nio's client, of which no death of the process and no stranger's message loses a key.

    `met` is told of each identity that a homeserver says is somebody's, `dated` of what time it is
    there.
    """

    met: Callable[[str, str], None] | None = None
    dated: Callable[[str], None] | None = None

    async def send(self, *given: Any, **more: Any) -> Any:  # noqa: ANN401 - nio's
        """As nio does."""
        answer = await super().send(*given, **more)
        if self.dated is not None:
            self.dated(answer.headers.get("Date", ""))
        return answer

    async def _handle_to_device(self, response: SyncResponse) -> None:
        """All of it or nothing.

        A ratchet that moved on disk without the room key that came by it would leave whatever is
        said with that key unreadable for ever.
        """
        with _store(self).database.atomic():
            await super()._handle_to_device(response)

    async def _handle_joined_rooms(self, response: SyncResponse) -> None:
        """One room whose state is broken keeps no other from being known."""
        rooms = response.rooms.join
        with _store(self).database.atomic():
            for room, told in rooms.items():
                response.rooms.join = {room: told}
                try:
                    await super()._handle_joined_rooms(response)
                except UNREADABLE as broken:
                    LOG.warning("the state of a room was broken: %s", type(broken).__name__)
        response.rooms.join = rooms

    def _handle_decrypt_to_device(self, to_device_event: Any) -> Any:  # noqa: ANN401 - nio's
        """One message of a stranger that cannot be read keeps no other from being read."""
        try:
            return super()._handle_decrypt_to_device(to_device_event)
        except UNREADABLE as broken:
            LOG.warning("a message to our device was broken: %s", type(broken).__name__)
            return None


def close_store(client: DurableClient) -> None:
    """Let go of the file of the keys."""
    if client.store is not None:
        _store(client).database.close()


def opened(client: DurableClient, room: str, raw: Payload) -> tuple[Payload, int]:
    """What an encrypted event says, and its number in its session. Raises Sealed.

    Only if the device that made the key is one of the sender's own: a homeserver could put any
    name on what it passes on.
    """
    content, sender = payload_of(raw.get("content")), text_of(raw.get("sender"))
    if content.get("algorithm") != MEGOLM:
        raise Sealed(Why.ALGORITHM)
    session = _session(client, room, content)
    if session is None:
        _ask_for_key(client, room, raw)
        raise Sealed(Why.NO_KEY)
    try:
        plain, index = session.decrypt(text_of(content.get("ciphertext")))
        told = json.loads(plain)
    except (UnicodeError, ValueError, RecursionError):
        raise Sealed(Why.BROKEN) from None
    if payload_of(told).get("room_id") != room:
        raise Sealed(Why.OTHER_ROOM)
    if not _is_bound(client, sender, session):
        _olm(client).users_for_key_query.add(sender)
        raise Sealed(Why.UNBOUND, payload_of(told))
    return payload_of(told), int(index)


def _session(client: DurableClient, room: str, content: Payload) -> Any | None:  # noqa: ANN401
    """By the key of the sender where it is told; newer clients leave it out."""
    name, told = text_of(content.get("session_id")), text_of(content.get("sender_key"))
    by_sender = _olm(client).inbound_group_store[room]
    if told and name in by_sender.get(told, {}):
        return by_sender[told][name]
    return next((found[name] for found in by_sender.values() if name in found), None)


def _ask_for_key(client: DurableClient, room: str, raw: Payload) -> None:
    """Where the key was lost on its way: nio asks its sender, once it has mended the way."""
    try:
        event = Event.parse_encrypted_event(deepcopy(dict(raw)))
    except UNREADABLE:  # nobody can be asked for the key of this
        return
    if isinstance(event, MegolmEvent) and event.sender_key and event.device_id:
        event.room_id = room
        _olm(client).check_if_wedged(event)


def _is_bound(client: DurableClient, sender: str, session: Any) -> bool:  # noqa: ANN401 - nio's
    ours = _olm(client).account.identity_keys
    if sender == client.user_id and session.sender_key == ours["curve25519"]:
        return True
    return any(
        device.curve25519 == session.sender_key and device.ed25519 == session.ed25519
        for device in devices_of(client, sender)
    )


def devices_of(client: DurableClient, user: str) -> Iterator[Any]:
    """Every device of somebody that was ever seen, also those that are gone meanwhile."""
    known = _olm(client).device_store[user]
    yield from (known or {}).values()


def is_shared(client: DurableClient) -> bool:
    """Whether our device's keys were ever published."""
    return bool(_olm(client).account.shared)


def share_again(client: DurableClient) -> None:
    """The homeserver has forgotten our device: it is told of it as at first."""
    _olm(client).account.shared = False


def has_fallback(client: DurableClient) -> bool:
    """Whether a fallback key waits to be published."""
    return bool(_account(client).fallback_key)


def keys_to_publish(client: DurableClient, on_server: int, *, fallback: bool) -> Payload:
    """New keys as they are published; their private halves are on disk when this returns."""
    olm = _olm(client)
    olm.uploaded_key_count = min(on_server, olm.account.max_one_time_keys - 1)
    body: dict[str, object] = dict(olm.share_keys())
    account = _account(client)
    if fallback:
        if not account.fallback_key:
            account.generate_fallback_key()
        body["fallback_keys"] = {
            f"signed_curve25519:{name}": signed(client, {"key": key.to_base64(), "fallback": True})
            for name, key in account.fallback_key.items()
        }
    olm.save_account()  # before anybody may use them
    return body


async def published(client: DurableClient, answer: Payload) -> None:
    """The homeserver has them."""
    told = KeysUploadResponse.from_dict(
        {"one_time_key_counts": {"signed_curve25519": 0, "curve25519": 0}, **answer}
    )
    await client.receive_response(told)


def discard_unpublished(client: DurableClient) -> None:
    """The homeserver refuses keys of these names: others are made the next time."""
    _olm(client).mark_keys_as_published()
    _olm(client).save_account()


async def learned(client: DurableClient, asked: set[str], answer: Payload) -> None:
    """What devices people have. Who could not be asked about is asked about again."""
    told = KeysQueryResponse.from_dict({"failures": {}, **answer})
    if isinstance(told, KeysQueryResponse):
        await client.receive_response(told)
    _olm(client).users_for_key_query -= asked & set(payload_of(answer.get("device_keys")))
    for user, told_key in payload_of(answer.get("master_keys")).items():
        keys = [text_of(one) for one in payload_of(payload_of(told_key).get("keys")).values()]
        if client.met is not None and user in asked and len(keys) == 1 and keys[0]:
            client.met(user, keys[0])


def ask_about(client: DurableClient, users: Iterable[str]) -> None:
    """What these have is asked for with the next question of that kind."""
    _olm(client).users_for_key_query.update(users)


async def claimed(client: DurableClient, answer: Payload) -> None:
    """Keys by which devices can be written to."""
    told = KeysClaimResponse.from_dict({"failures": {}, **answer})
    if isinstance(told, KeysClaimResponse):
        await client.receive_response(told)


def signed(client: DurableClient, what: dict[str, object]) -> Payload:
    """Signed by our device."""
    signature = _olm(client).sign_json(what)
    return {**what, "signatures": {client.user_id: {f"ed25519:{client.device_id}": signature}}}


def inherit(client: DurableClient, device: str, store: Path, pickle_key: str) -> None:
    """What an older device of ours could read, this one can; it speaks with none of its keys."""
    old = SqliteStore(client.user_id, device, str(store.parent), pickle_key, store.name)
    try:
        with _store(client).database.atomic():
            for session in old.load_inbound_group_sessions():
                if _olm(client).inbound_group_store.add(session):
                    _store(client).save_inbound_group_session(session)
    finally:
        old.database.close()


def _store(client: DurableClient) -> Any:  # noqa: ANN401 - as below
    return client.store


def _olm(client: DurableClient) -> Any:  # noqa: ANN401 - nio ships no types
    return client.olm


def _account(client: DurableClient) -> Any:  # noqa: ANN401 - its types leave out fallback keys
    return _olm(client).account._account  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


def check() -> None:
    """Raise RuntimeError where this version of the library has moved what we touch."""
    account, session = OlmAccount(), OutboundGroupSession()
    touched = (
        (AsyncClient, "_handle_to_device"), (AsyncClient, "_handle_joined_rooms"),
        (AsyncClient, "_handle_decrypt_to_device"),
        (Olm, "share_keys"), (Olm, "save_account"), (Olm, "sign_json"), (Olm, "check_if_wedged"),
        (account, "_account"), (account, "shared"), (account, "max_one_time_keys"),
        (getattr(account, "_account", None), "generate_fallback_key"),
        (getattr(account, "_account", None), "fallback_key"),
        (SqliteStore, "load_inbound_group_sessions"), (SqliteStore, "save_inbound_group_session"),
        (Olm, "_olm_encrypt"), (Olm, "create_outbound_group_session"),
        *((session, one) for one in ("users_shared_with", "should_rotate", "mark_as_shared",
                                     "session_key", "encrypt")),
    )  # fmt: skip
    if missing := [name for owner, name in touched if not hasattr(owner, name)]:
        message = f"this version of matrix-nio is not known to work ({', '.join(missing)})"
        raise RuntimeError(message)
