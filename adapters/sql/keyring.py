"""Keys: a store of their own beside the data and outside its backups, wrapped by a master key.

On creation a key is durable before anything is sealed with it; on erasure the key goes first.
A crash between the two stores leaves either a key without data (harmless) or data that nobody
can read: the next start finishes the erasure (`replace`) and sweeps what no key opens.
"""

import secrets
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import aiosqlite
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from adapters.sql.connect import KEYS, Damaged, connect
from adapters.sql.keystore import KeyStore, marked
from adapters.sql.rows import said_as_unavailable
from adapters.sql.writer import CURRENT
from bot.ports.store import KeysUnavailable

DOOM = "INSERT OR REPLACE INTO doomed (name, mark) VALUES (?, ?)"
ROOT = "root"
EPOCH = "epoch:"
MEMBER = "member:"
KEY_BYTES = 32
NONCE_BYTES = 12


class KeysMissing(Exception):  # noqa: N818 - a state of the keys, said as such
    """There is no key store, no master key, or the store is empty."""


class KeysWrong(Exception):  # noqa: N818 - a state of the keys, said as such
    """The master key does not open this key store, or the store is not for this database."""


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

    @classmethod
    async def create(cls, path: Path, master: bytes) -> "KeyRing":
        """Make a store with a root key and a first epoch; a half-made one is completed.

        Raises KeysWrong when a store is there that this master key does not open.
        """
        _prepare(path)
        ring = cls(master, KeyStore(await _connect(path)))
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
        _must_exist(path)
        ring = cls(master, KeyStore(await _connect(path)))
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
            if self._doomed:
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
        """The key of this name, made if need be; durable before it is returned."""
        if (known := self._keys.get(name)) is not None:
            return known
        with self._store.changing():
            return await self.adopt(name, secrets.token_bytes(KEY_BYTES))

    async def adopt(self, name: str, key: bytes) -> bytes:
        """Take a key in that another copy of this store still has; durable before it returns."""
        wrapped = _wrapped(self._master, name, key)
        await self._write("INSERT OR REPLACE INTO keys VALUES (?, ?)", (name, wrapped))
        self._keys[name] = key
        self._doomed.discard(name)
        return key

    async def keep(self, name: str, secret: bytes) -> None:
        """A secret that is no key of ours to make, kept or replaced beside them; durable."""
        sql = """INSERT INTO keys VALUES (?, ?)
                 ON CONFLICT (name) DO UPDATE SET wrapped = excluded.wrapped"""
        with self._store.changing():
            await self._write(sql, (name, _wrapped(self._master, name, secret)))
        self._keys[name] = secret

    def lend(self, name: str) -> None:
        """A key in memory only, where the store cannot be written: it dies with this run."""
        self._keys[name] = secrets.token_bytes(KEY_BYTES)

    async def destroy(self, name: str) -> None:
        """Forget a key for ever; durable before it returns."""
        with self._store.changing():
            await self._write("DELETE FROM keys WHERE name = ?", (name,))
        self._keys.pop(name, None)

    async def replace(self, name: str, mark: str, secret: bytes) -> None:
        """Forget a key for ever and keep a secret under another name in its place.

        One statement where there was a key, so that a crash leaves the one or the other.
        """
        wrapped = _wrapped(self._master, mark, secret)
        with self._store.changing():
            if name in self._keys:
                sql = "UPDATE OR REPLACE keys SET name = ?, wrapped = ? WHERE name = ?"
                await self._write(sql, (mark, wrapped, name))
            else:
                await self._write("INSERT OR REPLACE INTO keys VALUES (?, ?)", (mark, wrapped))
        self._keys.pop(name, None)
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
        unit.changes.append(_Doomed(self, name))
        return None

    def is_doomed(self, name: str) -> bool:
        """Whether this key waits to be destroyed in the store."""
        return name in self._doomed

    def drop(self, name: str) -> None:
        """Forget a key in memory; `bury` makes that durable."""
        if self._keys.pop(name, None) is not None:
            self._doomed.add(name)

    @property
    def doomed(self) -> bool:
        """Whether keys wait to be destroyed in the store."""
        return bool(self._doomed)

    @property
    def failing(self) -> bool:
        """Whether the store did not take the last change."""
        return self._store.failing

    async def bury(self) -> tuple[str, ...]:
        """Destroy what is doomed, in one transaction: a flood of drafts must not hold us up.

        Without any it shows whether the store is well again. It needs no row, and nobody else
        waits for it: never call it inside a unit of work. The names that are buried.
        """
        doomed = frozenset(self._doomed)  # what is doomed meanwhile is for the next time
        with self._store.changing():
            await self._store.delete(name for name in doomed if name not in self._keys)
        self._doomed -= doomed
        return tuple(doomed)

    async def rewrap(self, master: bytes) -> None:
        """Wrap every key under a new master key, in one transaction."""
        fresh = ChaCha20Poly1305(master)
        keys = self._keys.items()
        await self._store.rewrap((_wrapped(fresh, name, key), name) for name, key in keys)
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
        self._keys = {name: self._unwrap(name, wrapped) for name, wrapped in rows}

    async def _write(self, sql: str, values: tuple[object, ...]) -> None:
        await self._store.write(sql, values)

    def _unwrap(self, name: str, wrapped: bytes) -> bytes:
        try:
            return self._master.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], name.encode())
        except (InvalidTag, ValueError):
            message = "the master key does not open this key store"
            raise KeysWrong(message) from None


@dataclass(frozen=True, slots=True)
class _Doomed:
    """A key that goes with the commit of its unit."""

    ring: KeyRing
    name: str

    def keep(self) -> None:
        """The unit was committed."""
        self.ring.drop(self.name)


def _wrapped(master: ChaCha20Poly1305, name: str, key: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + master.encrypt(nonce, key, name.encode())


def _prepare(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)


def _must_exist(path: Path) -> None:
    if not path.exists():
        message = "there is no key store"
        raise KeysMissing(message)


async def _connect(path: Path) -> aiosqlite.Connection:
    try:
        return await connect(path, KEYS)
    except (Damaged, sqlite3.DatabaseError) as broken:
        message = "the key store cannot be read"
        raise KeysWrong(message) from broken
