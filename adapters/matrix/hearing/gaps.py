"""Gaps: what a sync left out of a room, read back page by page; and what came before us."""

from urllib.parse import quote, urlencode

from adapters.matrix.gateway.errors import Refused
from adapters.matrix.hearing.asking import Asks
from adapters.matrix.payload import Payload, number_of, payload_of, payloads_of, text_of
from adapters.matrix.rooms.company import MEMBER, THERE, membership, told_of

PAGE = 100
SHUT = frozenset({403, 404})
"""We are not in there any more: what was said meanwhile is not for us."""


async def missed(ask: Asks, room: str, since: str, start: str, until_ms: int) -> list[Payload]:
    """What stands between `since` and `start`, oldest first.

    Without `since`, back to `until_ms` by the homeserver's clocks.
    """
    pages: list[list[Payload]] = []
    while start:
        asked = {"dir": "b", "from": start, "limit": str(PAGE), **({"to": since} if since else {})}
        path = f"/_matrix/client/v3/rooms/{quote(room, safe='')}/messages?{urlencode(asked)}"
        try:
            told = await ask("GET", path)
        except Refused as no:
            if no.status in SHUT:
                break
            raise
        page = payloads_of(told.get("chunk"))
        pages.append(page)
        last = text_of(told.get("end"))
        if not page or last == start or _is_older(page[-1], until_ms):
            break
        start = last
    return [one for page in reversed(pages) for one in reversed(page)]


def since_we_came(events: list[Payload], us: str) -> list[Payload]:
    """What was said while we were there, or asked in; what came before, or between, is left out.

    Whoever asks us into a private room may write before we are there. Where the invitation itself
    is not told any more, what people said before we came followed it; who came and went may not.
    """
    found, there = list[Payload](), None
    for number, raw in enumerate(events):
        if raw.get("type") == MEMBER and raw.get("state_key") == us:
            if there is None and was_there(raw):
                found = [one for one in events[:number] if was_in(raw) or "state_key" not in one]
            there = membership(raw.get("content")) in THERE
            found.append(raw)
        elif there:
            found.append(raw)
    return events if there is None else found


def came_in(events: list[Payload], us: str) -> bool:
    """Whether we came into a room within these events."""
    return any(
        raw.get("type") == MEMBER and raw.get("state_key") == us
        and membership(raw.get("content")) == "join" and not was_in(raw)
        for raw in events
    )  # fmt: skip


def was_there(raw: Payload) -> bool:
    """Whether somebody was in a room, or asked into it, before their membership changed."""
    return membership(payload_of(raw.get("unsigned")).get("prev_content")) in THERE


def was_in(raw: Payload) -> bool:
    """Whether somebody was in a room before their membership changed."""
    return membership(payload_of(raw.get("unsigned")).get("prev_content")) == "join"


def while_we_were_there(told: object, us: str) -> bool:
    """Of a room that we are not in any more: whether we were, and did not merely decline."""
    ours = [
        one for one in told_of(told)
        if one.get("type") == MEMBER and one.get("state_key") == us
    ]  # fmt: skip
    before = [payload_of(one.get("unsigned")).get("prev_content") for one in ours]
    return any(membership(one) == "join" for one in (*before, *(o.get("content") for o in ours)))


def _is_older(raw: Payload, than_ms: int) -> bool:
    at = number_of(raw.get("origin_server_ts"))
    return at is not None and at < than_ms
