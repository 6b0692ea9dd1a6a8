"""The key of a delivery within its message, where only we look: it is found again in the history.

A transaction id is not kept for ever. What stands here tells nobody anything.
"""

import hashlib

from adapters.matrix.payload import Payload, payload_of, text_of, texts_of

KEY, WITH = "org.porchlight.key", "org.porchlight.with"


def traced(key: str) -> dict[str, object]:
    """What a content says of its key."""
    return {KEY: _digest("key", key)}


def transaction_of(room: str, key: str, part: str = "") -> str:
    """The transaction id under which a message, or a part of it, is sent: always the same.

    In another room it is another one: a homeserver may take those of all rooms together.
    """
    return _digest("transaction", f"{key}:{part}:{room}")


def is_traced(room: str, content: Payload, unsigned: Payload, key: str) -> bool:
    """Whether a message of ours was posted under this key; of one taken away, by its transaction.

    `unsigned` is what our homeserver says beside it, to the device that sent it alone.
    """
    sent_as = text_of(unsigned.get("transaction_id"))
    return text_of(content.get(KEY)) == _digest("key", key) or sent_as == transaction_of(room, key)


def together(texts: list[str], pictures: list[str]) -> dict[str, object]:
    """What a message says of those that were posted with it, before it."""
    return {WITH: {"texts": texts, "pictures": pictures}} if texts or pictures else {}


def posted_with(content: Payload) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of the texts and files, and of the pictures, that were posted with a message."""
    told = payload_of(content.get(WITH))
    return texts_of(told.get("texts")), texts_of(told.get("pictures"))


def _digest(use: str, key: str) -> str:
    return hashlib.sha256(f"{use}:{key}".encode()).hexdigest()[:32]
