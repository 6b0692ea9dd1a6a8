"""Renewing the sealing key: a new epoch, everything sealed again, the old epochs destroyed.

A crash in between leaves blobs of both epochs and the keys of both; run again, it finishes.
"""

from functools import partial

from adapters.sql.house import House
from adapters.sql.keyring import EPOCH, KeyRing
from adapters.sql.seal import Sealer, epoch_of, place

SEALED = {
    "deliveries": "key", "postings": "id", "incidents": "id", "incident_texts": "id",
    "incident_log": "id", "rota": "member", "cursors": "room", "drafts": "id",
    "reminders": "member", "checkins": "id", "preferences": "id", "vents": "id",
    "vent_posts": "id", "vent_lines": "id", "vent_drafts": "id", "pairs": "id", "bans": "id",
    "unseals": "id", "audit": "number",
}  # fmt: skip
"""Every table with a column `sealed`, and the key of its rows; a test holds it complete."""
AT_ONCE = 200


async def reseal(house: House) -> int:
    """Begin a new epoch and move everything to it; the number of fields that were sealed again."""
    ring = house.ring
    new = await begin_epoch(ring)
    moved = 0
    for table, key in SEALED.items():
        moved += await _table(house, table, key, new)
    for old in ring.epochs()[:-1]:
        await ring.destroy(f"{EPOCH}{old}")
    return moved


async def begin_epoch(ring: KeyRing) -> int:
    """A new epoch, durable; an unfinished renewal is taken up again."""
    epochs = ring.epochs()
    newest = max(epochs)
    new = newest if len(epochs) > 1 else newest + 1
    await ring.make(f"{EPOCH}{new}")
    return new


async def _table(house: House, table: str, key: str, new: int) -> int:
    rows = house.store.rows
    found = await rows.all(f"SELECT {key} FROM {table} WHERE sealed IS NOT NULL")  # noqa: S608 - our names
    keys = [row[0] for row in found]
    moved = 0
    for start in range(0, len(keys), AT_ONCE):
        part = keys[start : start + AT_ONCE]
        work = partial(_rows, house, table, key, part, new)
        moved += await house.store.unit("reseal", work)
    return moved


async def _rows(house: House, table: str, key: str, keys: list[bytes | str], new: int) -> int:
    rows, sealer = house.store.rows, Sealer(house.ring)
    moved = 0
    for one in keys:
        sealed = await rows.value(f"SELECT sealed FROM {table} WHERE {key} = ?", (one,))  # noqa: S608
        if sealed is None or epoch_of(sealed) in {0, new}:
            continue
        where = place(table, one)
        again = sealer.seal(sealer.open(sealed, where), where)
        await rows.run(f"UPDATE {table} SET sealed = ? WHERE {key} = ?", (again, one))  # noqa: S608
        moved += 1
    return moved
