"""Backing up: the data while the bot runs or not, and the keys apart, for seven days at most."""

import asyncio
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from adapters.sql.connect import Damaged
from adapters.sql.copies import (
    PARTIAL,
    destroy,
    destroy_old_keys,
    drop_old_data,
    stamp,
    sweep,
    sync,
    within,
)
from adapters.sql.copying import NotOurs, copy_database, examine, shut
from adapters.sql.keyfile import KeysMissing, KeysWrong
from adapters.sql.opening import MASTER, NEXT_MASTER, STORE, open_ring

KEEP = 7
"""How many copies of the data are kept, unless told otherwise."""


class Why(StrEnum):
    """Why nothing was done."""

    NO_DATABASE = "no_database"
    IN_KEYS = "in_keys"
    TOGETHER = "together"
    KEYS_IN_DATA = "keys_in_data"
    EXISTS = "exists"
    NO_COPY = "no_copy"
    NOT_OURS = "not_ours"
    ITSELF = "itself"
    OCCUPIED = "occupied"
    NO_KEY_COPY = "no_key_copy"
    NO_KEYS = "no_keys"
    FOREIGN = "foreign"
    FOREIGN_KEYS = "foreign_keys"
    FOREIGN_PLACE = "foreign_place"
    OTHER_TIME = "other_time"
    BYGONE = "bygone"
    OLDER_KEYS = "older_keys"


class Refused(Exception):  # noqa: N818 - a refusal, said as such
    """Nothing was done, and nothing was changed."""

    def __init__(self, why: Why) -> None:
        """`why` names the sentence."""
        super().__init__(why.value)
        self.why = why


Beside = Callable[[Path], None]
"""Puts into the folder of a copy of keys what lives by the same rules."""


def nothing(folder: Path) -> None:
    """There is nothing else."""
    del folder


@dataclass(frozen=True, slots=True)
class Deployment:
    """Where the data and the keys of a deployment are; its master key if that is no file.

    `others` are folders with further keys, which no copy may lie in. `beside` copies of them what
    goes with a copy of the keys.
    """

    database: Path
    keys: Path
    master: str | None = field(default=None, repr=False)
    others: tuple[Path, ...] = ()
    beside: Beside = nothing


@dataclass(frozen=True, slots=True)
class Backup:
    """What was made, whether the keys open it, and how many older copies went."""

    data: Path
    keys: Path | None
    fits: bool
    dropped: int
    destroyed: int


async def back_up(
    at: Deployment, to: Path, keys_to: Path | None, now: datetime, *, keep: int = KEEP
) -> Backup:
    """Copy the data to `to`, and the keys to `keys_to` if that is given.

    Old copies of the keys are destroyed whatever becomes of the rest; old copies of the data go
    only once the new one is whole and the keys open it.
    Raises Refused, Damaged, Newer, Changed, sqlite3.Error, OSError.
    """
    refuse(at, to, keys_to)
    _make_room(to, keys_to, now)
    destroyed = sum(destroy_old_keys(one, now) for one in (at.keys, keys_to) if one is not None)
    data = await asyncio.to_thread(copy_data, at, to, now)
    keys = None
    if keys_to is not None:
        with suppress(KeysMissing, KeysWrong):  # the data is worth keeping all the same
            keys = await copy_keys(at, keys_to, now)
    fits = await fit(data, keys or at.keys, at.master)
    dropped = drop_old_data(to, keep) if fits else 0
    return Backup(data, keys, fits, dropped, destroyed)


def refuse(at: Deployment, to: Path, keys_to: Path | None) -> None:
    """Raise Refused where keys and data would come to lie together, or there is nothing to copy."""
    if not at.database.exists():
        raise Refused(Why.NO_DATABASE)
    for copies in (to, *(() if keys_to is None else (keys_to,))):
        if any(within(copies, one) or within(one, copies) for one in (at.keys, *at.others)):
            raise Refused(Why.IN_KEYS)
    if keys_to is None:
        return
    if within(to, keys_to) or within(keys_to, to):
        raise Refused(Why.TOGETHER)
    data = at.database.parent
    if within(keys_to, data) or within(data, keys_to):
        raise Refused(Why.KEYS_IN_DATA)


def _make_room(to: Path, keys_to: Path | None, now: datetime) -> None:
    for folder in (to, *(() if keys_to is None else (keys_to,))):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sweep(folder, now)


def copy_data(at: Deployment, to: Path, now: datetime) -> Path:
    """A whole copy of the data under its final name; on failure nothing is left under it."""
    final = to / f"porchlight-{stamp(now)}.db"
    with _under_another_name(final) as partial:
        copy_database(at.database, partial)
        try:
            examine(partial)
        except NotOurs:
            raise Refused(Why.NOT_OURS) from None
    return final


async def copy_keys(at: Deployment, keys_to: Path, now: datetime) -> Path:
    """A folder that opens as the keys do: the store, and the master key where it is a file."""
    final = keys_to / f"porchlight-keys-{stamp(now)}"
    with _under_another_name(final) as partial:
        await asyncio.to_thread(gather_keys, at.keys, partial)
        ring = await open_ring(partial, at.master, make=False)
        await ring.close()
        await asyncio.to_thread(at.beside, partial)
        sync(partial)
    return final


def gather_keys(keys: Path, folder: Path) -> None:
    """Copy a key store and its master key into a new folder (0700, files 0600), durable.

    Raises KeysMissing, or KeysWrong for what is no key store.
    """
    if not (keys / STORE).exists():
        message = "there is no key store"
        raise KeysMissing(message)
    folder.mkdir(mode=0o700)
    try:
        copy_database(keys / STORE, folder / STORE)
    except Damaged as broken:
        message = "the key store cannot be read"
        raise KeysWrong(message) from broken
    for name in (MASTER, NEXT_MASTER):
        if (keys / name).exists():
            _copy_secret(keys / name, folder / name)
    sync(folder)


def _copy_secret(source: Path, target: Path) -> None:
    descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(source.read_bytes())
        stream.flush()
        os.fsync(stream.fileno())


@contextmanager
def _under_another_name(final: Path) -> Generator[Path, None, None]:
    """Work on a path that becomes `final` at the end, durably, or vanishes with the failure."""
    if final.exists():
        raise Refused(Why.EXISTS)
    partial = final.with_name(f".{final.name}{PARTIAL}")
    if partial.exists():
        destroy(partial)
    try:
        yield partial
        partial.rename(final)
    except BaseException:
        if partial.exists():
            destroy(partial)
        raise
    sync(final.parent)


async def fit(data: Path, keys: Path, master: str | None) -> bool:
    """Whether these keys are there and open this copy."""
    try:
        ring = await open_ring(keys, master, make=False)
    except (KeysMissing, KeysWrong):
        return False
    try:
        named = (await asyncio.to_thread(examine, data)).fingerprint
        closed = await asyncio.to_thread(shut, ring, data)
    finally:
        await ring.close()
    return not closed and named in {None, ring.fingerprint()}
