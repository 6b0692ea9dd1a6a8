"""`porchlight matrix-reset` and `matrix-trust`, as people run them; what needs no homeserver."""

from pathlib import Path

import pytest

from adapters.matrix.keeping.kept import Kept
from adapters.matrix.keeping.pins import Pins, pins_in
from adapters.matrix.keeping.seal import Seal
from tests.house.test_commands import porchlight

NAMED = {
    "PORCHLIGHT_MATRIX__HOMESERVER": "http://127.0.0.1:9",
    "PORCHLIGHT_MATRIX__USER": "@porch:hs.test",
    "PORCHLIGHT_MATRIX__PASSWORD": "of nobody",
    "PORCHLIGHT_MATRIX__FOLDER": "matrix",
}


@pytest.mark.parametrize("command", ["matrix-reset", "matrix-trust"])
def test_without_matrix_in_the_settings_there_is_nothing_to_do(
    tmp_path: Path, command: str
) -> None:
    done = porchlight(command, "--yes", folder=tmp_path)
    assert done.returncode == 2
    assert "no Matrix" in done.stderr


def test_a_reset_that_nobody_said_yes_to_changes_nothing(tmp_path: Path) -> None:
    key = Kept(tmp_path / "matrix").pickle_key()
    done = porchlight("matrix-reset", folder=tmp_path, **NAMED)
    assert done.returncode == 1
    assert "--yes" in done.stdout
    assert Kept(tmp_path / "matrix").pickle_key() == key


def test_a_reset_without_a_homeserver_leaves_all_as_it_was(tmp_path: Path) -> None:
    key = Kept(tmp_path / "matrix").pickle_key()
    done = porchlight("matrix-reset", "--yes", folder=tmp_path, **NAMED)
    assert done.returncode == 3, done.stderr
    assert Kept(tmp_path / "matrix").pickle_key() == key
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith("matrix")] == ["matrix"]


def test_an_identity_that_changed_is_named_and_confirmed(tmp_path: Path) -> None:
    folder = tmp_path / "matrix"
    assert "No moderator" in porchlight("matrix-trust", folder=tmp_path, **NAMED).stdout
    pins = Pins(folder, Seal.of(Kept(folder).pickle_key()))
    pins.met("@mo:hs.test", "first")
    pins.met("@mo:hs.test", "second")

    asked = porchlight("matrix-trust", folder=tmp_path, **NAMED)
    assert asked.returncode == 1
    assert "@mo:hs.test has the identity second now, and had first" in asked.stdout
    assert pins_in(folder).changed == {"@mo:hs.test": "second"}

    done = porchlight("matrix-trust", "--yes", folder=tmp_path, **NAMED)
    assert done.returncode == 0, done.stderr
    assert (pins_in(folder).known, pins_in(folder).changed) == ({"@mo:hs.test": "second"}, {})


def test_pins_that_cannot_be_read_are_one_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "matrix"
    Pins(folder, Seal.of("another key")).met("@mo:hs.test", "first")
    Kept(folder).pickle_key()
    done = porchlight("matrix-trust", folder=tmp_path, **NAMED)
    assert done.returncode == 2
    assert "cannot be read" in done.stderr
