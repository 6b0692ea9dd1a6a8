"""Renewing the sealing key: a new epoch, everything sealed again, the old epochs destroyed.

It goes in small units beside whatever else is written: the new epoch begins inside a unit, so
that everything after it is sealed under the new one, and no row can slip back. A crash in between
leaves blobs of both epochs and the keys of both; run again, it finishes.
"""

import logging
from datetime import datetime, timedelta
from functools import partial

from adapters.sql.house import House
from adapters.sql.keyring import EPOCH, KeyRing
from adapters.sql.seal import Sealer, Unreadable, epoch_of, place

LOG = logging.getLogger(__name__)
SEALED = {
    "deliveries": "key", "postings": "id", "incidents": "id", "incident_texts": "id",
    "incident_log": "id", "rota": "member", "cursors": "room", "drafts": "id",
    "reminders": "member", "checkins": "id", "preferences": "id", "private_rooms": "id",
    "leaving": "member", "vents": "id", "vent_posts": "id", "vent_lines": "id",
    "vent_drafts": "id", "vent_pictures": "id", "pairs": "id", "bans": "id", "unseals": "id",
    "audit": "number", "community": "id", "mistakes": "id", "links": "id",
}  # fmt: skip
"""Every table with a column `sealed`, and the key of its rows; a test holds it complete."""
AT_ONCE = 32
"""Rows in one unit: few enough that an alert hardly waits for them."""
LOOKED_AT = 256
"""Rows that are looked at in one step, however few of them must be sealed again."""
OLDEST = timedelta(days=6)
"""At this age a newer epoch begins, so that none is in use, or exists, for seven days."""
EPOCH_FACT = "epoch"
"""The newest epoch and when it began: a fact of the deployment."""


async def reseal(house: House, now: datetime | None = None) -> int:
    """Begin a new epoch and move everything to it; the number of fields that were sealed again."""
    renewal = Renewal(house)
    await renewal.begin(now)
    while not await renewal.step():
        pass
    return renewal.moved


async def overdue(house: House, now: datetime) -> bool:
    """Whether the epoch is old, of unknown age, or a renewal was not finished."""
    number, _, began = (await house.facts.get(EPOCH_FACT) or "").partition(" ")
    epochs = house.ring.epochs()
    if len(epochs) > 1 or number != str(max(epochs)):
        return True
    return abs(now - datetime.fromisoformat(began)) >= OLDEST  # or of a clock that ran ahead


class Renewal:
    """One renewal, step by step. `moved` counts the fields that were sealed again."""

    def __init__(self, house: House) -> None:
        """Nothing has begun."""
        self._house = house
        self._left: list[tuple[str, str]] = []
        self._after: object = None
        self._new = 0
        self.moved = 0

    async def begin(self, now: datetime | None) -> None:
        """The new epoch, durable; whatever is written after this unit is sealed under it."""
        self._left = list(SEALED.items())
        self._after = None

        async def first() -> None:
            unfinished = len(self._house.ring.epochs()) > 1
            self._new = await begin_epoch(self._house.ring)
            if now is not None and not unfinished:
                began = f"{self._new} {now.isoformat()}"
                await self._house.facts.put(EPOCH_FACT, began)

        await self._house.store.unit("epoch", first)

    async def step(self) -> bool:
        """Go on for a little; whether it is finished. The old epochs are destroyed at the end.

        Raises RuntimeError before it has begun.
        """
        if not self._new:
            message = "a renewal goes on only once its epoch is there"
            raise RuntimeError(message)
        if self._left:
            await self._some(*self._left[0])
        if self._left:
            return False
        for old in self._house.ring.epochs():
            if old != self._new:
                await self._house.ring.destroy(f"{EPOCH}{old}")
        return True

    async def _some(self, table: str, key: str) -> None:
        """Look at some rows of a table in the order of their keys."""
        where = "" if self._after is None else f"AND {key} > ?"
        sql = f"""SELECT {key} AS id, substr(sealed, 1, 5) AS head FROM {table}
                  WHERE sealed IS NOT NULL {where} ORDER BY {key} LIMIT {LOOKED_AT}"""  # noqa: S608 - our names
        values = () if self._after is None else (self._after,)
        rows = await self._house.store.rows.all(sql, values)
        old = [row["id"] for row in rows if epoch_of(row["head"]) not in {0, self._new}][:AT_ONCE]
        if old:
            work = partial(_rows, self._house, table, key, old, self._new)
            self.moved += await self._house.store.unit("reseal", work)
        done_to = old[-1] if len(old) == AT_ONCE else (rows[-1]["id"] if rows else None)
        if len(old) < AT_ONCE and len(rows) < LOOKED_AT:
            self._left.pop(0)
            done_to = None
        self._after = done_to


async def begin_epoch(ring: KeyRing) -> int:
    """A new epoch, durable; an unfinished renewal is taken up again."""
    epochs = ring.epochs()
    newest = max(epochs)
    new = newest if len(epochs) > 1 else newest + 1
    await ring.make(f"{EPOCH}{new}")
    return new


async def _rows(house: House, table: str, key: str, keys: list[bytes | str], new: int) -> int:
    rows, sealer = house.store.rows, Sealer(house.ring)
    moved = 0
    marks = ", ".join("?" * len(keys))
    found = await rows.all(f"SELECT {key}, sealed FROM {table} WHERE {key} IN ({marks})", keys)  # noqa: S608 - our names
    for one, sealed in found:
        if sealed is None or epoch_of(sealed) in {0, new}:
            continue
        where = place(table, one)
        try:
            again = sealer.seal(sealer.open(sealed, where), where)
        except Unreadable:
            LOG.error("a field of %s does not open and is left as it is", table)
            continue
        await rows.run(f"UPDATE {table} SET sealed = ? WHERE {key} = ?", (again, one))  # noqa: S608
        moved += 1
    return moved
