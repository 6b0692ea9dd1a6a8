"""The rows of help as they ship, or in a folder that somebody names, with what they are held to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.app import shipped
from bot.app.shipped import ContentError
from bot.directory.records import retired, rows
from bot.directory.records.checks import Rules
from bot.directory.records.plan import Plans
from bot.directory.records.released import Release
from bot.directory.records.retired import Denylist, Retired
from bot.directory.records.rows import Service
from bot.directory.trust import Publishers, parse_publishers

FOLDER = "helplines"
ROWS = f"{FOLDER}/rows"
RELEASED = "released.jsonl"


def plans() -> Plans:
    """The numbering plans, and the numbers that a person has looked at."""
    names = ("plans.jsonl", "reviewed.toml")
    known, reviewed = (shipped.shipped(FOLDER, name) for name in names)
    return Plans.parse(known, names[0], reviewed, names[1])


def denied() -> tuple[Retired, ...]:
    """The numbers that are never shown."""
    return retired.parse(shipped.shipped(FOLDER, "retired.jsonl"), "retired.jsonl")


def publishers() -> Publishers:
    """Who stands behind the tag of a source."""
    return parse_publishers(shipped.shipped(FOLDER, "publishers.toml"), "publishers.toml")


def release() -> Release:
    """What the last release said."""
    return Release.parse(shipped.shipped(FOLDER, RELEASED), RELEASED)


def rules() -> Rules:
    """What rows are held against."""
    return Rules(Denylist.of(denied()), plans(), release())


def in_data(name: str) -> Path:
    """Where a file of the directory lies, to write it: in a clone, this is what is committed."""
    return Path(str(shipped.data())) / FOLDER / name


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows in files, by name of file; `services` raises DirectoryError at the first bad one."""

    files: Mapping[str, str] = field(repr=False)

    @classmethod
    def at(cls, place: Path | None) -> "Rows":
        """Of a file, a folder, or what ships. Raises OSError and UnicodeDecodeError."""
        if place is None:
            return cls({name: shipped.shipped(ROWS, name) for name in _names()})
        found = sorted(place.glob("*.jsonl")) if place.is_dir() else [place]
        return cls({file.name: file.read_text("utf-8") for file in found})

    @property
    def services(self) -> tuple[Service, ...]:
        """All of them."""
        return rows.parse_all(self.files)


def _names() -> list[str]:
    try:
        found = (file.name for file in (shipped.data() / ROWS).iterdir())
        return sorted(name for name in found if name.endswith(".jsonl"))
    except OSError as broken:
        mend = f"cannot be read ({type(broken).__name__}); install this version again"
        raise ContentError(ROWS, 0, mend) from broken
