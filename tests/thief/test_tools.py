"""The thief's tools find what they look for: a thief who is blind would find nothing to fear."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from adapters.memory.clock import MORNING
from adapters.memory.places import FIRST_ID, STEP_ID, person
from adapters.sql.keyring import KeyRing
from adapters.sql.seal import Sealer
from adapters.sql.tables.private_rooms import TABLE
from adapters.sql.vault import Vault
from bot.model.people import Platform
from tests.thief.figures import auc, rho
from tests.thief.forms import bare, forms_of
from tests.thief.keyed import Keyed, Seen, newcomers
from tests.thief.pages import Commit, Disk, replay
from tests.thief.tap import Tap
from tests.thief.town import Loot, Truth

CIT = person("citizen00007", 1_007)
ID = int(CIT.on(Platform.DISCORD).id)


@pytest.mark.parametrize(
    "leak",
    [str(ID).encode(), b"@citizen00007", ID.to_bytes(8, "big"), ID.to_bytes(8, "little"),
     f"{ID:x}".encode()],
    ids=["decimal", "name", "big", "little", "hex"],
)  # fmt: skip
def test_an_id_in_bare_bytes_is_found(leak: bytes) -> None:
    assert set(bare(b"\0\1page" + leak + b"\xff\xfe")) & set(forms_of(CIT))


def test_every_id_of_the_town_begins_as_the_thief_thinks() -> None:
    for number in (FIRST_ID, FIRST_ID + STEP_ID * 10_000):
        assert re.match(rb"\x0f[\x43-\xff]", number.to_bytes(8, "big"))
        assert re.match(r"f[0-9a-f]{14}$", f"{number:x}")
        assert re.match(r"11\d{17}$", str(number))


@pytest.fixture
def robbed(tmp_path: Path) -> Iterator[tuple[sqlite3.Connection, Tap]]:
    """A database with a log that is tapped from its first commit on."""
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as house:
        house.execute("PRAGMA journal_mode = WAL")
        house.execute("CREATE TABLE t (id TEXT PRIMARY KEY, n INTEGER, b BLOB) WITHOUT ROWID")
        house.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        tap = Tap(tmp_path / "x.db-wal")
        tap.begin(path)
        yield house, tap


def test_the_log_is_read_commit_by_commit_over_splits_overflows_and_checkpoints(
    robbed: tuple[sqlite3.Connection, Tap],
) -> None:
    house, tap = robbed
    for n in range(600):
        house.execute("INSERT INTO t VALUES (?, ?, ?)", (f"{n * 7919 % 600:04}", n, bytes(9 * n)))
        tap.look()
        if n % 100 == 99:
            house.execute("PRAGMA wal_checkpoint(RESTART)")
    house.execute("DELETE FROM t WHERE n = 300")
    tap.look()
    *made, last = replay(tap.first, tap.frames)
    assert [[row[1] for _, row in one.came] for one in made] == [[n] for n in range(600)]
    assert [len(row[2]) for one in made for _, row in one.came] == [9 * n for n in range(600)]  # type: ignore[arg-type]
    assert [row[1] for _, row in last.went] == [300]
    assert not any(one.went for one in made)


def test_the_schema_is_read_from_a_whole_file(robbed: tuple[sqlite3.Connection, Tap]) -> None:
    assert set(Disk.of(robbed[1].first).schema()) == {"t"}


def test_figures_on_orders_that_are_known() -> None:
    assert auc([3, 4], [1, 2]) == 1
    assert auc([1, 1], [1, 1]) == 0.5
    assert rho([1, 2, 3], [1, 2, 3]) == pytest.approx(1)
    assert rho([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)


@pytest.mark.parametrize("opens", [True, False], ids=["both lists open", "only today's"])
def test_a_lone_newcomer_is_named_where_two_lists_can_be_compared(
    tmp_path: Path, *, opens: bool
) -> None:
    ghost = Truth("t1", CIT.name, ghost=True, alarming=False, sent=MORNING, words="")
    loot = Loot(tmp_path, {CIT.name: CIT}, [ghost], Tap(tmp_path / "wal"), [])
    made = Commit(frozenset(), frozenset({("vents", ("t1", b""))}))
    empty = Commit(frozenset(), frozenset())
    ring = KeyRing.fleeting()
    before = [Seen(0, TABLE, b"", frozenset({"ana"}))] if opens else []
    seen = [*before, Seen(2, TABLE, b"", frozenset({"ana", CIT.name}))]
    found = newcomers(loot, [empty, made, empty], Keyed(seen, {}, ring, Vault(Sealer(ring))))
    assert (found.right, found.alone) == ((1, 1) if opens else (0, 0))
