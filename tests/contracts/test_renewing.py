"""Keys are renewed weekly beside the work, and what an old backup then tells."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from adapters.memory.clock import MORNING, TownClock
from adapters.memory.script import step_of
from adapters.sql import reseal as resealing
from adapters.sql.keyring import KeyRing
from adapters.sql.opening import STORE, Mode, open_data, open_ring
from adapters.sql.reseal import EPOCH_FACT, SEALED, Renewal, overdue, reseal
from adapters.sql.seal import Sealer, Unreadable, epoch_of, place
from adapters.sql.sweep import sweep
from bot.app.content import Content
from bot.app.rehearsal import Rehearsal
from bot.model.people import Member, Platform
from tests.contracts.belongings import DAY, WORD, fill
from tests.contracts.houses import ANA, Files, living, running


async def test_rows_that_are_written_while_keys_are_renewed_are_under_the_new_one(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resealing, "AT_ONCE", 2)
    monkeypatch.setattr(resealing, "LOOKED_AT", 3)
    async with living(files) as house:
        people = [Member(Platform.DISCORD, str(n)) for n in range(40)]
        join = house.rota.join
        for who in people[:20]:
            await house.store.unit("join", partial(join, who, MORNING))
        old = house.ring.epochs()
        renewal = Renewal(house)
        await renewal.begin(MORNING)
        for who in people[20:]:
            await house.store.unit("join", partial(join, who, MORNING))
            await renewal.step()
        while not await renewal.step():
            pass
        assert not set(old) & set(house.ring.epochs())
        assert len(await house.rota.on_duty()) == 40
        assert renewal.moved == 20
        assert await overdue(house, MORNING + 5 * DAY) is False
        assert await overdue(house, MORNING + 6 * DAY) is True


async def test_a_field_that_does_not_open_stops_no_renewal(files: Files) -> None:
    async with living(files) as house:
        await fill(house, ANA)
        sql = "UPDATE drafts SET sealed = CAST(X'0100000001' || zeroblob(300) AS BLOB)"
        await house.store.unit("damage", lambda: house.store.rows.run(sql))
        await reseal(house, MORNING)
        assert house.ring.epochs() == (2,)


async def test_a_renewal_that_has_not_begun_destroys_nothing(files: Files) -> None:
    async with living(files) as house:
        with pytest.raises(RuntimeError):
            await Renewal(house).step()
        assert house.ring.epochs() == (1,)


async def test_no_epoch_lives_for_seven_days_and_nobody_notices(
    tmp_path: Path, content: Content
) -> None:
    town = Rehearsal(tmp_path / "p.db", content=content)
    async with town.running():
        assert town.app is not None
        born: dict[int, int] = {}
        for line in ("mo #moderators: /duty on", "ana #general: i want to die"):
            step = step_of(line)
            assert step is not None
            await town.take(step)
        for day in range(16):
            for epoch in town.app.house.ring.epochs():
                assert day - born.setdefault(epoch, day) < 7
            await town.wait(DAY)
        assert len(born) > 2
        await town.stop()
        await town.start()
        assert town.app.opened.mode is Mode.WHOLE
        (incident, *_) = await town.app.house.incidents.open_ones()
        assert incident.number
        assert [one.words for one in await town.app.house.incidents.texts(incident)]


# backups -----------------------------------------------------------------------------------------


async def opened(files: Files, clock: TownClock) -> Mode:
    found = await open_data(files.database, files.keys, None, clock)
    async with running(found.house):
        return found.mode


async def test_keys_that_are_older_than_the_data_are_alarm_only_mode(files: Files) -> None:
    async with living(files) as house:
        await fill(house, ANA)
        shutil.copy(files.store, files.folder / "old keys")
        await reseal(house, MORNING)
    shutil.copy(files.folder / "old keys", files.store)
    assert await opened(files, TownClock()) is Mode.ALARM_ONLY


async def test_a_backup_that_is_older_than_the_keys_opens_and_what_is_bygone_is_swept(
    files: Files,
) -> None:
    async with living(files) as house:
        await fill(house, ANA)
        backup(files, files.folder / "backup.db")
        await reseal(house, MORNING)
    files.database.unlink()
    (files.folder / "backup.db").rename(files.database)
    async with living(files) as house:
        assert await sweep(house) == {"cursors": 1, "drafts": 1, "leaving": 1}
        assert await house.preferences.all_of(ANA) == {"country": "AT"}
        assert len(await house.checkins.for_member(ANA)) == 1
        assert await house.reminders.get(ANA) is not None
        assert await house.cursors.load() == {}


def backup(files: Files, to: Path) -> None:
    """A consistent copy, as `porchlight backup` makes one."""
    with closing(sqlite3.connect(files.database)) as database:
        database.execute("VACUUM INTO ?", (str(to),))


STORY = (
    "mo #moderators: /duty on", "ana @bot: /consent yes", "ben @bot: /consent yes",
    'ben @bot: /checkin mood=4 note="a wren stays"',
    f'ana @bot: /checkin mood=2 note="{WORD} in a note"', "ana @bot: /quiet on",
    "ana @bot: /remind time=20:30 zone=Europe/Berlin", "ana @bot/matrix: !consent yes",
    f"ana #general: i want to die, says the {WORD}", "* wait 3h", "* leaves ana",
    "* outage discord 1m", f"ana #general/matrix: i will kill myself tonight, says the {WORD}",
    "ana @bot/matrix: !checkin",
    "ana @bot/matrix: 2", f"ana @bot/matrix: {WORD} in a draft",
)  # fmt: skip


def opened_by(ring: KeyRing, database: Path) -> Iterator[bytes]:
    """Everything that an attacker reads who tries every key on every sealed field."""
    sealer = Sealer(ring)
    names = ring.names("")
    with closing(sqlite3.connect(database)) as stolen:
        for table, key in SEALED.items():
            sql = f"SELECT {key}, sealed FROM {table} WHERE sealed IS NOT NULL"  # noqa: S608 - ours
            for row, blob in stolen.execute(sql):
                for name in names:
                    try:
                        yield sealer.open(blob, place(table, row), name)
                    except (Unreadable, ValueError):
                        continue


async def test_a_backup_from_before_an_erasure_under_the_keys_of_a_week_later_tells_nothing_of_it(
    tmp_path: Path, content: Content
) -> None:
    """The backup is made just before, with a card still owed and a question still open."""
    town = Rehearsal(tmp_path / "house.db", content=content)
    files, before, keys = Files(tmp_path), tmp_path / "before.db", tmp_path / "keys of then"
    async with town.running():
        for line in STORY:
            step = step_of(line)
            assert step is not None
            await town.take(step)
        backup(files, before)
        shutil.copytree(town.settings.keys, keys)
        await town.wait(timedelta(minutes=2))
        for place_ in ("@bot: /privacy", "@bot/matrix: !privacy"):
            await erase_by_hand(town, place_)
        await town.wait(7 * DAY)
        shutil.copytree(town.settings.keys, tmp_path / "keys of a week later")
    ana = [one.id for one in town.town.people["ana"].accounts.values()]
    ours = [WORD.encode(), *(one.encode() for one in ana)]
    then = await read_with(keys, before)
    assert sum(any(word in one for word in ours) for one in then) > 8, len(then)
    later = await read_with(tmp_path / "keys of a week later", before)
    assert [one for one in later if any(word in one for word in ours)] == []
    assert any(b"a wren stays" in one for one in later)


async def erase_by_hand(town: Rehearsal, line: str) -> None:
    place_ = line.partition(":")[0]
    for each in (line, f"{place_}: [Erase…]", f"{place_}: [Yes, erase it]"):
        step = step_of(f"ana {each}")
        assert step is not None
        await town.take(step)


async def read_with(keys: Path, database: Path) -> list[bytes]:
    assert (keys / STORE).exists()
    ring = await open_ring(keys, None, make=False)
    try:
        return list(opened_by(ring, database))
    finally:
        await ring.close()


async def test_a_renewal_notes_its_epoch_and_an_unknown_age_is_renewed(files: Files) -> None:
    async with living(files) as house:
        assert await overdue(house, MORNING) is True
        await reseal(house, MORNING)
        assert await house.facts.get(EPOCH_FACT) == f"2 {MORNING.isoformat()}"
        assert await overdue(house, MORNING) is False
        await house.ring.make("epoch:3")
        assert await overdue(house, MORNING) is True
        rows = await house.store.rows.all("SELECT sealed FROM cursors")
        assert {epoch_of(row["sealed"]) for row in rows} <= {2}
