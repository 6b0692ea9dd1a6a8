"""Sealing: what a person wrote and who they are, encrypted field by field.

A blob is version (1 byte), epoch (4), nonce (12), ChaCha20-Poly1305 of the padded content. It is
bound to its place (table and row): moved elsewhere it does not open. Lengths show only in
steps of 256 bytes.
"""

import logging
import secrets
from collections.abc import Sequence
from sqlite3 import Row
from typing import Any, Generic, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from pydantic import TypeAdapter, ValidationError

from adapters.sql.keyfile import NONCE_BYTES
from adapters.sql.keyring import EPOCH, KeyRing

LOG = logging.getLogger(__name__)
VERSION = b"\x01"
STEP_BYTES = 256
HEAD_BYTES = 5
T = TypeVar("T")


class Unreadable(Exception):  # noqa: N818 - a state of a blob, said as such
    """The key is gone or wrong, or the blob was changed or moved."""


class Sealer:
    """Seals and opens under the newest epoch, or under a key of a name of its own."""

    def __init__(self, ring: KeyRing) -> None:
        """Take keys from `ring` at every call, so that destroyed ones are gone at once."""
        self.ring = ring

    def seal(self, content: bytes, place: str, key: str | None = None) -> bytes:
        """Seal for a place. Raises Unreadable when the named key does not exist."""
        epoch = 0 if key else self.ring.epochs()[-1]
        head = VERSION + epoch.to_bytes(4, "big")
        nonce = secrets.token_bytes(NONCE_BYTES)
        cipher = self._cipher(key or f"{EPOCH}{epoch}")
        return head + nonce + cipher.encrypt(nonce, _pad(content), head + place.encode())

    def open(self, blob: bytes, place: str, key: str | None = None) -> bytes:
        """Open what was sealed for this place. Raises Unreadable."""
        head, rest = blob[:HEAD_BYTES], blob[HEAD_BYTES:]
        cipher = self._cipher(key or f"{EPOCH}{epoch_of(blob)}")
        try:
            padded = cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], head + place.encode())
        except (InvalidTag, ValueError):  # ValueError: cut off before the end of its nonce
            message = "a sealed field does not open"
            raise Unreadable(message) from None
        return _strip(padded)

    def _cipher(self, name: str) -> ChaCha20Poly1305:
        key = self.ring.get(name)
        if key is None:
            message = "the key of a sealed field is gone"
            raise Unreadable(message)
        return ChaCha20Poly1305(key)


def epoch_of(blob: bytes) -> int:
    """The epoch a blob is sealed under; 0 for a key with a name of its own."""
    return int.from_bytes(blob[1:HEAD_BYTES], "big")


def _pad(content: bytes) -> bytes:
    framed = len(content).to_bytes(4, "big") + content
    return framed + bytes(-len(framed) % STEP_BYTES)


def _strip(padded: bytes) -> bytes:
    return padded[4 : 4 + int.from_bytes(padded[:4], "big")]


class _Adapters(dict[type[Any], TypeAdapter[Any]]):
    """Made once for each type of a process: all of them take a tenth of a second."""

    def __missing__(self, kind: type[Any]) -> TypeAdapter[Any]:
        return self.setdefault(kind, TypeAdapter(kind))


ADAPTERS = _Adapters()


class Codec(Generic[T]):
    """A value of one type, sealed for one table."""

    def __init__(self, kind: type[T], table: str, sealer: Sealer) -> None:
        """Values of `kind` (a dataclass) as JSON, sealed for rows of `table`."""
        self._adapter: TypeAdapter[T] = ADAPTERS[kind]
        self._table = table
        self._sealer = sealer

    def seal(self, value: T, row: str | bytes, key: str | None = None) -> bytes:
        """Seal a value for a row."""
        return self._sealer.seal(self._adapter.dump_json(value), place(self._table, row), key)

    def open(self, blob: bytes, row: str | bytes, key: str | None = None) -> T:
        """Open a row's value. Raises Unreadable."""
        return self._adapter.validate_json(self._sealer.open(blob, place(self._table, row), key))


def readable(codec: Codec[T], rows: Sequence[Row], row: str, key: str | None = None) -> list[T]:
    """What opens, in order; a field that was erased or damaged must not hide the others."""
    found: list[T] = []
    for one in rows:
        try:
            found.append(codec.open(one["sealed"], one[row], key))
        except (Unreadable, ValidationError):
            LOG.error("a sealed field does not open")
    return found


def place(table: str, row: str | bytes) -> str:
    """Where a sealed field belongs: its table and its row's key."""
    return f"{table}:{row.hex() if isinstance(row, bytes) else row}"
