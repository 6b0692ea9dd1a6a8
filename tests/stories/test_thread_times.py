"""No row or sealed value that concerns a thread tells a time finer than a day.

Exceptions, while they last: an open incident is due at a moment (moderators are called then); a
waiting post and an owed delivery, too; a thread whose author was erased ends at a full hour drawn
by lot; a request to break a seal ends after thirty minutes. Once closed, posted, paid or over none
of them does. A closed incident keeps sealed when it was closed
(by a moderator, not by the author), because it is reopened within a day of that; its log keeps
what moderators did and when.
"""

import dataclasses
import types
import typing
from datetime import datetime

import pytest

from adapters.sql.connect import connect
from adapters.sql.migrate import migrate
from bot.model.incident import Incident
from bot.model.venting import Ban, Draft, Line, Pair, Post, Vent
from tests.stories.chat import Chat

OF_THREADS = (
    "vents", "vent_posts", "vent_lines", "vent_drafts", "vent_pictures", "pairs", "bans", "unseals",
)  # fmt: skip
COUNTED = {"seq", "number"}
WAITS = {(Post, "due"), (Vent, "ends_at")}
CRY = "ana @bot: i want to kill myself"


def holds_moment(hint: object) -> bool:
    """Whether a value of this type holds a moment, at any depth."""
    if hint is datetime:
        return True
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return any(map(holds_moment, typing.get_type_hints(hint).values()))
    if isinstance(hint, types.UnionType) or typing.get_args(hint):
        return any(map(holds_moment, typing.get_args(hint)))
    return False


@pytest.mark.parametrize("kind", [Ban, Draft, Line, Pair, Post, Vent])
def test_what_is_sealed_about_a_thread_tells_days(kind: type) -> None:
    hints = typing.get_type_hints(kind)
    assert not [name for name, hint in hints.items()
                if holds_moment(hint) and (kind, name) not in WAITS]  # fmt: skip


def test_a_moment_is_found_at_any_depth() -> None:
    assert holds_moment(Incident)
    assert holds_moment(tuple[Incident, ...] | None)
    assert not holds_moment(tuple[str, int])


@pytest.mark.parametrize("table", OF_THREADS)
async def test_no_column_about_a_thread_can_hold_a_moment(table: str) -> None:
    house = await connect(None)
    try:
        await migrate(house)
        async with house.execute(f"PRAGMA table_info({table})") as cursor:
            columns = {row[1]: row[2] for row in await cursor.fetchall()}
    finally:
        await house.close()
    assert columns
    assert {name for name, kind in columns.items() if kind not in {"TEXT", "BLOB"}} <= COUNTED


async def test_a_post_that_was_posted_holds_no_moment(duty: Chat) -> None:
    await duty("ana @bot: today was sad", "ana @bot: [Post it]", "* wait 3m")
    house = duty.app.house
    ((vent, _),) = await house.vents.alive()
    assert [post.due for post in await house.vents.posts_of(vent.id)] == [None]


async def test_a_threads_incident_tells_days_once_it_is_closed(duty: Chat) -> None:
    await duty(CRY, "mo #moderators: [Resolve…] outcome=talked", "* wait 1m")
    house = duty.app.house
    (row,) = await house.store.rows.all("SELECT id, due, opened, closed FROM incidents")
    incident = await house.incidents.get(row["id"])
    assert incident is not None
    assert row["due"] is None
    assert row["opened"] % 86_400_000 == row["closed"] % 86_400_000 == 0
    for moment in (incident.opened_at, incident.active_at, incident.answered_at):
        assert moment is not None
        assert (moment.hour, moment.minute, moment.second) == (0, 0, 0)


async def test_it_is_reopened_within_a_day_and_its_words_stay_so_long(duty: Chat) -> None:
    await duty(CRY, "* wait 14h", "mo #moderators: [Resolve…] outcome=talked", "* wait 23h")
    (incident,) = [await duty.app.house.incidents.get("1")]
    assert incident is not None
    assert await duty.app.house.incidents.texts(incident)
    await duty("* wait 3d")
    assert not await duty.app.house.incidents.texts(incident)


async def test_what_is_paid_or_lost_holds_no_moment(duty: Chat) -> None:
    await duty(CRY, "* dms ana closed", "mo #moderators: [I've got this]", "* wait 1m")
    house = duty.app.house
    rows = await house.store.rows.all("SELECT due FROM deliveries WHERE state <> 'owed'")
    assert {row["due"] for row in rows} == {0}
    assert not await house.store.rows.all("SELECT * FROM closed")
