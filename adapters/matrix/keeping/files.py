"""Files that nobody else can read, written so that no crash leaves half of one."""

import os
from pathlib import Path

PRIVATE, FOLDER = 0o600, 0o700


def write_private(path: Path, what: bytes) -> None:
    """Replace a file, durably."""
    path.parent.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "wb") as file:
        file.write(what)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    _sync_folder(path.parent)


def touch_private(path: Path) -> None:
    """A file for others to open, before they make one that anybody can read."""
    path.parent.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    path.touch(mode=PRIVATE)
    path.chmod(PRIVATE)


def read_private(path: Path) -> bytes | None:
    """What stands there; None where there is no file. Raises OSError where it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _sync_folder(folder: Path) -> None:
    """The new name is durable, too. Windows has no such thing."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
