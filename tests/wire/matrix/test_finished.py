"""What was finished in rooms of the community is not read again; of private rooms nobody keeps it.

And whatever the journal keeps tells nothing to whoever has it alone.
"""

# pyright: reportMissingTypeStubs=false

import sqlite3
from pathlib import Path

import pytest

from adapters.matrix.keeping.journal import Journal
from adapters.matrix.keeping.seal import Seal
from bot.model.people import Room
from bot.ports.chat import anywhere
from tests.wire.matrix.bot import HERE, Bot
from tests.wire.matrix.conftest import Arrives
from tests.wire.matrix.person import Person
from tests.wire.matrix.test_sealed import Kept


async def room_of(bot: Bot, ana: Person, *, encrypted: bool) -> str:
    """A room of the community in which something was said, and a bot that ended in good order."""
    room = await ana.opens(bot.id, direct=False, encrypted=encrypted)
    bot.rooms = frozenset({room})
    await bot.starts()
    await ana.is_with(bot.id, room)
    for number in range(3):
        await ana.says(room, f"old {number}")
    await bot.hears("old 2")
    await bot.stops()
    bot.heard.events.clear()
    return room


@pytest.mark.parametrize("encrypted", [False, True])
async def test_a_start_reads_only_what_was_not_finished(
    bot: Bot, arrives: Arrives, *, encrypted: bool
) -> None:
    ana = await arrives("ana")
    room = await room_of(bot, ana, encrypted=encrypted)
    await ana.says(room, "new")
    bot.cursors = {**bot.cursors, **saved(bot, room)}

    await bot.starts()

    await bot.hears("new")
    assert bot.heard.said() == ["new"]


async def test_where_the_engine_s_data_are_older_what_followed_is_read_again(
    bot: Bot, arrives: Arrives
) -> None:
    """As after a restore: the journal knows of more than the engine has."""
    ana = await arrives("ana")
    room = await room_of(bot, ana, encrypted=False)
    last = saved(bot, room)[Room(HERE, room)]
    bot.cursors = {**bot.cursors, Room(HERE, room): last - 1}

    await bot.starts()

    await bot.hears("old 2")
    assert bot.heard.said() == ["old 2"]


async def test_nothing_is_kept_of_what_was_finished_in_private(bot: Bot, arrives: Arrives) -> None:
    await bot.starts()
    ana = await arrives("ana")
    room = await ana.opens(bot.id)
    await ana.is_with(bot.id, room)
    await ana.says(room, "between us")
    await bot.hears("between us")
    await bot.stops()
    with sqlite3.connect(bot.folder / "journal.db") as journal:
        assert journal.execute("SELECT count(*) FROM finished").fetchone() == (0,)


async def test_the_journal_alone_tells_a_thief_nobody(bot: Bot, arrives: Arrives) -> None:
    listening = await bot.starts()
    ana = await arrives("ana")
    room = await ana.opens(bot.id)
    await ana.is_with(bot.id, room)
    Kept(ana)
    event = await ana.says(room, "please read me")
    await bot.until(lambda: listening.sealed.waiting)
    files = [one for one in bot.folder.iterdir() if one.name.startswith("journal.db")]
    found = b"".join(one.read_bytes() for one in files)
    for told in (ana.id, ana.name, room, event):
        assert told.encode() not in found
    (one,) = listening.sealed.journal.sealed()
    assert (one.id, one.room, one.raw["sender"]) == (event, room, ana.id)


def test_what_is_sealed_opens_in_its_place_and_under_its_key_alone(tmp_path: Path) -> None:
    seal = Seal.of("a key")
    assert seal.open(seal.close({"a": 1}, "here"), "here") == {"a": 1}
    for other, place in ((seal, "there"), (Seal.of("another"), "here")):
        with pytest.raises(ValueError, match="does not open"):
            other.open(seal.close({"a": 1}, "here"), place)
    assert len(seal.close("x", "here")) == len(seal.close("x" * 200, "here"))
    journal = Journal(tmp_path / "journal.db", seal)
    journal.seal("$1", "!room", {"sender": "@ana:x"}, 7)
    journal.close()
    journal = Journal(tmp_path / "journal.db", Seal.of("another"))
    assert journal.sealed() == []
    journal.close()


def test_what_is_too_old_to_be_read_again_is_forgotten(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db", Seal.of("a key"))
    journal.finish({b"1": 10, b"2": 20}, 0)
    journal.finish({b"3": 30}, 15)
    assert journal.finished() == {b"2": 20, b"3": 30}
    journal.close()


def saved(bot: Bot, room: str) -> dict[Room, int]:
    """The cursor of a room, as an engine saves it."""
    assert anywhere(HERE) in bot.cursors
    return {Room(HERE, room): bot.heard.positions[Room(HERE, room)]}
