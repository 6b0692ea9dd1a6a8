"""The key of a delivery within the message, where only we look: it is found again in the history.

The history keeps no nonce. Where there are components, their numbers hold what is left of the
key; a plain text ends in signs of no width. Either tells nobody anything.
"""

import hashlib
from collections.abc import Iterator, Mapping

from adapters.discord.payload import Payload, payloads_of, text_of

SIGNS = "\u200b\u200c\u200d\u2060"
"""Signs of no width, two bits each."""
BITS = 31
"""Room in the number of a component. Source: Discord's official document (int32, above 0)."""
SIGNS_OF_TRACE = 16


def traced(body: Mapping[str, object], key: str) -> dict[str, object]:
    """The body with its trace."""
    rows = payloads_of(body.get("components"))
    if not rows:
        return {**body, "content": f"{body.get('content', '')}{_signs(_number(key))}"}
    first = {**rows[0], "id": _number(key)}
    return {**body, "components": [first, *rows[1:]]}


def is_traced(message: Payload, key: str) -> bool:
    """Whether a message from the history was posted under this key."""
    number = _number(key)
    rows = payloads_of(message.get("components"))
    return rows[0].get("id") == number if rows else untraced(message)[1] == _signs(number)


def untraced(message: Payload) -> tuple[str, str]:
    """The text of a message as people see it, and its trace; empty where it has none."""
    text = text_of(message.get("content"))
    seen = text.rstrip(SIGNS)
    trace = text[len(seen) :]
    return (
        (text[:-SIGNS_OF_TRACE], trace[-SIGNS_OF_TRACE:])
        if len(trace) >= SIGNS_OF_TRACE
        else (text, "")
    )


def _number(key: str) -> int:
    digest = hashlib.sha256(key.encode()).digest()
    return int.from_bytes(digest[:4]) >> 32 - BITS or 1


def _signs(number: int) -> str:
    return "".join(_digits(number))


def _digits(number: int) -> Iterator[str]:
    for _ in range(SIGNS_OF_TRACE):
        yield SIGNS[number & 3]
        number >>= 2
