"""The custodians' trail: every tampering with the database is found, no crash is taken for one.

Not found: whoever holds the keys can write another trail and its head; who puts back database and
key store together, both of one day, puts back the trail of that day.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from hashlib import sha256
from random import Random

import pytest

from adapters.sql.house import House
from adapters.sql.seal import Codec, Sealer
from bot.relay.audit import BEGINNING, Entry, Marked, first_fault, mark
from tests.contracts.crash import at_every_step
from tests.contracts.houses import Files, living

DAY = date(2026, 1, 5)
WROTE = 6
Tamper = Callable[[sqlite3.Connection, Random], object]


async def add(house: House, *, confirmed: bool = True, reason: str = "why") -> None:
    """One more entry."""
    await house.store.unit("add", lambda: house.audit.add(DAY, "asked", "discord:1", reason=reason))
    if confirmed:
        await house.store.unit("confirm", house.audit.confirm)


async def written(files: Files, entries: int = WROTE) -> None:
    """A trail of so many entries."""
    async with living(files) as house:
        for _ in range(entries):
            await add(house)
        assert await house.audit.fault() is None


def number(chance: Random) -> int:
    return chance.randint(1, WROTE)


def flip(blob: bytes, chance: Random) -> bytes:
    """One bit another."""
    at = chance.randrange(len(blob))
    return blob[:at] + bytes([blob[at] ^ 1 << chance.randrange(8)]) + blob[at + 1 :]


def changes(column: str) -> Tamper:
    def tamper(rows: sqlite3.Connection, chance: Random) -> None:
        n = number(chance)
        (old,) = rows.execute(f"SELECT {column} FROM audit WHERE number = ?", (n,)).fetchone()  # noqa: S608 - our names
        rows.execute(f"UPDATE audit SET {column} = ? WHERE number = ?", (flip(old, chance), n))  # noqa: S608

    return tamper


def deletes(rows: sqlite3.Connection, chance: Random) -> None:
    rows.execute("DELETE FROM audit WHERE number = ?", (number(chance),))


def deletes_and_closes_up(rows: sqlite3.Connection, chance: Random) -> None:
    n = number(chance)
    rows.execute("DELETE FROM audit WHERE number = ?", (n,))
    rows.execute("UPDATE audit SET number = number - 1 WHERE number > ?", (n,))


def truncates(rows: sqlite3.Connection, chance: Random) -> None:
    rows.execute("DELETE FROM audit WHERE number >= ?", (number(chance),))


def swaps(rows: sqlite3.Connection, chance: Random) -> None:
    one, other = chance.sample(range(1, WROTE + 1), 2)
    rows.execute("UPDATE audit SET number = -1 WHERE number = ?", (one,))
    rows.execute("UPDATE audit SET number = ? WHERE number = ?", (one, other))
    rows.execute("UPDATE audit SET number = ? WHERE number = -1", (other,))


def swaps_the_words(rows: sqlite3.Connection, chance: Random) -> None:
    one, other = chance.sample(range(1, WROTE + 1), 2)
    words = dict(rows.execute("SELECT number, sealed FROM audit").fetchall())
    rows.execute("UPDATE audit SET sealed = ? WHERE number = ?", (words[one], other))
    rows.execute("UPDATE audit SET sealed = ? WHERE number = ?", (words[other], one))


def repeats_the_last(rows: sqlite3.Connection, chance: Random) -> None:
    del chance
    rows.execute(
        "INSERT INTO audit (number, sealed, mac) SELECT number + 1, sealed, mac FROM audit "
        "ORDER BY number DESC LIMIT 1"
    )


def adds_made_up_ones(rows: sqlite3.Connection, chance: Random) -> None:
    values = (WROTE + 1, chance.randbytes(80), chance.randbytes(16))
    rows.execute("INSERT INTO audit (number, sealed, mac) VALUES (?, ?, ?)", values)


def puts_one_before(rows: sqlite3.Connection, chance: Random) -> None:
    rows.execute("INSERT INTO audit (number, sealed, mac) VALUES (0, ?, ?)",
                 (chance.randbytes(80), chance.randbytes(16)))  # fmt: skip


TAMPERINGS: tuple[Tamper, ...] = (
    changes("sealed"), changes("mac"), deletes, deletes_and_closes_up, truncates, swaps,
    swaps_the_words, repeats_the_last, adds_made_up_ones, puts_one_before,
)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda one: one.__qualname__.split(".")[0])
async def test_tampering_with_the_database_is_found_and_stays_found(
    files: Files, tamper: Tamper, seed: int
) -> None:
    await written(files)
    with closing(sqlite3.connect(files.database)) as rows, rows:
        tamper(rows, Random(seed))  # noqa: S311 - a test that repeats
    async with living(files) as house:
        assert await house.audit.fault() is not None
        await add(house)
        assert await house.audit.fault() is not None


@pytest.mark.parametrize("behind", [1, 2, WROTE])
async def test_an_older_copy_of_the_database_is_found_also_when_the_trail_went_on(
    files: Files, behind: int
) -> None:
    await written(files, WROTE - behind)
    old = files.data()
    await written(files, behind)
    for name in files.data():
        (files.folder / name).unlink()
    for name, held in old.items():
        (files.folder / name).write_bytes(held)
    async with living(files) as house:
        assert await house.audit.fault() is not None
        for _ in range(behind + 2):
            await add(house, reason="another")
        assert await house.audit.fault() is not None


async def test_other_words_under_the_right_sealing_key_are_found(files: Files) -> None:
    """Who can seal but not mark: the epoch's key alone, without the root."""
    await written(files)
    async with living(files) as house:
        codec = Codec(Entry, "audit", Sealer(house.ring))
        forged = codec.seal(Entry(3, DAY, "asked", "discord:2", "", "because"), "3")

        async def forge() -> None:
            await house.store.rows.run("UPDATE audit SET sealed = ? WHERE number = 3", (forged,))

        await house.store.unit("forge", forge)
        assert await house.audit.fault() == 3


async def test_a_death_at_any_step_of_writing_is_no_tampering(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Head first, row second, head again: whichever of them was the last."""
    lives: dict[int, Files] = {}

    async def life(k: int) -> None:
        lives[k] = Files(tmp_path_factory.mktemp(f"life{k}"))
        async with living(lives[k]) as house:
            for _ in range(2):
                await add(house)

    async def after(k: int) -> None:
        async with living(lives[k]) as house:
            assert await house.audit.fault() is None
            for confirmed in (False, True):
                await add(house, confirmed=confirmed)
                assert await house.audit.fault() is None

    assert await at_every_step(monkeypatch, life, after) > 8


def test_the_first_fault_is_named() -> None:
    def mac(text: str) -> bytes:
        return sha256(text.encode()).digest()[:16]

    chain, before = list[Marked](), BEGINNING
    for n in range(1, 5):
        entry = Entry(n, DAY, "asked", "discord:1")
        before = mark(before, entry, mac)
        chain.append(Marked(n, entry, before))
    assert first_fault(chain, (before, before), mac) is None
    assert first_fault(chain[:3], (before, before), mac) == 4
    assert first_fault([*chain[:1], *chain[2:]], (before, before), mac) == 2
    assert first_fault(chain, (chain[2].mark, chain[2].mark), mac) is None
