"""The file of the keys as it is found, and keys wrapped by the master key."""

import secrets
import sqlite3
from pathlib import Path

import aiosqlite
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from adapters.sql.connect import KEYS, Damaged, connect

KEY_BYTES = 32
NONCE_BYTES = 12


class KeysMissing(Exception):  # noqa: N818 - a state of the keys, said as such
    """There is no key store, no master key, or the store is empty."""


class KeysWrong(Exception):  # noqa: N818 - a state of the keys, said as such
    """The master key does not open this key store, or the store is not for this database."""


def wrapped(master: ChaCha20Poly1305, name: str, key: bytes) -> bytes:
    """A key as the store holds it: bound to its name."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + master.encrypt(nonce, key, name.encode())


def unwrapped(master: ChaCha20Poly1305, name: str, blob: bytes) -> bytes:
    """The key again. Raises KeysWrong where this master key did not wrap it."""
    try:
        return master.decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], name.encode())
    except (InvalidTag, ValueError):
        message = "the master key does not open this key store"
        raise KeysWrong(message) from None


def prepare(path: Path) -> None:
    """A file that nobody else can read."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)


def must_exist(path: Path) -> None:
    """Raise KeysMissing where there is none."""
    if not path.exists():
        message = "there is no key store"
        raise KeysMissing(message)


async def connected(path: Path) -> aiosqlite.Connection:
    """A connection to it. Raises KeysWrong where it cannot be read."""
    try:
        return await connect(path, KEYS)
    except (Damaged, sqlite3.DatabaseError) as broken:
        message = "the key store cannot be read"
        raise KeysWrong(message) from broken
