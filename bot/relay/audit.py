"""The custodians' trail: each entry is marked together with all before it. Pure.

A mark is a keyed hash over the mark before, the number and the words. Whoever changes, drops,
moves or adds an entry without the key breaks a mark; whoever drops the last ones leaves a chain
that ends before the head, which is kept with the keys, outside the database. A head that the
trail no longer reaches stays where it is, so that later entries do not hide the loss.

Not found: whoever has the root key can write another trail with another head, and whoever puts
back database and key store together, both of one moment, puts back the trail of that moment.
Against both there are only the marks in the moderators' rooms, which somebody may have noted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

BEGINNING = bytes(16)
Mac = Callable[[str], bytes]
"""Marks a text under the trail's own key; 16 bytes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One step: what was done by which custodian, on which day, and why."""

    number: int
    on: date
    what: str
    who: str = field(repr=False)
    thread: str = ""
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Marked:
    """An entry as it is kept; None where it does not open any more."""

    number: int
    entry: Entry | None
    mark: bytes


def mark(before: bytes, entry: Entry, mac: Mac) -> bytes:
    """The mark of an entry that follows the entry with the mark `before`."""
    fields = (entry.number, entry.on.isoformat(), entry.what, entry.who, entry.thread, entry.reason)
    framed = "".join(f"{len(text)}:{text}" for text in map(str, fields))
    return mac(f"{before.hex()}|{framed}")


def first_fault(chain: Sequence[Marked], heads: Sequence[bytes], mac: Mac) -> int | None:
    """The number of the first entry that is missing or was changed; None when all is whole.

    `heads` are the marks that the chain must have reached: it ends at one, or goes on behind it
    (an entry that was written just before a crash).
    """
    before = BEGINNING
    marks = [BEGINNING]
    for position, one in enumerate(chain, 1):
        if one.number != position or one.entry is None or one.entry.number != position:
            return position
        if mark(before, one.entry, mac) != one.mark:
            return position
        before = one.mark
        marks.append(before)
    reached = not heads or any(head in marks for head in heads)
    return None if reached else len(chain) + 1
