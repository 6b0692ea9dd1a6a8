"""The seal of what the journal keeps: under a key made from the one that opens the store.

Whoever has the whole folder has that key, too; a copy of the journal alone tells nothing of rooms,
events or people. Blobs show their length in steps of 256 bytes, as those of the database do.
"""

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

NONCE_BYTES, NAME_BYTES, STEP_BYTES = 12, 16, 256


@dataclass(frozen=True, slots=True)
class Seal:
    """Seals JSON for a place, and names what must be found again without being told."""

    key: bytes = field(repr=False)

    @classmethod
    def of(cls, pickle_key: str) -> "Seal":
        """By the key of the store."""
        return cls(hmac.digest(pickle_key.encode(), b"porchlight matrix journal", hashlib.sha256))

    def name(self, of: str) -> bytes:
        """Always the same for the same, and telling nobody what it is."""
        return hmac.digest(self.key, b"name\0" + of.encode(), hashlib.sha256)[:NAME_BYTES]

    def close(self, what: object, place: str) -> bytes:
        """Sealed; it opens in this place alone."""
        raw = json.dumps(what).encode()
        framed = len(raw).to_bytes(4, "big") + raw
        padded = framed + bytes(-len(framed) % STEP_BYTES)
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + ChaCha20Poly1305(self.key).encrypt(nonce, padded, place.encode())

    def open(self, blob: bytes, place: str) -> object:
        """What was sealed for this place. Raises ValueError where that does not open."""
        nonce, rest = blob[:NONCE_BYTES], blob[NONCE_BYTES:]
        try:
            padded = ChaCha20Poly1305(self.key).decrypt(nonce, rest, place.encode())
        except InvalidTag:
            message = "what was sealed under another key does not open"
            raise ValueError(message) from None
        found: object = json.loads(padded[4 : 4 + int.from_bytes(padded[:4], "big")])
        return found
