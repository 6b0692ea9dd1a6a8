"""Restoring: everything is checked first; then the keys are put in place, then the data.

What was erased since the copy stays erased: where today's keys are there, only the sealing epochs
that they lack are taken from a copy of the keys, never the key of a member or of a thread.
"""

from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from adapters.sql.backup import Deployment, Refused, Why
from adapters.sql.copies import DATA, KEYS
from adapters.sql.copying import NotOurs, examine, shut
from adapters.sql.glance import Glance
from adapters.sql.house import Lock
from adapters.sql.keyfile import KeysMissing, KeysWrong
from adapters.sql.keyring import EPOCH, KeyRing
from adapters.sql.opening import open_ring
from adapters.sql.swapping import put_keys, staged_data, staged_keys, swap


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done: what was put aside, and how many old replies will not be sent.

    `keys_back` says that the keys came out of a copy as a whole, those erased since included.
    """

    aside: Path | None
    keys_aside: tuple[Path, ...]
    withdrawn: int
    keys_back: bool = False


async def restore(  # noqa: PLR0913 - two copies, a place, a moment, and what is accepted
    at: Deployment, copy: Path, keys_copy: Path | None, now: datetime,
    *, replace: bool, partly: bool = False,
) -> Restored:  # fmt: skip
    """Put a copy of the data, and of its keys if they are given, where the deployment lives.

    With `partly` it may lose what was sealed under an epoch whose key is gone.
    Raises InUse, Refused, Damaged, Newer, Changed, KeysWrong, sqlite3.Error or OSError; the data
    and keys that are there were not changed then.
    """
    found = _looked_at(at, copy, replace=replace)
    async with AsyncExitStack() as stack:
        stack.callback(Lock(at.database).release)
        here = await _keys_here(at, stack, needed=keys_copy is None)
        stage = None if keys_copy is None else stack.enter_context(staged_keys(at.keys, keys_copy))
        brought = None if stage is None else await _brought(stage, at.master)
        if here is None and keys_copy is not None:
            _hold(partly or not _older(keys_copy, copy), Why.OLDER_KEYS)
        lacking = _lacking(copy, found, here, brought, partly=partly)
        fresh, withdrawn = stack.enter_context(staged_data(at.database, copy, now))
        keys_back = here is None and stage is not None
        keys_aside = put_keys(stage, at.keys, now) if keys_back and stage is not None else ()
        await _adopt(here, brought, lacking)
        aside = swap(fresh, at.database, now)
    return Restored(aside, keys_aside, withdrawn, keys_back)


def _looked_at(at: Deployment, copy: Path, *, replace: bool) -> Glance:
    """What the copy says of itself, and whether there is room for it."""
    if not copy.is_file():
        raise Refused(Why.NO_COPY)
    if at.database.exists() and copy.samefile(at.database):
        raise Refused(Why.ITSELF)
    try:
        found = examine(copy)
    except NotOurs:
        raise Refused(Why.NOT_OURS) from None
    if at.database.exists() and not replace:
        raise Refused(Why.OCCUPIED)
    at.database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


async def _keys_here(at: Deployment, stack: AsyncExitStack, *, needed: bool) -> KeyRing | None:
    """Today's keys; None where others are brought and these are gone or do not open."""
    try:
        ring = await open_ring(at.keys, at.master, make=False)
    except KeysMissing:
        if needed:
            raise Refused(Why.NO_KEYS) from None
        return None
    except KeysWrong:
        if needed:
            raise
        return None
    stack.push_async_callback(ring.close)
    return ring


async def _brought(stage: Path, master: str | None) -> KeyRing:
    """The keys of the copy, in memory; their store is closed."""
    try:
        ring = await open_ring(stage, master, make=False)
    except KeysMissing:
        raise Refused(Why.NO_KEY_COPY) from None
    await ring.close()
    return ring


def _lacking(
    copy: Path, found: Glance, here: KeyRing | None, brought: KeyRing | None, *, partly: bool
) -> tuple[str, ...]:
    """The epochs that today's keys need from the copy of the keys. Raises Refused."""
    ring = here if brought is None else brought
    foreign = Why.FOREIGN if brought is None else Why.FOREIGN_KEYS
    _hold(ring is not None and found.fingerprint in {None, ring.fingerprint()}, foreign)
    if here is not None and brought is not None:
        _hold(here.fingerprint() == brought.fingerprint(), Why.FOREIGN_PLACE)
    if here is not None and not shut(here, copy):
        return ()
    _hold_open(ring, copy, partly=partly)
    if here is None or brought is None:
        return ()
    epochs = brought.names(EPOCH)
    _hold(all(here.get(one) in {None, brought.get(one)} for one in epochs), Why.OTHER_TIME)
    return tuple(one for one in epochs if here.get(one) is None)


def _hold_open(ring: KeyRing | None, copy: Path, *, partly: bool) -> None:
    """Refuse a copy that these keys do not open; with `partly` its bygone epochs may stay shut.

    Data that is newer than the keys would mean alarm-only mode (decision 0036).
    """
    if ring is None or not (closed := shut(ring, copy)):
        return
    _hold(max(closed) < ring.epochs()[0], Why.OTHER_TIME)
    _hold(partly, Why.BYGONE)


def _older(keys_copy: Path, copy: Path) -> bool:
    """Whether the names tell that the keys were copied before the data.

    Who came in between has no key among them: the start would sweep their rows for good.
    """
    keys, data = KEYS.fullmatch(keys_copy.resolve().name), DATA.fullmatch(copy.name)
    return keys is not None and data is not None and keys[1] < data[1]


def _hold(condition: bool, why: Why) -> None:  # noqa: FBT001 - an assertion that can be refused
    if not condition:
        raise Refused(why)


async def _adopt(here: KeyRing | None, brought: KeyRing | None, lacking: tuple[str, ...]) -> None:
    for name in lacking:
        key = None if brought is None else brought.get(name)
        if here is not None and key is not None:
            await here.adopt(name, key)
