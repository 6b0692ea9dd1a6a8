"""Gaps: what a sync left out of a room, read back page by page; and what came before us."""

from urllib.parse import quote, urlencode

from adapters.matrix.gateway.errors import Refused
from adapters.matrix.hearing.asking import Asks
from adapters.matrix.payload import Payload, number_of, payload_of, payloads_of, text_of

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
    """What is for us: where we were asked in, or came, within these events, what followed that.

    Whoever asks us into a private room may write before we are there.
    """
    for number, raw in enumerate(events):
        if raw.get("type") == "m.room.member" and raw.get("state_key") == us:
            came = _membership(raw.get("content")) in {"invite", "join"}
            before = payload_of(raw.get("unsigned")).get("prev_content")
            was_in = _membership(before) in {"invite", "join"}
            return events[number:] if came and not was_in else events
    return events


def _membership(content: object) -> str:
    return text_of(payload_of(content).get("membership"))


def _is_older(raw: Payload, than_ms: int) -> bool:
    at = number_of(raw.get("origin_server_ts"))
    return at is not None and at < than_ms
