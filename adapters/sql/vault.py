"""The identity vault: sealed ways back to authors, proofs of ownership, tags for bans."""

import hmac
import secrets

from adapters.sql.seal import Sealer, Unreadable, place
from adapters.sql.tables.links import SqlLinks, person_of
from bot.model.people import Member, Platform, SealedRoute, Thread, ThreadId
from bot.model.venting import OwnerProof, PersonTag
from bot.ports.store import KeysUnavailable

ROUTE_BYTES = 320
"""Every route is padded to one size, so that its length does not tell the platform."""


class Vault:
    """Seals who a thread's author is, under a key that is destroyed with the thread."""

    def __init__(self, sealer: Sealer, links: SqlLinks | None = None) -> None:
        """Keep the keys of routes in the ring of `sealer`; routes themselves are values.

        Without `links` each account is a person of its own.
        """
        self._sealer = sealer
        self._links = links

    async def open_thread(self, author: Member, *, lasting: bool = False) -> SealedRoute:
        """A new thread with a random name, and the sealed way back to its author."""
        return await self.address(ThreadId(secrets.token_hex(16)), author, lasting=lasting)

    async def address(
        self, thread: ThreadId, author: Member, *, lasting: bool = False
    ) -> SealedRoute:
        """A sealed way back to the author, bound to this thread."""
        key = _route_key(thread)
        try:
            await self._sealer.ring.make(key)
        except KeysUnavailable:
            if lasting or self._sealer.ring.is_dying(key):
                raise
            self._sealer.ring.lend(key)  # a cry is answered in this run even on a full disk
        plain = f"{author.platform}\n{author.id}".encode().ljust(ROUTE_BYTES, b"\0")
        sealed = self._sealer.seal(plain, place("route", thread), key)
        return SealedRoute(Thread(thread), sealed.hex())

    async def again(self, thread: ThreadId, author: Member) -> SealedRoute | None:
        """A fresh blob under the key that the thread has; never a new key, nor one that goes."""
        ring, key = self._sealer.ring, _route_key(thread)
        known = ring.get(key) is not None and not ring.is_dying(key)
        return await self.address(thread, author) if known else None

    async def close_thread(self, thread: Thread) -> None:
        """Destroy the key of the route."""
        await self._sealer.ring.doom(_route_key(thread.id))

    async def open(self, route: SealedRoute) -> Member | None:
        """The author, or None when the thread's key is gone."""
        thread = route.thread.id
        try:
            blob = bytes.fromhex(route.blob)
            plain = self._sealer.open(blob, place("route", thread), _route_key(thread))
        except Unreadable:
            return None
        platform, id_ = plain.rstrip(b"\0").decode().split("\n", 1)
        return Member(Platform(platform), id_)

    def proof(self, thread: ThreadId, who: Member) -> OwnerProof:
        """Keyed, and of this thread alone: two proofs of one author have nothing in common."""
        return OwnerProof(self._sealer.ring.tag("owner", thread, who.platform, who.id).hex())

    def person(self, who: Member) -> PersonTag:
        """Who this is, for bans: each account is one, and `same` says which are one person's."""
        return person_of(self._sealer.ring, who)

    def same(self, one: PersonTag, other: PersonTag) -> bool:
        """Whether both are one person's, as things are now."""
        return one == other or self._kin(one) == other

    def first(self, person: PersonTag) -> PersonTag:
        """The same for every account of a person, while they are linked."""
        kin = self._kin(person)
        return person if kin is None else min(person, kin)

    def _kin(self, person: PersonTag) -> PersonTag | None:
        return None if self._links is None else self._links.kin(person)

    async def person_behind(self, route: SealedRoute) -> PersonTag | None:
        """The same of a thread's author."""
        author = await self.open(route)
        return None if author is None else self.person(author)

    def pass_for(self, thread: ThreadId) -> str:
        """A keyed mark on a thread's name: only the bot can make one, and it names nobody."""
        return f"{thread}.{self._sealer.ring.tag('pass', thread).hex()}"

    def passed(self, carried: str) -> ThreadId | None:
        """The thread of a pass of ours; what stands behind a colon is another's to read."""
        carried = carried.partition(":")[0]
        thread = ThreadId(carried.partition(".")[0])
        fits = hmac.compare_digest(carried.encode(), self.pass_for(thread).encode())
        return thread if fits else None


def _route_key(thread: ThreadId) -> str:
    return f"route:{thread}"
