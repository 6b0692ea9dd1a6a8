"""What matrix-nio gets to see of a sync: keys and members. What people wrote is read by us."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

import logging
from collections.abc import Sequence
from copy import deepcopy

from nio import SyncResponse

from adapters.matrix.crypto.inside import DurableClient
from adapters.matrix.payload import (
    UNREADABLE,
    Payload,
    number_of,
    payload_of,
    payloads_of,
    text_of,
    texts_of,
)

NOTHING: Payload = {"next_batch": "s"}
LOG = logging.getLogger(__name__)


async def digest(client: DurableClient, answer: Payload) -> None:
    """Show nio what concerns keys and members. Raises what its store raises.

    Of timelines it sees the state alone. Whatever it cannot read is left out, so that it keeps
    nothing else from being read.
    """
    rooms, devices = payload_of(answer.get("rooms")), payload_of(answer.get("to_device"))
    events, joined = payloads_of(devices.get("events")), _states(payload_of(rooms.get("join")))
    whole = {**_told(answer), **_of_devices(events), **_of_rooms(joined)}
    response = _parsed(whole)
    if response is None:
        LOG.error("a sync has a shape that nio does not know: it is read part by part")
        events = [one for one in events if _parsed({**NOTHING, **_of_devices([one])})]
        joined = {
            room: one for room, one in joined.items()
            if _parsed({**NOTHING, **_of_rooms({room: one})})
        }  # fmt: skip
        response = _parsed({**_told(answer), **_of_devices(events), **_of_rooms(joined)})
    if response is None:
        raise ConnectionAbortedError  # it is asked for again
    client.next_batch = ""  # else an answer that comes twice would be left out, with its keys
    await client.receive_response(response)
    for room in payload_of(rooms.get("leave")):
        client.rooms.pop(room, None)  # who is in there when we come back is told anew


def _told(answer: Payload) -> dict[str, object]:
    """What concerns our own keys and the devices of others."""
    lists = payload_of(answer.get("device_lists"))
    counts = payload_of(answer.get("device_one_time_keys_count"))
    known = {name: one for name, one in counts.items() if number_of(one) is not None}
    return {
        "next_batch": text_of(answer.get("next_batch")),
        "device_one_time_keys_count": known,
        "device_lists": {one: list(texts_of(lists.get(one))) for one in ("changed", "left")},
    }


def _of_devices(events: Sequence[Payload]) -> Payload:
    return {"to_device": {"events": list(events)}}


def _of_rooms(joined: Payload) -> Payload:
    return {"rooms": {"join": joined, "invite": {}, "leave": {}}}


def _states(joined: Payload) -> dict[str, object]:
    """Joined rooms with what concerns their state."""
    found: dict[str, object] = {}
    for room, told in joined.items():
        timeline = payload_of(payload_of(told).get("timeline"))
        before = payload_of(payload_of(told).get("state"))
        states = [one for one in payloads_of(timeline.get("events")) if "state_key" in one]
        found[room] = {
            "state": {"events": payloads_of(before.get("events"))},
            "timeline": {"events": states, "limited": False, "prev_batch": "s"},
            "ephemeral": {"events": []}, "account_data": {"events": []},
        }  # fmt: skip
    return found


def _parsed(told: Payload) -> SyncResponse | None:
    """As nio reads it, which takes apart what it reads; None where it cannot."""
    try:
        response = SyncResponse.from_dict(deepcopy(dict(told)))
    except UNREADABLE:
        return None
    return response if isinstance(response, SyncResponse) else None
