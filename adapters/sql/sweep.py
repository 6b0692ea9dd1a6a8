"""The sweep at the start: rows of earlier versions are taken in, rows that no key opens go.

Such rows are left by a crash between key and data, or by an old backup under today's keys. Bans,
and the trail of the custodians, hold without being opened, and are never swept.
"""

import logging
from collections import Counter
from collections.abc import Mapping

from pydantic import ValidationError

from adapters.sql.house import House
from adapters.sql.keyring import MEMBER
from adapters.sql.seal import Codec, Sealer, Unreadable, epoch_of, place
from bot.checkins.reminder import Reminder

LOG = logging.getLogger(__name__)
OF_MEMBERS = ("preferences", "checkins", "reminders")
OF_EPOCHS = (
    "incident_texts", "incident_log", "incidents", "deliveries", "postings", "rota", "cursors",
    "drafts", "leaving", "mistakes",
)  # fmt: skip
"""What stands under an epoch: an older one than the oldest key is gone for ever."""


async def sweep(house: House) -> Mapping[str, int]:
    """Take in, then sweep; how many rows went, by table."""

    async def work() -> Counter[str]:
        await house.doomed.recall()
        await _take_in_reminders(house)
        await _take_in_checkins(house)
        swept = Counter[str]()
        for table in OF_MEMBERS:
            swept[table] += await _without_key(house, table)
        for table in OF_EPOCHS:
            swept[table] += await _of_bygone_epochs(house, table)
        swept["incident_texts"] += await _texts_without_key(house)
        return swept

    swept = await house.store.unit("sweep", work)
    gone = {table: number for table, number in swept.items() if number}
    if gone:
        LOG.warning("swept rows that no key opens: %s", gone)
    return gone


async def _tags(house: House, table: str) -> list[bytes]:
    """The members' tags of a table to which no key is there."""
    rows = await house.store.rows.all(f"SELECT DISTINCT member FROM {table}")  # noqa: S608 - our names
    return [row[0] for row in rows if house.ring.get(house.ring.of_tag(row[0])) is None]


async def _without_key(house: House, table: str) -> int:
    gone = 0
    for tag in await _tags(house, table):
        sql = f"DELETE FROM {table} WHERE member = ?"  # noqa: S608 - our names
        gone += await house.store.rows.run(sql, (tag,))
    return gone


async def _of_bygone_epochs(house: House, table: str) -> int:
    oldest = house.ring.epochs()[0].to_bytes(4, "big")
    sql = f"""DELETE FROM {table} WHERE sealed IS NOT NULL
              AND substr(sealed, 2, 4) > zeroblob(4) AND substr(sealed, 2, 4) < ?"""  # noqa: S608
    return await house.store.rows.run(sql, (oldest,))


async def _texts_without_key(house: House) -> int:
    """Texts under the key of whose incident it is."""
    sql = "SELECT id, incident FROM incident_texts WHERE substr(sealed, 2, 4) = zeroblob(4)"
    kept: dict[str, bool] = {}
    gone = 0
    for row in await house.store.rows.all(sql):
        name = row["incident"]
        if name not in kept:
            kept[name] = await _opens(house, name)
        if not kept[name]:
            drop = "DELETE FROM incident_texts WHERE id = ?"
            gone += await house.store.rows.run(drop, (row["id"],))
    return gone


async def _opens(house: House, name: str) -> bool:
    """Whether the texts of an incident may be opened; those of a damaged one are let alone."""
    incident = await house.incidents.get(name)  # it has a row: its texts would have gone with it
    return incident is None or house.incidents.opens(incident)


async def _take_in_reminders(house: House) -> None:
    """Earlier versions sealed reminders under the epoch, and tagged them otherwise."""
    kept = Codec(Reminder, "reminders", Sealer(house.ring))
    for row in await house.store.rows.all("SELECT member, due, sealed FROM reminders"):
        if epoch_of(row["sealed"]) == 0:
            continue
        await house.store.rows.run("DELETE FROM reminders WHERE member = ?", (row["member"],))
        try:
            reminder = kept.open(row["sealed"], row["member"])
        except (Unreadable, ValidationError):
            continue
        await house.reminders.put(reminder)
        sql = "UPDATE reminders SET due = ? WHERE member = ?"
        tag = bytes.fromhex(house.reminders.tag(reminder.member))
        await house.store.rows.run(sql, (row["due"], tag))


async def _take_in_checkins(house: House) -> None:
    """Earlier versions tagged check-ins otherwise: the key that opens one tells the new tag."""
    sealer, rows = Sealer(house.ring), house.store.rows
    for tag in await _tags(house, "checkins"):
        row = await rows.one("SELECT id, sealed FROM checkins WHERE member = ? LIMIT 1", (tag,))
        name = _opening(sealer, row["sealed"], place("checkins", row["id"])) if row else None
        if name is not None:
            today = bytes.fromhex(name.removeprefix(MEMBER))
            sql = "UPDATE checkins SET member = ? WHERE member = ?"
            await rows.run(sql, (today, tag))


def _opening(sealer: Sealer, blob: bytes, where: str) -> str | None:
    """The name of the member's key that opens a blob."""
    for name in sealer.ring.names(MEMBER):
        try:
            sealer.open(blob, where, name)
        except Unreadable:
            continue
        return name
    return None
