"""Whoever takes everything, keys too, learns who wrote to the bot in private, and never when."""

import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.memory.places import dm_room
from adapters.sql.keyring import KeyRing
from adapters.sql.opening import STORE
from adapters.sql.reseal import SEALED
from adapters.sql.seal import Sealer, Unreadable, place
from adapters.sql.tables.private_rooms import KEY, TABLE
from bot.app.content import Content
from bot.app.rehearsal import Rehearsal
from bot.model.people import Platform
from tests.stories.chat import Chat, texts

POSITION = re.compile(rb"(?<=\"position\":)\d+")
"""The town counts from the moment of its making; which rows have one is what matters."""
HELLO = "hello, i would like to say something"


def opened(database: Path, ring: KeyRing) -> dict[str, list[bytes]]:
    """What all keys open of the rows that remember where the bot has read."""
    sealer, found = Sealer(ring), dict[str, list[bytes]]()
    with closing(sqlite3.connect(database)) as stolen:
        for table, key in (("cursors", None), (TABLE, KEY)):
            rows = stolen.execute(f"SELECT {SEALED[table]}, sealed FROM {table}").fetchall()  # noqa: S608
            read = [
                sealer.open(blob, place(table, row), key and f"{key}{row}") for row, blob in rows
            ]
            found[table] = sorted(POSITION.sub(b"#", one) for one in read)
    return found


def rooms(found: dict[str, list[bytes]]) -> int:
    """How many private rooms a list names."""
    (plain,) = found[TABLE]
    assert b"position" not in plain
    return plain.count(b'"room"')


async def stolen_after(folder: Path, content: Content, *lines: str) -> dict[str, list[bytes]]:
    """What a thief with every key reads after a day."""
    async with Rehearsal(folder, content=content).running() as town:
        await Chat(town)(*lines, "* wait 1h", "* wait 1h", "* wait 1h")
        assert town.app is not None
        return opened(folder, town.app.house.ring)


async def test_who_wrote_first_last_or_most_leaves_the_same_rows(
    tmp_path: Path, content: Content
) -> None:
    ana, ben = f"ana @bot: {HELLO}", f"ben @bot: {HELLO}"
    public = "lia #general: good morning"
    orders = ((ana, public, "* wait 3h", ben, public), (ben, public, "* wait 3h", ana, public))
    first, second = [
        await stolen_after(tmp_path / f"{n}.db", content, *order) for n, order in enumerate(orders)
    ]
    assert first == second
    assert rooms(first) == 2


async def test_no_row_about_rooms_changes_when_somebody_writes_in_private(duty: Chat) -> None:
    await duty(f"ana @bot: {HELLO}", "* wait 2h")
    ring, database = duty.app.house.ring, duty.town.settings.database
    before = opened(database, ring)
    await duty(f"ana @bot: {HELLO}", f"ben @bot: {HELLO}")
    assert opened(database, ring) == before
    await duty("* wait 1h")
    assert rooms(opened(database, ring)) == 2


async def test_the_list_of_an_hour_ago_opens_with_no_key_of_today(duty: Chat) -> None:
    """Two lists side by side would tell who wrote for the first time between them."""
    ring, database = duty.app.house.ring, duty.town.settings.database
    earlier: list[tuple[str, bytes]] = []
    for name in ("ana", "ben", "lia"):
        await duty(f"{name} @bot: {HELLO}", "* wait 1h", "* wait 1m")
        with closing(sqlite3.connect(database)) as stolen:
            earlier += stolen.execute("SELECT id, sealed FROM private_rooms").fetchall()
    assert rooms(opened(database, ring)) == 3
    with closing(sqlite3.connect(duty.town.settings.keys / STORE)) as keys:
        names = keys.execute("SELECT name FROM keys WHERE name LIKE 'rooms:%'").fetchall()
    assert names == [(f"{KEY}{earlier[-1][0]}",)]
    for row, blob in earlier[:-1]:
        for key in (None, *ring.names("")):
            with pytest.raises(Unreadable):
                Sealer(ring).open(blob, place(TABLE, row), key)


async def test_erasing_writes_the_list_anew_at_once(duty: Chat) -> None:
    for name in ("ana", "ben"):
        await duty(f"{name} @bot: {HELLO}")
    await duty("* wait 2h")
    ring, database = duty.app.house.ring, duty.town.settings.database
    (before,) = ring.names(KEY)
    await duty("ana @bot: /privacy", "ana @bot: [Erase…]", "ana @bot: [Yes, erase it]")
    assert rooms(opened(database, ring)) == 1
    assert ring.names(KEY) != (before,)
    assert len(ring.names(KEY)) == 1


async def test_all_private_rooms_of_a_platform_are_read_from_one_position(duty: Chat) -> None:
    people = ("ana", "ben", "lia")
    for name in people:
        await duty(f"{name} @bot: {HELLO}", "* wait 40m")
    await duty("* wait 2h", "* restart")
    cursors = await duty.app.house.cursors.load()
    rooms = [dm_room(name, Platform.DISCORD) for name in people]
    assert len({cursors[room] for room in rooms}) == 1


async def test_what_was_written_in_private_while_the_bot_was_away_is_answered_once(
    duty: Chat,
) -> None:
    await duty("ben @bot/matrix: !help", "* wait 3h", "ben @bot/matrix: !help")
    await duty.town.stop()
    room = duty.town.acts.room("ben", "@bot", Platform.MATRIX)
    await duty.town.acts.says("ben", room, "i want to kill myself")
    before = len(duty.town.town.ledger.entries)
    await duty.town.start()
    shown = duty.town.town.ledger.entries[before:]
    assert texts(shown, "ben").count("You are not in trouble") == 1
    await duty("* restart")
    assert "You are not in trouble" not in texts(
        duty.town.town.ledger.entries[before + len(shown) :]
    )


@pytest.mark.parametrize("asleep", [False, True], ids=["the bot was down", "the machine slept"])
async def test_after_days_away_and_a_second_restart_nothing_private_is_answered_again(
    duty: Chat, *, asleep: bool
) -> None:
    """The one position of all private rooms is still that of an hour before the days away."""
    await duty("ana @bot: i want to kill myself", "ben @bot/matrix: a long and sad day")
    await duty("mo #moderators: [Resolve…] outcome=talked", "* wait 20m")
    if not asleep:
        await duty.town.stop()
    duty.town.clock.advance(timedelta(days=6))
    if not asleep:
        await duty.town.start()
    await duty("* wait 10m")
    away = texts(duty.town.town.ledger.entries, "mo")
    assert asleep or re.search(r"away from 05 Jan \d\d:\d\d to 11 Jan", away)
    shown = await duty("* restart", "* wait 3h", "* restart", "* wait 10m")
    assert not [one for one in shown if "ana" in one.screen or "ben" in one.screen]
