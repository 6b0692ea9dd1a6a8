"""Keys: a store of their own beside the data and outside its backups, wrapped by a master key.

On creation a key is durable before anything is sealed with it; on erasure the key goes first.
A crash between the two stores leaves either a key without data (harmless) or data that nobody
can read: the next start finishes the erasure (`replace`) and sweeps what no key opens.
"""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from weakref import WeakSet

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from adapters.sql.dying import Dying
from adapters.sql.keyfile import (
    KEY_BYTES,
    KeysMissing,
    KeysWrong,
    connected,
    must_exist,
    prepare,
    unwrapped,
    wrapped,
)
from adapters.sql.keystore import KeyStore, marked
from adapters.sql.rows import said_as_unavailable
from adapters.sql.writer import CURRENT
from bot.ports.store import KeysUnavailable

DOOM = "INSERT OR REPLACE INTO doomed (name, mark) VALUES (?, ?)"
ROOT = "root"
EPOCH = "epoch:"
MEMBER = "member:"


class KeyRing:
    """Every key in memory, every change on disk first.

    A change that the store does not take raises KeysUnavailable and changes nothing.
    """

    def __init__(self, master: bytes, store: KeyStore) -> None:
        """Use `KeyRing.open`, `create` or `fleeting`."""
        self._master = ChaCha20Poly1305(master)
        self._store = store
        self._keys: dict[str, bytes] = {}
        self._doomed: set[str] = set()
        self._lent: set[str] = set()
        self._dying: WeakSet[Dying] = WeakSet()  # what a unit that is undone takes with it

    @classmethod
    async def create(cls, path: Path, master: bytes) -> "KeyRing":
        """Make a store with a root key and a first epoch; a half-made one is completed.

        Raises KeysWrong when a store is there that this master key does not open.
        """
        prepare(path)
        ring = cls(master, KeyStore(await connected(path)))
        try:
            await ring._load()
            for name in (ROOT, *(() if ring.epochs() else (f"{EPOCH}1",))):
                await ring.make(name)
        except BaseException:
            await ring.close()
            raise
        return ring

    @classmethod
    async def open(cls, path: Path, master: bytes) -> "KeyRing":
        """Open a store. Raises KeysMissing or KeysWrong; never makes a key."""
        must_exist(path)
        ring = cls(master, KeyStore(await connected(path)))
        try:
            await ring._load()
            ring._must_be_whole()
        except BaseException:
            await ring.close()
            raise
        return ring

    @classmethod
    def fleeting(cls) -> "KeyRing":
        """Keys for this run only, held in memory: what alarm-only mode works with."""
        ring = cls(secrets.token_bytes(KEY_BYTES), KeyStore(None))
        ring._keys = {ROOT: secrets.token_bytes(KEY_BYTES), f"{EPOCH}1": secrets.token_bytes(32)}
        return ring

    async def close(self) -> None:
        """Close the store; the keys stay in memory."""
        with suppress(KeysUnavailable):
            if self.owes:
                await self.bury()
        await self._store.close()

    def get(self, name: str) -> bytes | None:
        """The key of this name, if it still exists."""
        return self._keys.get(name)

    def names(self, prefix: str) -> tuple[str, ...]:
        """The names of all keys that begin so."""
        return tuple(sorted(name for name in self._keys if name.startswith(prefix)))

    def epochs(self) -> tuple[int, ...]:
        """The numbers of the sealing epochs, oldest first; new data takes the last."""
        return tuple(sorted(int(name.removeprefix(EPOCH)) for name in self.names(EPOCH)))

    async def make(self, name: str) -> bytes:
        """The key of this name, made if need be; durable before it is returned.

        One that is destroyed with the open commit is neither given nor made anew:
        KeysUnavailable, because what is sealed under it would be lost.
        """
        if self.is_dying(name):
            message = "the key is just being destroyed"
            raise KeysUnavailable(message)
        known = self._keys.get(name)
        if known is not None and name not in self._lent:
            return known
        with self._store.changing():
            return await self.adopt(name, known or secrets.token_bytes(KEY_BYTES))

    async def adopt(self, name: str, key: bytes) -> bytes:
        """Take a key in that another copy of this store still has; durable before it returns."""
        blob, lent = wrapped(self._master, name, key), name in self._lent
        await self._store.write("INSERT OR REPLACE INTO keys VALUES (?, ?)", (name, blob))
        if lent and name not in self._lent:  # dropped while it was written: it stays gone
            return key
        self._keys[name] = key
        self._doomed.discard(name)
        self._lent.discard(name)
        return key

    async def keep(self, name: str, secret: bytes) -> None:
        """A secret that is no key of ours to make, kept or replaced beside them; durable."""
        sql = """INSERT INTO keys VALUES (?, ?)
                 ON CONFLICT (name) DO UPDATE SET wrapped = excluded.wrapped"""
        with self._store.changing():
            await self._store.write(sql, (name, wrapped(self._master, name, secret)))
        self._keys[name] = secret

    def lend(self, name: str) -> None:
        """A key in memory, where the store cannot be written: durable with the next `bury`."""
        if name not in self._keys:
            self._keys[name] = secrets.token_bytes(KEY_BYTES)
            self._lent.add(name)

    async def destroy(self, name: str) -> None:
        """Forget a key for ever; durable before it returns."""
        with self._store.changing():
            await self._store.write("DELETE FROM keys WHERE name = ?", (name,))
        self._keys.pop(name, None)
        self._lent.discard(name)

    async def replace(self, name: str, mark: str, secret: bytes) -> None:
        """Forget a key for ever and keep a secret under another name in its place.

        One statement where there was a key, so that a crash leaves the one or the other.
        """
        blob = wrapped(self._master, mark, secret)
        with self._store.changing():
            if name in self._keys:
                sql = "UPDATE OR REPLACE keys SET name = ?, wrapped = ? WHERE name = ?"
                await self._store.write(sql, (mark, blob, name))
            else:
                await self._store.write("INSERT OR REPLACE INTO keys VALUES (?, ?)", (mark, blob))
        self._keys.pop(name, None)
        self._lent.discard(name)
        self._keys[mark] = secret

    async def doom(self, name: str) -> None:
        """Destroy a key once the open unit of work is committed; outside a unit, at once.

        A key that went before a commit that failed would leave rows that nobody opens: a post
        that stands in a room and that nobody can take out. It is gone from memory with the
        commit, and from the store with the next `bury`; for a crash between the two, its name
        stands in a row that comes with the commit.
        """
        unit = CURRENT.get()
        if unit is None:
            return await self.destroy(name)
        if (key := self._keys.get(name)) is not None:
            with said_as_unavailable():
                await unit.connection.execute(DOOM, (name, marked(key)))
        dying = Dying(name, self.drop, self._dying)
        unit.changes.append(dying)
        self._dying.add(dying)
        return None

    def is_dying(self, name: str) -> bool:
        """Whether a unit of the open commit destroys this key."""
        return any(one.name == name for one in self._dying)

    def is_doomed(self, name: str) -> bool:
        """Whether this key waits to be destroyed in the store."""
        return name in self._doomed

    def drop(self, name: str) -> None:
        """Forget a key in memory; `bury` makes that durable."""
        if self._keys.pop(name, None) is not None:
            self._doomed.add(name)
            self._lent.discard(name)

    @property
    def owes(self) -> bool:
        """Whether keys wait to be destroyed in the store, or to be written there."""
        return bool(self._doomed or self._lent)

    @property
    def failing(self) -> bool:
        """Whether the store did not take the last change."""
        return self._store.failing

    async def bury(self) -> tuple[str, ...]:
        """Write what was lent, and destroy what is doomed: in one transaction, however many.

        Without any it shows whether the store is well again. It needs no row, and nobody else
        waits for it: never call it inside a unit of work. The names that are buried.
        """
        buried: list[str] = []
        for name in tuple(self._lent):
            await self.make(name)
        try:
            with self._store.changing():
                await self._store.delete(self._to_bury(buried))
        except BaseException:
            self._doomed.update(buried)
            raise
        return tuple(buried)

    def _to_bury(self, buried: list[str]) -> Iterator[str]:
        """The names, looked up as they are deleted: one that was made anew meanwhile stays."""
        for name in tuple(self._doomed):
            if name not in self._keys:
                self._doomed.discard(name)
                buried.append(name)
                yield name

    async def rewrap(self, master: bytes) -> None:
        """Wrap every key under a new master key, in one transaction."""
        fresh = ChaCha20Poly1305(master)
        keys = self._keys.items()
        await self._store.rewrap((wrapped(fresh, name, key), name) for name, key in keys)
        self._master = fresh

    def derive(self, purpose: str) -> bytes:
        """A key for one purpose, from the root by HKDF; the same as long as the root lives."""
        root = self._keys[ROOT]
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(root)

    def tag(self, purpose: str, *parts: str) -> bytes:
        """A keyed hash of some parts (16 bytes): the same for the same parts, telling nothing."""
        mac = HMAC(self.derive(f"tag:{purpose}"), SHA256())
        for part in parts:
            raw = part.encode("utf-8", "surrogatepass")
            mac.update(len(raw).to_bytes(4, "big") + raw)
        return mac.finalize()[:16]

    def of_member(self, *member: str) -> str:
        """The name of the key that a member's own data is sealed under."""
        return self.of_tag(self.tag("member", *member))

    @staticmethod
    def of_tag(tag: bytes) -> str:
        """The same for a row that is tagged `member`: it leads to its key without the member."""
        return f"{MEMBER}{tag.hex()}"

    def fingerprint(self) -> str:
        """What a database remembers of its keys, to recognise the wrong ones."""
        return self.tag("fingerprint").hex()

    def _must_be_whole(self) -> None:
        if ROOT not in self._keys or not self.epochs():
            message = "the key store is empty"
            raise KeysMissing(message)

    async def _load(self) -> None:
        try:
            rows = await self._store.load()
        except sqlite3.DatabaseError as broken:
            message = "the key store cannot be read"
            raise KeysWrong(message) from broken
        self._keys = {name: unwrapped(self._master, name, blob) for name, blob in rows}
