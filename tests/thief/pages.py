"""Reading SQLite's pages without SQLite: which rows each commit took away and which it left.

Source: sqlite.org/fileformat2.html. Every table of ours but `audit` is an index b-tree.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.thief.tap import Frame

Value = int | str | bytes | float | None
Row = tuple[Value, ...]
LEAVES, INNER = {0x0A, 0x0D}, {0x02, 0x05}
HEAD = 100
INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


@dataclass(frozen=True, slots=True)
class Commit:
    """What one commit changed: rows by table, those that went and those that came."""

    went: frozenset[tuple[str, Row]] = field(repr=False)
    came: frozenset[tuple[str, Row]] = field(repr=False)


@dataclass(slots=True)
class Disk:
    """Pages as they stand, by number."""

    pages: dict[int, bytes]
    size: int

    @classmethod
    def of(cls, file: bytes) -> "Disk":
        """A whole database file."""
        size = int.from_bytes(file[16:18], "big")
        size = 65_536 if size == 1 else size
        count = len(file) // size
        return cls({n + 1: file[n * size : (n + 1) * size] for n in range(count)}, size)

    def schema(self) -> dict[str, int]:
        """The root page of each table; indices are left out, they repeat the tables."""
        rows = (row for page in self._below(1) for row in self.rows_on(page))
        found = {row[1]: row[3] for row in rows if row[0] == "table"}
        return {str(name): root for name, root in found.items() if isinstance(root, int)}

    def owners(self) -> dict[int, str]:
        """The table of each page that can be reached."""
        roots = self.schema().items()
        return {page: name for name, root in roots for page in self._below(root)}

    def rows_on(self, number: int) -> Iterator[Row]:
        """Every row that stands on a page, inner pages of WITHOUT ROWID tables included."""
        page = self.pages.get(number, b"")
        at = HEAD if number == 1 else 0
        kind = page[at] if page else 0
        if kind not in LEAVES | INNER or kind == 0x05:
            return
        for cell in self._cells(page, at):
            start = cell + (4 if kind in INNER else 0)
            length, start = _varint(page, start)
            if kind == 0x0D:
                _, start = _varint(page, start)
            yield _record(self._payload(page, start, length, table=kind == 0x0D))

    def _below(self, root: int) -> Iterator[int]:
        page = self.pages.get(root, b"")
        at = HEAD if root == 1 else 0
        yield root
        if page and page[at] in INNER:
            for cell in self._cells(page, at):
                yield from self._below(int.from_bytes(page[cell : cell + 4], "big"))
            yield from self._below(int.from_bytes(page[at + 8 : at + 12], "big"))

    def _cells(self, page: bytes, at: int) -> Iterator[int]:
        count = int.from_bytes(page[at + 3 : at + 5], "big")
        first = at + (12 if page[at] in INNER else 8)
        for n in range(count):
            yield int.from_bytes(page[first + 2 * n : first + 2 * n + 2], "big")

    def _payload(self, page: bytes, start: int, length: int, *, table: bool) -> bytes:
        most = self.size - 35 if table else (self.size - 12) * 64 // 255 - 23
        if length <= most:
            return page[start : start + length]
        least = (self.size - 12) * 32 // 255 - 23
        here = least + (length - least) % (self.size - 4)
        here = here if here <= most else least
        found = page[start : start + here]
        following = int.from_bytes(page[start + here : start + here + 4], "big")
        while following and len(found) < length:
            more = self.pages.get(following, bytes(self.size))
            found += more[4 : 4 + min(self.size - 4, length - len(found))]
            following = int.from_bytes(more[:4], "big")
        return found


def replay(first: bytes, frames: Sequence[Frame]) -> Iterator[Commit]:
    """Every commit in the order of the log."""
    disk, batch = Disk.of(first), dict[int, bytes]()
    owners = disk.owners()
    for frame in frames:
        batch[frame.page] = frame.content
        if frame.ends:
            touched = [page for page in batch if page in owners]
            before = {(owners[page], row) for page in touched for row in disk.rows_on(page)}
            new = set(batch) - set(owners)
            disk.pages |= batch
            if new or any(disk.pages[page][0] in INNER for page in touched if page > 1):
                owners = disk.owners()
            now = [page for page in batch if page in owners]
            after = {(owners[page], row) for page in now for row in disk.rows_on(page)}
            yield Commit(frozenset(before - after), frozenset(after - before))
            batch = {}


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for n in range(9):
        byte = data[at + n]
        if n == 8:
            return (value << 8) | byte, at + 9
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            return value, at + n + 1
    raise AssertionError  # the ninth byte always ends it


def _record(payload: bytes) -> Row:
    size, at = _varint(payload, 0)
    kinds: list[int] = []
    while at < size:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    values: list[Value] = []
    for kind in kinds:
        length = INTEGERS.get(kind, 8 if kind == 7 else max(0, (kind - 12) // 2))
        raw = payload[at : at + length]
        at += length
        values.append(_value(kind, raw))
    return tuple(values)


def _value(kind: int, raw: bytes) -> Value:
    match kind:
        case 0:
            return None
        case 7:
            return float(struct.unpack(">d", raw)[0])
        case 8 | 9:
            return kind - 8
        case _ if kind in INTEGERS:
            return int.from_bytes(raw, "big", signed=True)
        case _:
            return raw if kind % 2 == 0 else raw.decode("utf-8", errors="replace")
