"""Opening the data with its keys: made when both are new, alarm-only when they do not fit."""

import os
import secrets
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from adapters.sql.glance import FINGERPRINT, glance
from adapters.sql.house import House
from adapters.sql.keyfile import KEY_BYTES, KeysMissing, KeysWrong
from adapters.sql.keyring import KeyRing
from adapters.sql.reseal import EPOCH_FACT
from adapters.sql.seal import Unreadable
from bot.ports.store import StoreUnavailable
from bot.ports.time import Clock

MASTER = "master.key"
NEXT_MASTER = "master.next"
"""Where a new master key waits while the store is wrapped anew; found again after a crash."""
STORE = "keys.db"


class Mode(StrEnum):
    """How much works."""

    WHOLE = "whole"
    ALARM_ONLY = "alarm-only"


@dataclass(frozen=True, slots=True)
class Opened:
    """The house to live in; in alarm-only mode one in memory, and why."""

    house: House
    mode: Mode
    because: str = ""


def is_new(path: Path) -> bool:
    """Whether there is no data yet, so that keys may be made."""
    found = glance(path)
    return found is not None and found.new


def master_key(folder: Path, given: str | None, *, make: bool) -> bytes:
    """The key that wraps the others. Raises KeysMissing, or KeysWrong for a malformed one.

    None is made beside a store: that one is wrapped under another, which may still be found.
    """
    path = folder / MASTER
    if given is None and not path.exists():
        if not make or (folder / STORE).exists():
            message = "there is no master key"
            raise KeysMissing(message)
        write_master(path, secrets.token_bytes(KEY_BYTES))
    return _read_master(path) if given is None else _parsed(given)


def _read_master(path: Path) -> bytes:
    return _parsed(path.read_text("ascii", errors="replace"))


def _parsed(text: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        message = "the master key is not 64 hex digits"
        raise KeysWrong(message)
    return key


def write_master(path: Path, key: bytes) -> None:
    """Keep a master key in a file that only its owner can read; durable before it returns."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    with fresh.open("w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    _move(fresh, path)


def _move(file: Path, to: Path) -> None:
    """Rename a file; without the folder's own fsync a power cut could undo that."""
    file.replace(to)
    folder = os.open(to.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


async def open_ring(folder: Path, given: str | None, *, make: bool) -> KeyRing:
    """The keys. Raises KeysMissing or KeysWrong."""
    master = master_key(folder, given, make=make)
    opened = KeyRing.create if make else KeyRing.open
    try:
        return await opened(folder / STORE, master)
    except KeysWrong:
        if given is not None or not (folder / NEXT_MASTER).exists():
            raise
    ring = await opened(folder / STORE, _read_master(folder / NEXT_MASTER))
    _move(folder / NEXT_MASTER, folder / MASTER)
    return ring


async def renew_master(folder: Path, ring: KeyRing) -> None:
    """Wrap every key under a new master key; a crash at any point leaves one that opens."""
    fresh = secrets.token_bytes(KEY_BYTES)
    write_master(folder / NEXT_MASTER, fresh)
    await ring.rewrap(fresh)
    _move(folder / NEXT_MASTER, folder / MASTER)


async def open_data(database: Path, keys: Path, given: str | None, clock: Clock) -> Opened:
    """Open database and keys together.

    Raises Damaged, Newer, Changed or InUse: the data was not touched then.
    """
    found = glance(database)
    try:
        ring = await open_ring(keys, given, make=found is not None and found.new)
    except (KeysMissing, KeysWrong) as trouble:
        return await alarm_only(str(trouble), clock)
    if found is not None and found.fingerprint not in {None, ring.fingerprint()}:
        await ring.close()
        return await alarm_only("these keys belong to another database", clock)
    try:
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        house = await House.open(database, ring, clock)
    except BaseException:
        await ring.close()
        raise
    if await _readable(house):
        return Opened(house, Mode.WHOLE)
    await house.close()
    await ring.close()
    return await alarm_only("these keys are not of the same time as the data", clock)


async def _readable(house: House) -> bool:
    """Whether the keys are as new as the data.

    Older data than the keys is a restored backup: what was sealed under bygone epochs is swept,
    everything else is there. Older keys than the data open nothing of today.
    """
    number = (await house.facts.get(EPOCH_FACT) or "0").partition(" ")[0]
    if int(number) > house.ring.epochs()[-1]:
        return False
    try:
        await house.cursors.load()
    except Unreadable:
        return False
    return True


async def alarm_only(because: str, clock: Clock) -> Opened:
    """Detect, answer and alert over a database in memory; what is on disk stays untouched."""
    house = await House.open(None, KeyRing.fleeting(), clock)
    house.incidents.numbers.begin_apart(clock.now())  # cards of the real house may still stand
    return Opened(house, Mode.ALARM_ONLY, because)


async def remember_keys(house: House) -> None:
    """Note which keys this database is sealed under. Needs a running writer."""
    if await house.facts.get(FINGERPRINT) is not None:
        return

    async def note() -> None:
        await house.facts.put(FINGERPRINT, house.ring.fingerprint())

    try:
        await house.store.unit("fingerprint", note)
    except StoreUnavailable:
        return  # noted at the next start; the keys are on disk already
