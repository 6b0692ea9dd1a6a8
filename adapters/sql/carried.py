"""What buttons carry: sealed under the epoch's key, so that it ends within a week by itself."""

import binascii
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from adapters.sql.keyfile import KEY_BYTES, NONCE_BYTES
from adapters.sql.keyring import EPOCH, KeyRing
from bot.ports.carried import CARRIED_BYTES

USE = b"carried"


class Carried:
    """No row stands behind it: the button itself is all there is."""

    def __init__(self, ring: KeyRing) -> None:
        """Take keys from `ring` at every call: with an epoch everything that it sealed ends."""
        self._ring = ring

    def seal(self, content: bytes) -> str:
        """Sealed under the newest epoch."""
        if len(content) > CARRIED_BYTES:
            message = "a button carries no more"
            raise ValueError(message)
        nonce = secrets.token_bytes(NONCE_BYTES)
        whole = content.ljust(CARRIED_BYTES, b"\0")
        sealed = self._cipher(self._ring.epochs()[-1]).encrypt(nonce, whole, USE)
        return urlsafe_b64encode(nonce + sealed).rstrip(b"=").decode()

    def open(self, carried: str) -> bytes | None:
        """By whichever epoch sealed it."""
        try:
            raw = urlsafe_b64decode(carried.encode("ascii") + b"=" * (-len(carried) % 4))
        except (UnicodeEncodeError, binascii.Error):
            return None
        for epoch in reversed(self._ring.epochs()):
            try:
                return self._cipher(epoch).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], USE)
            except (InvalidTag, ValueError):
                continue
        return None

    def _cipher(self, epoch: int) -> ChaCha20Poly1305:
        key = self._ring.get(f"{EPOCH}{epoch}") or b""
        derived = HKDF(SHA256(), KEY_BYTES, salt=None, info=USE).derive(key)
        return ChaCha20Poly1305(derived)
