"""The usual forms of an id: as text, as bytes, hashed without a key."""

import base64
import hashlib
import re
from collections.abc import Iterator

from adapters.memory.places import Person
from bot.model.people import Member, Platform

HASHES = ("md5", "sha1", "sha256", "sha512", "blake2b")


def words_of(person: Person) -> Iterator[str]:
    """Every word that names somebody: ids, handles, the name, private rooms in the town."""
    for account in person.accounts.values():
        yield account.id
        yield f"{account.platform}:{account.id}"
        yield f"{account.platform}-dm-{person.name}"
    handle = person.on(Platform.MATRIX).id.removeprefix("@").partition(":")[0]
    yield from (handle, person.name)


def forms_of(person: Person) -> Iterator[bytes]:
    """Each of these in every usual form."""
    for word in words_of(person):
        raw = word.encode()
        yield raw
        yield base64.b64encode(raw).rstrip(b"=")
        yield raw.hex().encode()
        for name in HASHES:
            digest = hashlib.new(name, raw, usedforsecurity=False).digest()
            yield from (digest, digest.hex().encode(), base64.b64encode(digest).rstrip(b"="))
            yield from (digest[:16], digest.hex()[:32].encode())
    yield from _numbers(person.on(Platform.DISCORD))


def _numbers(account: Member) -> Iterator[bytes]:
    """A snowflake and its neighbours as numbers; the moment of the account's making."""
    number = int(account.id)
    for near in (number - 1, number, number + 1):
        yield from (near.to_bytes(8, "big"), near.to_bytes(8, "little"))
        yield from (str(near).encode(), f"{near:x}".encode(), f"{near:o}".encode())
    yield str(number >> 22).encode()


def bare(raw: bytes) -> Iterator[bytes]:
    """Whatever in bare bytes begins (or for little endian ends) as an id or a name in the town."""
    yield from re.findall(rb"11\d{17}|citizen\d{5}", raw)
    yield from re.findall(rb"(?=(f[0-9a-f]{14}))", raw)
    for found in re.finditer(rb"\x0f[\x43-\xff]", raw):
        yield raw[found.start() : found.start() + 8]
    for found in re.finditer(rb"[\x43-\xff]\x0f", raw):
        yield raw[max(0, found.start() - 6) : found.start() + 2]
