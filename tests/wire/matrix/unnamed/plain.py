"""What a homeserver has in plain about some rooms: every row of its database that is of them."""

import json
import sqlite3
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from tests.wire.matrix.unnamed.witness import sifted

OF_MEMBERS = frozenset({
    "room_memberships", "local_current_membership", "current_state_events", "users_in_public_rooms",
    "users_who_share_private_rooms", "event_push_actions", "event_push_actions_staging",
    "event_push_summary", "event_push_summary_last_receipt_stream_id", "state_groups_state",
    "device_lists_changes_in_room", "current_state_delta_stream", "room_stats_current",
    "sliding_sync_membership_snapshots",
})  # fmt: skip
"""Who is in a room, and how many messages are new to each of them: of all members alike."""


def rows_of(
    database: Path, rooms: Collection[str], bot: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Table and row. Members' own events of coming and going are left out."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        db.row_factory = sqlite3.Row
        tables = [
            one["name"] for one in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        told = "SELECT event_id FROM events WHERE type != 'm.room.member' AND room_id IN"
        events = _column(db, f"{told} ({_marks(rooms)})", rooms)
        for table in tables:
            if table in OF_MEMBERS:
                continue
            columns = {one["name"] for one in db.execute(f"PRAGMA table_info({table})")}
            for column, wanted in (("event_id", events), ("room_id", list(rooms))):
                if column in columns:
                    yield from _rows(db, (table, column, bot), wanted, columns)
                    break


def events_in(database: Path, room: str) -> list[str]:
    """The ids of all events of a room."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        return _column(db, "SELECT event_id FROM events WHERE room_id = ?", [room])


def _rows(
    db: sqlite3.Connection, which: tuple[str, str, str], wanted: list[str], columns: Collection[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    table, column, bot = which
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        asked = f"SELECT * FROM {table} WHERE {column} IN ({_marks(some)})"  # noqa: S608 - its own
        for row in db.execute(asked, some):
            yield table, {name: _read(row[name], bot) for name in columns}


def _read(value: object, bot: str) -> object:
    """JSON as what it says, without what is sealed in it."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, str) and value.startswith(("{", "[")):
        try:
            return sifted(json.loads(value), bot)
        except ValueError:
            return value
    return value


def _column(db: sqlite3.Connection, asked: str, given: Collection[str]) -> list[str]:
    return [str(one[0]) for one in db.execute(asked, list(given))]


def _marks(given: Collection[object]) -> str:
    return ",".join("?" * len(given))
