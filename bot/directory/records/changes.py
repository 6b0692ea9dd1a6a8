"""What is different between two states of the directory, row by row and field by field."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.directory.records.released import Release, Released

FIELDS = ("country", "status", "confidence", "name", "hours")
Kind = Literal["new", "gone", "field", "way"]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: a row that came or went, or a `field` (a way: phone, sms ...) of it.

    `before` and `after` are None where nothing stood.
    """

    kind: Kind
    row: Released
    field: str = ""
    before: str | None = None
    after: str | None = None


def changes(old: Release, new: Release) -> tuple[Change, ...]:
    """Everything that is different, in the order of the ids; what came and went is told first."""
    gone = (Change("gone", old.rows[id_]) for id_ in sorted(old.rows.keys() - new.rows.keys()))
    come = (Change("new", new.rows[id_]) for id_ in sorted(new.rows.keys() - old.rows.keys()))
    both = sorted(old.rows.keys() & new.rows.keys())
    return (*gone, *come, *(one for id_ in both for one in _row(old.rows[id_], new.rows[id_])))


def _row(old: Released, new: Released) -> Iterator[Change]:
    for name in FIELDS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change("field", new, name, before, after)
    for name in sorted(old.ways.keys() | new.ways.keys()):
        before, after = old.ways.get(name), new.ways.get(name)
        if before != after:
            yield Change("way", new, name, before, after)
