"""Short codes by which one side shows the other that it was asked: in memory alone, as hashes.

Eight signs of 31 are 39 bits; a code opens for a quarter of an hour, and whoever enters codes has
five wrong ones in an hour. A restart forgets all of them: somebody asks for another.
"""

import hmac
import secrets
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, TypeVar

T = TypeVar("T")
H = TypeVar("H", bound=Hashable)
V = TypeVar("V")
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Digits and letters that nobody takes for one another: no 0, O, 1, I, L."""
LENGTH = 8
LASTS = timedelta(minutes=15)
MOST_WRONG, WRONG_FOR = 5, timedelta(hours=1)
MOST_KEPT = 10_000
"""So many that wait, and so many who guess, are held; the oldest go first."""


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[T]):
    what: T
    owner: Hashable
    until: datetime


@dataclass(slots=True)
class Codes(Generic[T]):
    """Each owner has one code at most: the newest."""

    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _waiting: dict[bytes, _Waiting[T]] = field(default_factory=dict[bytes, _Waiting[T]])
    _wrong: dict[Hashable, list[datetime]] = field(
        default_factory=dict[Hashable, list[datetime]], repr=False
    )

    def issue(self, what: T, owner: Hashable, now: datetime) -> str:
        """A new code for this; an earlier one of the same owner opens nothing any more."""
        self.drop(owner)
        code = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
        self._waiting[self._hash(code)] = _Waiting(what, owner, now + LASTS)
        _shorten(self._waiting)
        return f"{code[:4]}-{code[4:]}"

    def find(self, typed: str, by: Hashable, now: datetime) -> T | None:
        """What a code was issued for; a wrong one counts, and after five nothing is found."""
        if self.too_many(by, now):
            return None
        found = self._waiting.get(self._hash(typed))
        if found is not None and found.until > now:
            return found.what
        self._wrong.setdefault(by, []).append(now)
        _shorten(self._wrong)
        return None

    def too_many(self, by: Hashable, now: datetime) -> bool:
        """Whether this one entered too many wrong codes lately."""
        lately = [at for at in self._wrong.get(by, ()) if now - at < WRONG_FOR]
        if lately:
            self._wrong[by] = lately
        else:
            self._wrong.pop(by, None)
        return len(lately) >= MOST_WRONG

    def burn(self, typed: str) -> None:
        """Let this code open nothing any more."""
        self._waiting.pop(self._hash(typed), None)

    def drop(self, owner: Hashable) -> None:
        """The code of this owner opens nothing any more."""
        for hashed in [one for one, kept in self._waiting.items() if kept.owner == owner]:
            del self._waiting[hashed]

    def _hash(self, typed: str) -> bytes:
        plain = "".join(sign for sign in typed.upper() if sign.isalnum())[: LENGTH * 4]
        return hmac.digest(self._key, plain.encode(), "sha256")


def _shorten(kept: dict[H, V]) -> None:
    while len(kept) > MOST_KEPT:
        kept.pop(next(iter(kept)))
