"""Where copies may lie, and how long keys live: apart from the data, and for seven days."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.sql.backup import Refused, Why, back_up
from adapters.sql.connect import Damaged
from adapters.sql.copies import DATA, KEYS, age, copies, key_copies, within
from tests.contracts.copying import NOW, Case, tree
from tests.contracts.houses import remember


@pytest.fixture
async def case(tmp_path: Path) -> Case:
    """Ana is remembered; there is no copy yet."""
    made = Case(tmp_path)
    await remember(made.files)
    return made


# apart ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "keys", "why"),
    [
        ("house/keys", None, Why.IN_KEYS),
        ("house/keys/copies", None, Why.IN_KEYS),
        ("house", None, Why.IN_KEYS),
        ("link to keys", None, Why.IN_KEYS),
        ("copies", "house/keys/copies", Why.IN_KEYS),
        ("copies", "copies", Why.TOGETHER),
        ("copies", "copies/keys", Why.TOGETHER),
        ("copies/data", "copies", Why.TOGETHER),
        ("copies", "link to copies", Why.TOGETHER),
        ("copies", "house/other", Why.KEYS_IN_DATA),
    ],
)
async def test_keys_and_data_never_come_to_lie_together(
    case: Case, tmp_path: Path, data: str, keys: str | None, why: Why
) -> None:
    (tmp_path / "copies").mkdir()
    (tmp_path / "link to keys").symlink_to(case.files.keys)
    (tmp_path / "link to copies").symlink_to(tmp_path / "copies")
    before = tree(tmp_path)
    with pytest.raises(Refused) as refused:
        await back_up(case.at, tmp_path / data, tmp_path / keys if keys else None, NOW)
    assert refused.value.why is why
    assert tree(tmp_path) == before


def test_a_folder_is_within_itself_and_its_parents_alone(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert within(tmp_path / "a", tmp_path)
    assert within(tmp_path / "a" / "new", tmp_path / "a")
    assert not within(tmp_path, tmp_path / "a")
    assert not within(tmp_path / "ab", tmp_path / "a")


# seven days ----------------------------------------------------------------------------------


async def test_with_a_backup_each_day_no_copy_of_keys_ever_turns_seven_days_old(case: Case) -> None:
    for day in range(12):
        now = NOW + timedelta(day)
        await back_up(case.at, case.to, case.keys_to, now)
        at_the_next = now + timedelta(days=1)
        assert all(age(one, at_the_next) <= timedelta(days=7) for one in key_copies(case.keys_to))
    assert len(copies(case.to, DATA)) == 7
    assert len(copies(case.keys_to, KEYS)) == 6


async def test_old_keys_go_even_when_the_copy_fails(case: Case) -> None:
    await back_up(case.at, case.to, case.keys_to, NOW)
    case.files.database.write_bytes(b"no database" * 1_000)
    with pytest.raises(Damaged):
        await back_up(case.at, case.to, case.keys_to, NOW + timedelta(8))
    assert not copies(case.keys_to, KEYS)


async def test_a_name_from_the_future_does_not_keep_keys_alive(case: Case) -> None:
    await back_up(case.at, case.to, case.keys_to, NOW + timedelta(days=4_000))
    (copy,) = copies(case.keys_to, KEYS)
    os.utime(copy.path, (NOW.timestamp(), NOW.timestamp()))
    await back_up(case.at, case.to, case.keys_to, NOW + timedelta(8))
    assert copy.path not in [one.path for one in copies(case.keys_to, KEYS)]


async def test_nothing_else_in_the_folder_of_keys_is_touched(case: Case) -> None:
    await case.back_up(NOW - timedelta(minutes=1))
    theirs = [
        case.keys_to / "porchlight-keys-notes",
        case.keys_to / "porchlight-keys-20209999T000000Z",
    ]
    for one in theirs:
        one.write_text("theirs")
    target = case.files.folder / "linked"
    target.mkdir()
    (target / "file").write_text("theirs")
    (case.keys_to / "porchlight-keys-20200101T000000Z").symlink_to(target)
    await back_up(case.at, case.to, case.keys_to, NOW)
    assert [one.read_text() for one in theirs] == ["theirs", "theirs"]
    assert not (case.keys_to / "porchlight-keys-20200101T000000Z").exists()
    assert (target / "file").read_text() == "theirs"
