"""One heist: the town lives, the thief steals, every attack is made, and what came of it."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bot.app.content import Content
from tests.thief.blind import Linked, linked, names_found, orders, pairs, texts_found, traces
from tests.thief.keyed import (
    Newcomers,
    ghosts_named,
    nearest,
    newcomers,
    opened,
    proofs_that_fit,
    routes_opened,
)
from tests.thief.pages import replay
from tests.thief.town import Loot, Size, play


@dataclass(frozen=True, slots=True)
class Taken:
    """What the thief has in the end; names of people in the town are made up."""

    size: Size
    ghosts: int
    commits: int
    frames: int
    named: int
    texts: int
    pairs: int
    links: Sequence[Linked]
    orders: dict[str, float]
    opened: int
    reachable: int
    ghosts_named: int
    ghosts_opened: int
    proofs: int
    nearest: tuple[int, float]
    newcomers: Newcomers = field(repr=False)


async def rob(size: Size, folder: Path, content: Content, seed: int = 1) -> Taken:
    """The whole heist. Raises AssertionError where the attacker's tools do not even work."""
    loot = await play(size, folder, content, seed)
    commits = list(replay(loot.tap.first, loot.tap.frames))
    found = traces(commits, loot.truths)
    assert all(one.commits for one in found.values()), "the thief sees not every thread"
    keyed = await opened(loot, commits)
    assert any(keyed.tagged.values()), "the keys open nobody"
    routes = await routes_opened(loot, keyed)
    ghosts = {one.thread for one in loot.truths if one.ghost}
    author = {one.thread: one.author for one in loot.truths}
    assert all(author[thread] == name for thread, name in routes.items())
    return Taken(
        size=size, ghosts=len(ghosts), commits=len(commits), frames=len(loot.tap.frames),
        named=len(names_found(loot, commits)), texts=texts_found(loot),
        pairs=sum(same for _, _, same, _ in pairs(loot.truths)),
        links=linked(loot.truths, found), orders=orders(loot.truths, rows_of(loot)),
        opened=len(keyed.seen), reachable=len(routes.keys() - ghosts),
        ghosts_named=len(ghosts_named(loot, commits, keyed)),
        ghosts_opened=len(routes.keys() & ghosts),
        proofs=proofs_that_fit(loot, commits, keyed), nearest=nearest(loot, commits, keyed),
        newcomers=newcomers(loot, commits, keyed),
    )  # fmt: skip


def rows_of(loot: Loot) -> dict[str, Sequence[str]]:
    """Threads in the order in which rows stand, in the database and in each backup."""
    files = [loot.database, *sorted(loot.folder.glob("backup-*.db"))]
    found: dict[str, Sequence[str]] = {}
    for file in files:
        with closing(sqlite3.connect(file)) as stolen:
            for table, column in (("vents", "id"), ("vent_posts", "thread")):
                sql = f"SELECT {column} FROM {table}"  # noqa: S608 - two names of ours
                found[f"{table} in {file.name}"] = [row[0] for row in stolen.execute(sql)]
    return found
