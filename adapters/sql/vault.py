"""The identity vault: sealed ways back to the authors of threads."""

import secrets
import sqlite3

from adapters.sql.seal import Sealer, Unreadable, place
from bot.model.people import Member, Platform, SealedRoute, Thread, ThreadId

ROUTE_BYTES = 320
"""Every route is padded to one size, so that its length does not tell the platform."""


class Vault:
    """Seals who a thread's author is, under a key that is destroyed with the thread."""

    def __init__(self, sealer: Sealer) -> None:
        """Keep the keys of routes in the ring of `sealer`; routes themselves are values."""
        self._sealer = sealer

    async def open_thread(self, author: Member) -> SealedRoute:
        """A new thread with a random name, and the sealed way back to its author."""
        thread = Thread(ThreadId(secrets.token_hex(16)))
        key = _route_key(thread)
        try:
            await self._sealer.ring.make(key)
        except sqlite3.Error:
            self._sealer.ring.lend(key)  # a cry is answered in this run even on a full disk
        plain = f"{author.platform}\n{author.id}".encode().ljust(ROUTE_BYTES, b"\0")
        sealed = self._sealer.seal(plain, place("route", thread.id), key)
        return SealedRoute(thread, sealed.hex())

    async def close_thread(self, thread: Thread) -> None:
        """Destroy the key of the route."""
        await self._sealer.ring.destroy(_route_key(thread))

    async def open(self, route: SealedRoute) -> Member | None:
        """The author, or None when the thread's key is gone."""
        key = _route_key(route.thread)
        try:
            plain = self._sealer.open(
                bytes.fromhex(route.blob), place("route", route.thread.id), key
            )
        except Unreadable:
            return None
        platform, id_ = plain.rstrip(b"\0").decode().split("\n", 1)
        return Member(Platform(platform), id_)


def _route_key(thread: Thread) -> str:
    return f"route:{thread.id}"
