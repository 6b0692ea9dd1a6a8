"""The scan: the story is lived through, and every byte that got anywhere is looked at."""

import io
import logging
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from bot.app.content import Content
from bot.app.logs import set_up_logs
from tests.thief.canary.answers import Answers
from tests.thief.canary.cast import AUTHOR, Pen, seeks_author, seeks_texts, seeks_trail
from tests.thief.canary.files import of_files, of_tap, printed_by_commands, steal
from tests.thief.canary.finder import Finder, Found
from tests.thief.canary.hands import Hands
from tests.thief.canary.screens import Bytes, Reveal, allowed, calls, names, of_others
from tests.thief.canary.story import EVERYBODY, Story
from tests.thief.canary.watched import Watched
from tests.thief.tap import Tap

EXCUSED = {"command:help-me-now": "it asks for a person, by one's own name"}
"""What the author leaves alone, and why."""
LATER = "privacy.erase_now"
"""What nobody does before the end."""


@dataclass(slots=True)
class Scan:
    """What came of it: where the author, or what they wrote, stands though it must not."""

    town: Watched = field(repr=False)
    hands: Hands = field(repr=False)
    pen: Pen = field(repr=False)
    tap: Tap = field(repr=False)
    leaks: set[Found] = field(default_factory=set[Found])
    reveals: list[Reveal] = field(default_factory=list[Reveal])
    bytes_read: int = 0
    forms: int = 0


async def scan(folder: Path, content: Content, *, rounds: int = 1, most: int = 2) -> Scan:
    """Live through the story with logs of all libraries at DEBUG, then look everywhere."""
    with _loud(folder / "log") as printed:
        found = await _lived(folder, content, rounds, most)
    found.forms = _look(found, folder, printed.getvalue())
    return found


@contextmanager
def _loud(log: Path) -> Iterator[io.StringIO]:
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


async def _lived(folder: Path, content: Content, rounds: int, most: int) -> Scan:
    data = folder / "data"
    data.mkdir()
    pen, town, tap = Pen(), Watched(data, content), Tap(data / "p.db-wal")
    shut = {(AUTHOR, one) for one in EXCUSED} | {(name, LATER) for name in EVERYBODY}
    hands = Hands(town, Answers(town, pen.something), frozenset(shut))
    async with town.running():
        with closing(sqlite3.connect(data / "p.db")) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        tap.begin(data / "p.db")
        town.then = tap.look
        await Story(town, hands, pen, most).lives(rounds)
        steal(data)
        town.then = lambda: None
    return Scan(town, hands, pen, tap)


def _look(found: Scan, folder: Path, printed: str) -> int:
    """Nobody reads who it was, nowhere; what they wrote only where it was published."""
    town = found.town.watched
    events = [event for name, event in town.did if name == AUTHOR]
    who, words = seeks_author(town.author), seeks_texts(found.pen.texts)
    trail = seeks_trail(events)
    hidden = [
        *printed_by_commands(folder / "data"), *of_files(folder), *of_tap(found.tap),
        ("what was printed", printed.encode()), *_joined(names(town)),
    ]  # fmt: skip
    _seek(found, hidden, (who, words, trail))
    _seek(found, _joined(calls(town)), (who, trail))
    for seen, (where, raw) in of_others(town):
        told = [*who.look(where, raw), *trail.look(where, raw)]
        if told and allowed(town, seen):
            found.reveals.append(Reveal(seen, frozenset(one.what for one in told)))
        else:
            found.leaks.update(told)
    return len(who) + len(words) + len(trail)


def _seek(found: Scan, where: Iterable[Bytes], finders: Iterable[Finder]) -> None:
    for name, raw in where:
        found.bytes_read += len(raw)
        for finder in finders:
            found.leaks.update(finder.look(name, raw))


def _joined(parts: Iterable[Bytes]) -> Iterator[Bytes]:
    """Many short things of one kind as one."""
    by: dict[str, set[bytes]] = {}
    for name, raw in parts:
        by.setdefault(name, set()).add(raw)
    yield from ((name, b"\n".join(each)) for name, each in by.items())
