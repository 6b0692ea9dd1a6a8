"""Threads, their posts and lines: each thread under a key of its own that dies with it."""

import hmac
import secrets
from collections.abc import Iterator, Sequence
from sqlite3 import Row

from pydantic import ValidationError

from adapters.sql.rows import Rows
from adapters.sql.seal import Codec, Sealer, Unreadable
from bot.model.people import ThreadId
from bot.model.venting import Line, OwnerProof, Post, PostId, Stage, Vent

ADD = """INSERT INTO vents (id, day, name, proof, locator, verifier, sealed)
VALUES (:id, :day, :name, :proof, :locator, :verifier, :sealed)"""
PUT_POST = """INSERT INTO vent_posts (id, thread, stage, sealed) VALUES (?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET stage = excluded.stage, sealed = excluded.sealed"""
ADD_LINE = """INSERT INTO vent_lines (id, thread, seq, sealed) VALUES (:id, :thread,
  (SELECT coalesce(max(seq), 0) + 1 FROM vent_lines WHERE thread = :thread), :sealed)"""


class SqlVents:
    """Threads in rows. A row names its author to nobody: it holds a proof that only fits one."""

    def __init__(self, rows: Rows, sealer: Sealer) -> None:
        """Keep rows through `rows`, sealed by `sealer`."""
        self._rows = rows
        self._ring = sealer.ring
        self._vents = Codec(Vent, "vents", sealer)
        self._verifiers = Codec(str, "vents.verifier", sealer)
        self._posts = Codec(Post, "vent_posts", sealer)
        self._lines = Codec(Line, "vent_lines", sealer)

    async def add(
        self, vent: Vent, proof: OwnerProof | None, receipt: tuple[str, str] | None
    ) -> None:
        """Keep a new thread; its key is durable before it is used."""
        key = _key(vent.id)
        await self._ring.make(key)
        locator, verifier = receipt or (None, None)
        values = {
            "id": vent.id, "day": vent.active_on.isoformat(), "name": self._name(vent.name),
            "proof": self._own(vent.id, proof) if proof else None,
            "locator": self._ring.tag("locator", locator) if locator else None,
            "verifier": self._verifiers.seal(verifier, vent.id, key) if verifier else None,
            "sealed": self._vents.seal(vent, vent.id, key),
        }  # fmt: skip
        await self._rows.run(ADD, values)

    async def save(self, vent: Vent) -> None:
        """Keep what changed."""
        sealed = self._vents.seal(vent, vent.id, _key(vent.id))
        sql = "UPDATE vents SET day = ?, sealed = ? WHERE id = ?"
        await self._rows.run(sql, (vent.active_on.isoformat(), sealed, vent.id))

    async def get(self, id_: ThreadId) -> Vent | None:
        """A thread."""
        return self._read(await self._rows.one("SELECT * FROM vents WHERE id = ?", (id_,)))

    async def named(self, name: str) -> Vent | None:
        """A thread by its pseudonym."""
        sql = "SELECT * FROM vents WHERE name = ?"
        return self._read(await self._rows.one(sql, (self._name(name),)))

    async def located(self, locator: str) -> tuple[Vent, str] | None:
        """A ghost's thread by its receipt's first words."""
        sql = "SELECT * FROM vents WHERE locator = ?"
        row = await self._rows.one(sql, (self._ring.tag("locator", locator),))
        vent = self._read(row)
        if row is None or vent is None:
            return None
        return vent, self._verifiers.open(row["verifier"], vent.id, _key(vent.id))

    async def alive(self) -> Sequence[tuple[Vent, OwnerProof | None]]:
        """Every thread that opens."""
        rows = await self._rows.all("SELECT * FROM vents")
        found = [(self._read(row), row["proof"]) for row in rows]
        return [
            (vent, OwnerProof(proof.hex()) if proof else None)
            for vent, proof in found
            if vent is not None
        ]

    async def owned_by(self, id_: ThreadId, proof: OwnerProof) -> Vent | None:
        """The thread, if this proof is its owner's."""
        if self._ring.get(_key(id_)) is None:
            return None
        sql = "SELECT * FROM vents WHERE id = ? AND proof = ?"
        return self._read(await self._rows.one(sql, (id_, self._own(id_, proof))))

    def _own(self, id_: ThreadId, proof: OwnerProof) -> bytes:
        """The proof under the thread's own key: once that is gone, an old backup proves nothing."""
        key = self._ring.get(_key(id_)) or b""
        return hmac.new(key, bytes.fromhex(proof), "sha256").digest()[:16]

    async def disown(self, id_: ThreadId) -> None:
        """Forget whose thread it is."""
        await self._rows.run("UPDATE vents SET proof = NULL WHERE id = ?", (id_,))

    async def forget(self, id_: ThreadId) -> None:
        """The rows go, and with their commit the key: a post is never left that nobody owns."""
        await self._ring.doom(_key(id_))
        await self._rows.run("DELETE FROM vents WHERE id = ?", (id_,))

    async def sweep(self) -> int:
        """Drop rows whose key is gone, and keys whose row is gone."""
        kept: set[str] = {row["id"] for row in await self._rows.all("SELECT id FROM vents")}
        dead = [id_ for id_ in kept if self._ring.get(_key(ThreadId(id_))) is None]
        for id_ in dead:
            await self._rows.run("DELETE FROM vents WHERE id = ?", (id_,))
        for name in self._ring.names("thread:"):
            if name.removeprefix("thread:") not in kept:
                await self._ring.doom(name)
        return len(dead)

    async def put_post(self, post: Post) -> None:
        """Keep or replace a post."""
        sealed = self._posts.seal(post, post.id, _key(post.thread))
        await self._rows.run(PUT_POST, (post.id, post.thread, post.stage, sealed))

    async def post(self, id_: PostId) -> Post | None:
        """A post."""
        rows = await self._rows.all("SELECT * FROM vent_posts WHERE id = ?", (id_,))
        return next(self._open_posts(rows), None)

    async def posts_of(self, id_: ThreadId) -> Sequence[Post]:
        """Every post of a thread."""
        rows = await self._rows.all("SELECT * FROM vent_posts WHERE thread = ?", (id_,))
        return list(self._open_posts(rows))

    async def in_stage(self, stage: Stage) -> Sequence[Post]:
        """Every post in a stage."""
        rows = await self._rows.all("SELECT * FROM vent_posts WHERE stage = ?", (stage,))
        return list(self._open_posts(rows))

    async def add_line(self, id_: ThreadId, line: Line) -> None:
        """Keep something that was said to a ghost."""
        name = secrets.token_hex(16)
        sealed = self._lines.seal(line, name, _key(id_))
        await self._rows.run(ADD_LINE, {"id": name, "thread": id_, "sealed": sealed})

    async def drop_lines(self, id_: ThreadId, of: PostId) -> None:
        """Keep no more of what a post said."""
        for name, line in (await self._named_lines(id_)).items():
            if line.of == of:
                await self._rows.run("DELETE FROM vent_lines WHERE id = ?", (name,))

    async def lines(self, id_: ThreadId) -> Sequence[Line]:
        """What was said, oldest first."""
        return list((await self._named_lines(id_)).values())

    async def _named_lines(self, id_: ThreadId) -> dict[str, Line]:
        sql = "SELECT id, sealed FROM vent_lines WHERE thread = ? ORDER BY seq"
        rows = await self._rows.all(sql, (id_,))
        try:
            return {
                row["id"]: self._lines.open(row["sealed"], row["id"], _key(id_)) for row in rows
            }
        except (Unreadable, ValidationError):
            return {}

    def _read(self, row: Row | None) -> Vent | None:
        """A thread; None for one whose key was destroyed."""
        if row is None:
            return None
        try:
            return self._vents.open(row["sealed"], row["id"], _key(row["id"]))
        except (Unreadable, ValidationError):
            return None

    def _open_posts(self, rows: Sequence[Row]) -> Iterator[Post]:
        for row in rows:
            try:
                yield self._posts.open(row["sealed"], row["id"], _key(row["thread"]))
            except (Unreadable, ValidationError):
                continue

    def _name(self, name: str) -> bytes:
        return self._ring.tag("pseudonym", " ".join(name.casefold().split()))


def _key(thread: ThreadId) -> str:
    return f"thread:{thread}"
