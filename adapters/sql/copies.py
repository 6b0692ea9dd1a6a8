"""Copies of data and keys on disk: their names, where they may lie, and how long they live."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

KEYS_KEPT = timedelta(days=7)
"""No copy of the keys lives longer: after it an erased person's old data opens nowhere."""
UNTIL_THE_NEXT = timedelta(hours=25)
"""Until the next backup looks: a day, and an hour of lateness (decision 0050)."""
LEFT_BEHIND = timedelta(hours=1)
"""A half-made copy of this age belongs to a backup that died."""
DATA = re.compile(r"porchlight-(\d{8}T\d{6}Z)\.db")
KEYS = re.compile(r"porchlight-keys-(\d{8}T\d{6}Z)")
ASIDE = re.compile(r".+\.aside-(\d{8}T\d{6}Z)")
PARTIAL = ".partial"


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy, and the moment (UTC) that its name tells."""

    path: Path
    taken: datetime


def stamp(moment: datetime) -> str:
    """A moment as the names of copies hold it: 20260105T090000Z."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def copies(folder: Path, named: re.Pattern[str]) -> list[Copy]:
    """The copies of one kind in a folder, oldest first; nothing where there is no folder."""
    found = [
        Copy(path, datetime.strptime(name[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC))
        for path in (folder.iterdir() if folder.is_dir() else ())
        if (name := named.fullmatch(path.name)) and _is_a_moment(name[1])
    ]
    return sorted(found, key=lambda one: one.taken)


def _is_a_moment(text: str) -> bool:
    try:
        datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return False
    return True


def key_copies(folder: Path) -> list[Copy]:
    """The copies of keys in a folder, also those that a restore put aside, oldest first."""
    return sorted((*copies(folder, KEYS), *copies(folder, ASIDE)), key=lambda one: one.taken)


def age(copy: Copy, now: datetime) -> timedelta:
    """How old a copy is. A name from the future (a clock that was wrong) is not believed."""
    touched = datetime.fromtimestamp(copy.path.lstat().st_mtime, UTC)
    return now - min(copy.taken, touched)


def destroy_old_keys(folder: Path, now: datetime) -> int:
    """Destroy each copy of keys that would be older than seven days before the next backup."""
    old = [one for one in key_copies(folder) if age(one, now) + UNTIL_THE_NEXT > KEYS_KEPT]
    for one in old:
        destroy(one.path)
    return len(old)


def drop_old_data(folder: Path, keep: int) -> int:
    """Delete all but the newest `keep` copies of the data."""
    old = copies(folder, DATA)[:-keep]
    for one in old:
        one.path.unlink()
    if old:
        sync(folder)
    return len(old)


def sweep(folder: Path, now: datetime) -> None:
    """Destroy what a backup that died left half-made."""
    for path in folder.glob(f".porchlight-*{PARTIAL}*"):
        if now - datetime.fromtimestamp(path.lstat().st_mtime, UTC) > LEFT_BEHIND:
            destroy(path)


def destroy(path: Path) -> None:
    """Overwrite a file, or the files of a folder, and remove it; durable before it returns.

    An SSD, a snapshot or a copying file system may keep the old bytes all the same: that is why
    the master key had best not be a file (docs/operating.md).
    """
    for file in _files(path):
        with file.open("r+b") as stream:
            stream.write(bytes(file.stat().st_size))
            stream.flush()
            os.fsync(stream.fileno())
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
    sync(path.parent)


def _files(path: Path) -> Iterator[Path]:
    """The plain files of a copy; what a link points to is not ours."""
    if path.is_symlink():
        return
    for one in path.rglob("*") if path.is_dir() else (path,):
        if one.is_file() and not one.is_symlink():
            yield one


def sync(path: Path) -> None:
    """Make a file, or the names in a folder, outlast a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def within(inner: Path, outer: Path) -> bool:
    """Whether a path is another or lies in it, whatever links and mounts call them."""
    inner, outer = inner.resolve(), outer.resolve()
    if inner.is_relative_to(outer):
        return True
    return outer.exists() and any(
        one.exists() and one.samefile(outer) for one in (inner, *inner.parents)
    )
