"""`porchlight backup`, `restore` and what the doctor says of copies, run as people run them."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.matrix.keeping.kept import Kept, KeptBefore, KeptDevice
from adapters.sql.backup import Why
from bot.app.content import Content
from tests.house.test_commands import porchlight


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A deployment that was set up and never ran."""
    home = tmp_path / "home"
    home.mkdir()
    assert porchlight("keys", "init", folder=home).returncode == 0
    assert porchlight("migrate", folder=home).returncode == 0
    return home


def test_a_backup_and_a_restore_by_hand(folder: Path) -> None:
    made = porchlight("backup", "--to", "../copies", "--keys-to", "../keys", folder=folder)
    assert made.returncode == 0, made.stderr
    (data,) = (folder.parent / "copies").iterdir()
    (keys,) = (folder.parent / "keys").iterdir()
    assert str(data.name) in made.stdout

    there = porchlight("restore", str(data), folder=folder)
    assert there.returncode == 3
    assert "--replace" in there.stderr

    aside = porchlight("restore", str(data), "--replace", folder=folder)
    assert aside.returncode == 0, aside.stderr
    assert "is kept as" in aside.stdout

    empty = folder.parent / "another machine"
    empty.mkdir()
    lost = porchlight("restore", str(data), folder=empty)
    assert lost.returncode == 3
    assert "alarm-only mode" in lost.stderr
    back = porchlight("restore", str(data), "--keys", str(keys), folder=empty)
    assert back.returncode == 0, back.stderr
    assert porchlight("keys", "status", folder=empty).returncode == 0


def test_who_the_bot_is_on_matrix_goes_and_comes_with_the_keys(folder: Path) -> None:
    matrix = Kept(folder / "porchlight-matrix")
    matrix.keep_device(KeptDevice("@porch:hs.test", "OLD", "a token"))
    matrix.keep_seeds({"master": bytes(32)})
    made = porchlight("backup", "--to", "../copies", "--keys-to", "../keys", folder=folder)
    assert made.returncode == 0, made.stderr
    assert "without its device" in made.stdout
    (data,), (keys,) = (list((folder.parent / one).iterdir()) for one in ("copies", "keys"))
    empty = folder.parent / "another machine"
    empty.mkdir()
    back = porchlight("restore", str(data), "--keys", str(keys), folder=empty)
    assert back.returncode == 0, back.stderr
    assert "as a new device" in back.stdout
    there = Kept(empty / "porchlight-matrix")
    assert there.seeds() == {"master": bytes(32)}
    assert there.device() is None
    assert there.before() == KeptBefore("@porch:hs.test", "OLD")

    again = porchlight("restore", str(data), "--replace", "--keys", str(keys), folder=folder)
    assert again.returncode == 0, again.stderr
    assert "as a new device" not in again.stdout
    assert matrix.device() is not None


def test_a_broken_folder_of_matrix_is_said_and_the_keys_are_copied(folder: Path) -> None:
    matrix = Kept(folder / "porchlight-matrix")
    matrix.keep_device(KeptDevice("@porch:hs.test", "OLD", "a token"))
    matrix.seeds_file.write_text("nonsense")
    made = porchlight("backup", "--to", "../copies", "--keys-to", "../keys", folder=folder)
    assert made.returncode == 1
    assert "was not copied" in made.stderr
    (keys,) = (folder.parent / "keys").iterdir()
    assert {one.name for one in keys.iterdir()} >= {"keys.db"}
    assert not (keys / "matrix").exists()


def test_copies_in_the_folder_of_matrix_are_refused(folder: Path) -> None:
    done = porchlight("backup", "--to", "porchlight-matrix/copies", folder=folder)
    assert done.returncode == 3


def test_a_backup_that_does_not_know_where_to_says_so(folder: Path) -> None:
    done = porchlight("backup", folder=folder)
    assert done.returncode == 2
    assert "PORCHLIGHT_BACKUPS" in done.stderr


def test_the_settings_say_where_to(folder: Path) -> None:
    to, keys = folder.parent / "copies", folder.parent / "key copies"
    done = porchlight(
        "backup", folder=folder, PORCHLIGHT_BACKUPS=str(to), PORCHLIGHT_KEY_BACKUPS=str(keys)
    )
    assert done.returncode == 0, done.stderr
    assert len(list(to.iterdir())) == len(list(keys.iterdir())) == 1


@pytest.mark.parametrize("keep", ["0", "-1", "many"])
def test_fewer_than_one_copy_cannot_be_kept(folder: Path, keep: str) -> None:
    assert porchlight("backup", "--to", "../copies", "--keep", keep, folder=folder).returncode == 2


def test_keys_beside_data_are_refused_in_words(folder: Path) -> None:
    done = porchlight("backup", "--to", "../copies", "--keys-to", "../copies", folder=folder)
    assert done.returncode == 3
    assert "together" in done.stderr


def test_a_copy_that_its_keys_do_not_open_is_said(folder: Path) -> None:
    (folder / "porchlight-keys" / "master.key").write_text("ab" * 32)
    done = porchlight("backup", "--to", "../copies", "--keys-to", "../keys", folder=folder)
    assert done.returncode == 1
    assert "The copy is there" in done.stderr


def test_a_damaged_copy_is_refused_in_words(folder: Path) -> None:
    (folder / "copy.db").write_bytes(b"\xff" * 8_192)
    done = porchlight("restore", "copy.db", folder=folder, PORCHLIGHT_DATABASE="new/p.db")
    assert done.returncode == 3
    assert "The copy is damaged" in done.stderr


def test_a_backup_that_fails_names_the_file_and_ends_with_its_code(folder: Path) -> None:
    (folder / "file").write_text("")
    done = porchlight("backup", "--to", "file/copies", folder=folder)
    assert done.returncode == 3
    assert "cannot be used" in done.stderr


def test_the_doctor_looks_at_copies(folder: Path) -> None:
    to, keys = folder.parent / "copies", folder.parent / "key copies"
    env = {"PORCHLIGHT_BACKUPS": str(to), "PORCHLIGHT_KEY_BACKUPS": str(keys)}
    assert "PORCHLIGHT_BACKUPS" in porchlight("doctor", folder=folder).stdout
    assert "older than a day" in porchlight("doctor", folder=folder, **env).stdout
    assert porchlight("backup", folder=folder, **env).returncode == 0
    well = porchlight("doctor", folder=folder, **env).stdout
    assert "older than" not in well
    (copy,) = keys.iterdir()
    old = datetime(2026, 1, 5, tzinfo=UTC).timestamp()
    os.utime(copy, (old, old))
    assert "older than seven days" in porchlight("doctor", folder=folder, **env).stdout
    assert (
        "One copy of the keys" in porchlight("backup", "--keep", "1", folder=folder, **env).stdout
    )


def test_every_refusal_has_its_words(content: Content) -> None:
    say = content.texts.into("en")
    for why in Why:
        assert say(f"cli.backup.refused.{why}")
