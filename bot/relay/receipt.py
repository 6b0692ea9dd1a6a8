"""Receipts: words that open a ghost's replies, checked by a function that costs memory.

The first words find the thread, the others prove that one may read it. Both are drawn from the
system's own randomness; what is kept is a keyed hash of the first and a memory-hard hash of the
others (Argon2id with OWASP's smallest parameters: 19 MiB, two passes).
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

LOCATING, PROVING = 3, 5
"""How many words find the thread (30 bits of 1,024 words) and prove the reader (50 bits)."""
SALT_BYTES = 16
MEMORY_KIB, PASSES, LANES, HASH_BYTES = 19 * 1024, 2, 1, 32
LONGEST_CHARS = 200
NOBODYS = bytes(SALT_BYTES + HASH_BYTES).hex()
"""What is compared where there is no such thread, so that the time does not tell that."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The words, as they are shown once and typed again."""

    locator: str = field(repr=False)
    proof: str = field(repr=False)

    @property
    def words(self) -> str:
        """All of them."""
        return f"{self.locator} {self.proof}"


@dataclass(frozen=True, slots=True)
class Misspelt:
    """Which word (from 1) is none of ours, and what it may have been."""

    position: int
    meant: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Miscounted:
    """There are more or fewer words than a receipt has."""

    wanted: int


def draw(words: Sequence[str]) -> Receipt:
    """A new receipt."""
    drawn = [secrets.choice(words) for _ in range(LOCATING + PROVING)]
    return Receipt(" ".join(drawn[:LOCATING]), " ".join(drawn[LOCATING:]))


def read(typed: str, words: Sequence[str]) -> Receipt | Misspelt | Miscounted:
    """A receipt as somebody typed it; case, commas, line ends and dashes do not matter."""
    given = "".join(one if one.isalpha() else " " for one in typed[:LONGEST_CHARS].casefold())
    said = given.split()
    if len(said) != LOCATING + PROVING:
        return Miscounted(LOCATING + PROVING)
    for position, word in enumerate(said, 1):
        if word not in words:
            near = get_close_matches(word, words, 1, 0.8)
            return Misspelt(position, near[0] if near else None)
    return Receipt(" ".join(said[:LOCATING]), " ".join(said[LOCATING:]))


def verifier(receipt: Receipt) -> str:
    """What is kept of the proving words: salt and hash, in hex."""
    salt = secrets.token_bytes(SALT_BYTES)
    return (salt + _kdf(salt).derive(receipt.proof.encode())).hex()


def proves(receipt: Receipt, kept: str) -> bool:
    """Whether these are the words; takes some 40 ms and 19 MiB."""
    raw = bytes.fromhex(kept)
    try:
        _kdf(raw[:SALT_BYTES]).verify(receipt.proof.encode(), raw[SALT_BYTES:])
    except InvalidKey:
        return False
    return True


def _kdf(salt: bytes) -> Argon2id:
    return Argon2id(
        salt=salt, length=HASH_BYTES, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB
    )
