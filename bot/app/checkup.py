"""What the doctor and the start look at in files of keys and in copies of either."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from adapters.sql.copies import DATA, KEYS_KEPT, age, copies, key_copies
from adapters.sql.opening import MASTER, NEXT_MASTER, STORE
from bot.settings import Settings
from bot.ui.texts import Say

FRESH = timedelta(days=1, hours=1)
"""A daily backup is at most a day old; an hour for a late one."""
OTHERS = 0o077


def open_to_others(keys: Path) -> list[Path]:
    """The key folder and the files of keys that others on this machine can reach."""
    found = (keys, *(keys / name for name in (MASTER, NEXT_MASTER, STORE)))
    return [one for one in found if one.exists() and one.stat().st_mode & OTHERS]


def examine_copies(settings: Settings, say: Say, now: datetime) -> Iterator[str]:
    """A backup that is missing or old, and copies of keys that should be gone."""
    if settings.backups is None:
        yield say("cli.doctor.no_backups")
    else:
        newest = copies(settings.backups, DATA)[-1:]
        if not newest or now - newest[0].taken > FRESH:
            yield say("cli.doctor.old_backup", folder=settings.backups)
    for folder in (settings.key_backups, settings.keys):
        old = (
            []
            if folder is None
            else [one for one in key_copies(folder) if age(one, now) > KEYS_KEPT]
        )
        if old:
            yield say.many("cli.doctor.old_keys", len(old), folder=folder)


def examine_modes(keys: Path, say: Say) -> Iterator[str]:
    """Keys that others on this machine can read."""
    for path in open_to_others(keys):
        yield say("cli.keys.folder_too_open" if path.is_dir() else "cli.keys.too_open", file=path)
