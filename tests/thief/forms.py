"""The usual forms of an id: as text, as bytes, turned round, packed, hashed without a key."""

import base64
import hashlib
import re
import zlib
from collections.abc import Iterator
from urllib.parse import quote

from adapters.memory.places import Person, dm_room
from bot.model.people import Member, Platform

HASHES = ("md5", "sha1", "sha256", "sha512", "blake2b")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def words_of(person: Person) -> Iterator[str]:
    """Every word that names somebody: ids, handles, the names shown, private rooms in the town."""
    for account in person.accounts.values():
        yield account.id
        yield f"{account.platform}:{account.id}"
        yield dm_room(person.name, account.platform).id
        yield account.name
    handle = person.on(Platform.MATRIX).id.removeprefix("@").partition(":")[0]
    yield from (handle, person.name)


def forms_of(person: Person) -> Iterator[bytes]:
    """Each of these in every usual form."""
    for word in words_of(person):
        yield from forms_of_word(word)
    yield from numbers_of(person.on(Platform.DISCORD))


def forms_of_word(word: str) -> Iterator[bytes]:
    """One word as it may be written, packed or hashed."""
    raw = word.encode()
    yield from written(raw, word)
    yield from packed(raw)
    yield from hashed(raw)


def written(raw: bytes, word: str) -> Iterator[bytes]:
    """As text: in both cases, backwards, for an address, in two bytes a letter."""
    yield from (raw, raw.lower(), raw.upper(), raw[::-1], quote(word, safe="").encode())
    yield from (word.encode("utf-16-le"), word.encode("utf-16-be"))


def packed(raw: bytes) -> Iterator[bytes]:
    """As hex, base64, base32, base85, and deflated."""
    yield from (raw.hex().encode(), raw.hex().upper().encode())
    yield from (base64.b64encode(raw).rstrip(b"="), base64.urlsafe_b64encode(raw).rstrip(b"="))
    yield from (base64.b32encode(raw).rstrip(b"="), base64.b85encode(raw), zlib.compress(raw))


def hashed(raw: bytes) -> Iterator[bytes]:
    """Hashes without a key, whole and cut to sixteen bytes, as bytes, hex and base64."""
    for name in HASHES:
        digest = hashlib.new(name, raw, usedforsecurity=False).digest()
        yield from (digest, digest.hex().encode(), base64.b64encode(digest).rstrip(b"="))
        yield from (digest[:16], digest.hex()[:32].encode())


def numbers_of(account: Member) -> Iterator[bytes]:
    """A snowflake and its neighbours as numbers; the moment of the account's making."""
    number = int(account.id)
    for near in (number - 1, number, number + 1):
        yield from (near.to_bytes(8, "big"), near.to_bytes(8, "little"))
        yield from (str(near).encode(), f"{near:x}".encode(), f"{near:o}".encode())
        yield _base36(near).encode()
    yield str(number >> 22).encode()


def _base36(number: int) -> str:
    found = ""
    while number:
        number, rest = divmod(number, 36)
        found = DIGITS[rest] + found
    return found


def bare(raw: bytes) -> Iterator[bytes]:
    """Whatever in bare bytes begins (or for little endian ends) as an id or a name in the town."""
    yield from re.findall(rb"11\d{17}|citizen\d{5}", raw)
    yield from re.findall(rb"(?=(f[0-9a-f]{14}))", raw)
    for found in re.finditer(rb"\x0f[\x43-\xff]", raw):
        yield raw[found.start() : found.start() + 8]
    for found in re.finditer(rb"[\x43-\xff]\x0f", raw):
        yield raw[max(0, found.start() - 6) : found.start() + 2]
