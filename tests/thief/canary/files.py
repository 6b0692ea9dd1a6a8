"""What is on the disk: database, log of commits, backups, keys, logs, and the names of files."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.thief.canary.finder import windows
from tests.thief.tap import Tap, copied

HOUSE = Path(__file__).resolve().parents[3]
TIMESTAMP_CHARS = 24
Bytes = tuple[str, bytes]


def steal(folder: Path) -> None:
    """Copies while the bot runs: its log of commits is still there."""
    for file in sorted(folder.glob("p.db*")):
        copied(file, folder / f"stolen {file.name}")


def printed_by_commands(folder: Path) -> Iterator[Bytes]:
    """The operator's commands over these very files, and what they print."""
    for words in (("doctor",), ("backup", "--to", "../copies", "--keys-to", "../key copies")):
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words], cwd=folder, env=_settings(folder),
            capture_output=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode in {0, 1}, done.stderr
        yield f"porchlight {words[0]}", done.stdout + done.stderr


def _settings(folder: Path) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if "PORCHLIGHT" not in name}
    return {
        **clean, "PYTHONPATH": str(HOUSE), "PORCHLIGHT_DATABASE": str(folder / "p.db"),
        "PORCHLIGHT_KEYS": str(folder / "p.keys"),
    }  # fmt: skip


def of_files(folder: Path) -> Iterator[Bytes]:
    """Names and bytes of every file there is."""
    for file in sorted(folder.rglob("*")):
        name = str(file.relative_to(folder))
        yield "the name of a file", name.encode()
        if file.is_file():
            raw = file.read_bytes()
            lines = {line[TIMESTAMP_CHARS:] for line in raw.splitlines()}
            yield name, b"\n".join(lines) if file.name == "log" else raw


def of_tap(tap: Tap) -> Iterator[Bytes]:
    """Every version of every page, each piece once."""
    pieces = {piece for frame in tap.frames for piece in windows(frame.content)}
    yield "a page of the database, at some time", b"\n".join(pieces)
