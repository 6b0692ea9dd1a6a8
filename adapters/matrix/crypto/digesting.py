"""What matrix-nio gets to see of a sync: keys and members. What people wrote is read by us."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

import logging
from copy import deepcopy
from typing import cast

from nio import SyncResponse

from adapters.matrix.crypto.inside import DurableClient
from adapters.matrix.payload import UNREADABLE, Payload, payload_of, payloads_of

LOG = logging.getLogger(__name__)


async def digest(client: DurableClient, answer: Payload) -> None:
    """Show nio what concerns keys and members. Raises what its store raises.

    Of timelines it sees the state alone: what people wrote is read by us. Whatever room it cannot
    read is left out, so that it keeps nothing else from being read.
    """
    rooms = payload_of(answer.get("rooms"))
    told: dict[str, object] = {
        **answer, "presence": {}, "account_data": {"events": []},
        "rooms": {**rooms, "join": _states(payload_of(rooms.get("join")))},
    }  # fmt: skip
    response = SyncResponse.from_dict(deepcopy(told))  # it takes apart what it reads
    if not isinstance(response, SyncResponse):
        LOG.error("a sync has a shape that nio does not know: it is read room by room")
        told["rooms"] = _readable_rooms(told)
        told["to_device"] = {"events": _readable_to_device(answer)}
        response = SyncResponse.from_dict(deepcopy(told))
    if not isinstance(response, SyncResponse):
        raise ConnectionAbortedError  # not an answer of a homeserver: it is asked for again
    client.next_batch = ""  # else an answer that comes twice would be left out, with its keys
    await client.receive_response(response)


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


def _readable_rooms(answer: Payload) -> Payload:
    rooms = payload_of(answer.get("rooms"))
    found: dict[str, dict[str, object]] = {}
    for kind in ("join", "invite", "leave"):
        for room, told in payload_of(rooms.get(kind)).items():
            one = {"next_batch": "s", "rooms": {kind: {room: told}}}
            if _is_readable(one):
                found.setdefault(kind, {})[room] = told
    return found


def _readable_to_device(answer: Payload) -> list[object]:
    told = payload_of(answer.get("to_device")).get("events")
    events = cast("list[object]", told) if isinstance(told, list) else []
    return [one for one in events if _is_readable({"to_device": {"events": [one]}})]


def _is_readable(part: Payload) -> bool:
    try:
        return isinstance(
            SyncResponse.from_dict(deepcopy({"next_batch": "s", **part})), SyncResponse
        )
    except UNREADABLE:
        return False
