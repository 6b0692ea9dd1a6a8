"""The scan: the story is lived through, and every byte that got anywhere is looked at."""

import io
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from bot.app.content import Content
from bot.app.logs import set_up_logs
from tests.thief.canary.answers import Answers
from tests.thief.canary.cast import AUTHOR, Pen, seek_author, seek_texts, seek_trail
from tests.thief.canary.files import of_files, of_tap, printed_by_commands, steal
from tests.thief.canary.finder import Finder, Found
from tests.thief.canary.hands import Hands
from tests.thief.canary.screens import Bytes, Reveal, allowed, calls, names, of_others
from tests.thief.canary.story import EVERYBODY, LATER, Story
from tests.thief.canary.watched import Watched
from tests.thief.tap import Tap

EXCUSED = {
    "command:help-me-now": "it asks for a person, by one's own name",
    "crisis.talk ": "so does this button where it is about no thread: below helplines and help",
}
"""What the author leaves alone, and why."""


UNOFFERED: dict[str, str] = {}
"""What no screen offers to anybody, and why that is right."""
Life = Callable[[Story], Awaitable[None]]


@dataclass(slots=True)
class Scan:
    """What came of it: where the author, or what they wrote, stands though it must not."""

    town: Watched = field(repr=False)
    hands: Hands = field(repr=False)
    pen: Pen = field(repr=False)
    tap: Tap = field(repr=False)
    leaks: set[Found] = field(default_factory=set[Found])
    reveals: list[Reveal] = field(default_factory=list[Reveal])
    wired: frozenset[str] = frozenset()
    bytes_read: int = 0
    forms: int = 0

    def unreached(self) -> set[str]:
        """Commands and buttons that are wired, and that nobody ever got anywhere with."""
        worked = self.town.reached.worked
        return {one for one in self.wired if not worked[one]}

    def untouched(self) -> set[tuple[str, str]]:
        """Who left which button alone, that they were shown."""
        mine = {(AUTHOR, one.partition(" ")[0]) for one in EXCUSED}
        return self.hands.left_alone() - mine


async def scan(
    folder: Path, content: Content, *, most: int = 1, life: Life = Story.lives,
    commands: bool = True,
) -> Scan:  # fmt: skip
    """Live through the story with logs of all libraries at DEBUG, then look everywhere.

    `most` says how often at most everybody presses what they were shown; `commands` runs those
    of the operator, too.
    """
    with _loud(folder / "log") as printed:  # some threads of libraries still log at the very end
        found = await _lived(folder, content, most, life)
        person, anything = _finders(found)
        found.forms = len(anything)
        if commands:
            _seek(found, anything, printed_by_commands(folder / "data"))
        _look(found, person, anything, folder)
    _seek(found, anything, [("what was printed", printed.getvalue().encode())])
    return found


@contextmanager
def _loud(log: Path) -> Generator[io.StringIO]:
    """Everything is logged into a file, and whatever is printed is kept."""
    root, printed = logging.getLogger(), io.StringIO()
    level, handlers = root.level, list(root.handlers)
    with log.open("w", encoding="utf-8") as file:
        set_up_logs("DEBUG", file)
        try:
            with redirect_stdout(printed), redirect_stderr(printed):
                yield printed
        finally:
            root.setLevel(level)
            root.handlers[:] = handlers


async def _lived(folder: Path, content: Content, most: int, life: Life) -> Scan:
    data = folder / "data"
    data.mkdir()
    pen, town, tap = Pen(), Watched(data, content), Tap(data / "p.db-wal")
    shut = {(AUTHOR, one) for one in EXCUSED} | {(who, one) for who in EVERYBODY for one in LATER}
    hands = Hands(town, Answers(town, pen.something), frozenset(shut))
    async with town.running():
        with closing(sqlite3.connect(data / "p.db")) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        tap.begin(data / "p.db")
        town.then = tap.look
        await life(Story(town, hands, pen, most))
        wired = frozenset(hands.app.wired.table.actions)
        tap.look()
        steal(data)
        town.then = lambda: None
    with closing(sqlite3.connect(data / "p.db")) as last:  # where the closing did not come to it
        last.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Scan(town, hands, pen, tap, wired=wired)


def _finders(found: Scan) -> tuple[Finder, Finder]:
    """One for what tells who it was; one for that and for what they wrote."""
    town = found.town.watched
    person, anything = Finder(), Finder()
    for finder in (person, anything):
        seek_author(finder, town.author)
        seek_trail(finder, [event for name, event in town.did if name == AUTHOR])
    seek_texts(anything, found.pen.texts)
    return person, anything


def _look(found: Scan, person: Finder, anything: Finder, folder: Path) -> None:
    """Nobody reads who it was, nowhere; what they wrote only where it was published."""
    town = found.town.watched
    _seek(found, anything, (*of_files(folder), *of_tap(found.tap), *_joined(names(town))))
    _seek(found, person, _joined(calls(town)))
    for seen, part in of_others(town):
        may = allowed(town, seen)
        told = _seek(found, person, [part], keep=not may)
        if may and told:
            found.reveals.append(Reveal(seen, frozenset(one.what for one in told)))


def _seek(
    found: Scan, finder: Finder, where: Iterable[Bytes], *, keep: bool = True
) -> frozenset[Found]:
    """Look into these; what is found is a leak unless it may not be kept as one."""
    told: set[Found] = set()
    for name, raw in where:
        found.bytes_read += len(raw)
        told.update(finder.look(name, raw))
    found.leaks.update(told if keep else ())
    return frozenset(told)


def _joined(parts: Iterable[Bytes]) -> Iterator[Bytes]:
    """Many short things of one kind as one."""
    by: dict[str, set[bytes]] = {}
    for name, raw in parts:
        by.setdefault(name, set()).add(raw)
    yield from ((name, b"\n".join(each)) for name, each in by.items())
