"""Erasure: the key goes first; whatever dies in between, the next start finishes it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from adapters.memory.clock import MORNING
from adapters.memory.script import step_of
from adapters.sql.seal import Codec, Sealer
from adapters.sql.sweep import sweep
from bot.app.content import Content
from bot.app.rehearsal import Rehearsal
from bot.checkins.reminder import Reminder
from bot.model.people import Platform
from tests.contracts.belongings import WORD, erase, fill, finish, left_of
from tests.contracts.crash import at_every_step
from tests.contracts.houses import ANA, BEN, Files, copied, living


async def test_a_crash_at_any_step_of_an_erasure_leaves_all_or_what_the_next_start_finishes(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Files(files.folder / "whole")
    async with living(whole) as house:
        await fill(house, ANA)
        await fill(house, BEN, 2)
    halves: set[str] = set()

    async def life(k: int) -> None:
        async with living(copied(whole, str(k))) as house:
            await erase(house, ANA)

    async def after(k: int) -> None:
        async with living(Files(files.folder / str(k))) as house:
            begun = house.ring.get(house.ring.of_member(ANA.platform, ANA.id)) is None
            rows = bool(await left_of(house, ANA))
            halves.add(f"{begun} {rows}")
            assert begun or rows, "rows went before their key"
            await finish(house)
            if begun:
                assert await left_of(house, ANA) == {}
                assert await house.preferences.all_of(ANA) == {}
                assert house.erasures.waiting() == []
            assert await house.preferences.all_of(BEN) == {"country": "AT"}
            assert len(await house.checkins.for_member(BEN)) == 1

    assert await at_every_step(monkeypatch, life, after) > 8
    assert halves == {"False True", "True True", "True False"}


async def test_an_erased_key_and_its_mark_are_in_no_file_any_more(files: Files) -> None:
    async with living(files) as house:
        await fill(house, ANA)
        with closing(sqlite3.connect(files.store)) as store:
            before = {row[0]: row[1] for row in store.execute("SELECT name, wrapped FROM keys")}
        await erase(house, ANA)
        (name,) = house.ring.names("erasing:")
        with closing(sqlite3.connect(files.store)) as store:
            sql = "SELECT wrapped FROM keys WHERE name = ?"
            (mark,) = store.execute(sql, (name,)).fetchone()
        await finish(house)
        held = b"".join(files.everything().values())
        assert before[house.ring.of_member(ANA.platform, ANA.id)] not in held
        assert mark not in held


async def test_whoever_comes_back_while_the_mark_stands_loses_nothing_new(files: Files) -> None:
    async with living(files) as house:
        await fill(house, ANA)
        await erase(house, ANA)
        await fill(house, ANA, 3)
        await finish(house)
        assert [one.number for one in await house.checkins.for_member(ANA)] == [3]


async def test_the_same_event_done_again_leaves_one_mark(files: Files) -> None:
    async with living(files) as house:
        for _ in range(3):
            await erase(house, ANA)
        assert len(house.erasures.waiting()) == 1


async def test_the_next_start_of_the_whole_bot_finishes_what_a_crash_left(
    tmp_path: Path, content: Content
) -> None:
    town = Rehearsal(tmp_path / "p.db", content=content)
    async with town.running():
        for line in ("ana @bot: /consent yes", f'ana @bot: /checkin mood=2 note="{WORD}"'):
            step = step_of(line)
            assert step is not None
            await town.take(step)
        assert town.app is not None
        ring = town.app.house.ring
        (name,) = ring.names("member:")
        ana = town.town.people["ana"].on(Platform.DISCORD)
        await ring.replace(name, "erasing:0", f"{ana.platform}\n{ana.id}".encode())
        await town.stop()
        await town.start()
        house = town.app.house
        assert await left_of(house, ana) == {}
        assert not house.ring.names("erasing:")


# the sweep ---------------------------------------------------------------------------------------


async def test_rows_that_no_key_opens_are_swept_and_no_others(files: Files) -> None:
    async with living(files) as house:
        await fill(house, ANA)
        await fill(house, BEN, 2)
        await house.ring.destroy(house.ring.of_member(ANA.platform, ANA.id))
        assert await sweep(house) == {"preferences": 1, "checkins": 1, "reminders": 1}
        assert await left_of(house, BEN) == {"preferences": 1, "checkins": 1, "reminders": 1}
        assert await sweep(house) == {}


async def test_rows_of_earlier_versions_are_taken_in(files: Files) -> None:
    async with living(files) as house:
        await fill(house, ANA)
        old = house.ring.tag("checkins", ANA.platform, ANA.id)
        reminder = Reminder(member=ANA, zone="UTC", minute=5)
        tag = house.ring.tag("reminder", ANA.platform, ANA.id)
        sealed = Codec(Reminder, "reminders", Sealer(house.ring)).seal(reminder, tag)

        async def as_it_was() -> None:
            rows = house.store.rows
            await rows.run("UPDATE checkins SET member = ?", (old,))
            await rows.run("UPDATE reminders SET member = ?, sealed = ?", (tag, sealed))

        await house.store.unit("old", as_it_was)
        assert await sweep(house) == {}
        assert [one.note for one in await house.checkins.for_member(ANA)] == [f"{WORD} 1"]
        found = await house.reminders.get(ANA)
        assert found is not None
        assert found.due == MORNING
