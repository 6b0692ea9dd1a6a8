"""Which accounts are one person's: one list, written anew at each change under a key of its own.

In memory for everybody who asks, as the community is. Whoever has today's keys reads today's list;
an older one, in the log or in a backup, opens no more: its key went with the commit of the next.
"""

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from adapters.sql.keyring import KeyRing
from adapters.sql.rows import Rows
from adapters.sql.seal import Sealer, Unreadable, place
from adapters.sql.writer import CURRENT, current
from bot.model.people import Member
from bot.model.venting import PersonTag

LOG = logging.getLogger(__name__)
TABLE = "links"
KEY = "links:"
STEP_BYTES = 4_096
"""Some twenty links: how many there are is not to be read from the length."""
LIST = TypeAdapter(list[tuple[Member, Member]])
Pairs = Mapping[Member, Member]


@dataclass(frozen=True, slots=True)
class _Changed:
    """What a unit of work made of it; kept once that unit is committed."""

    owner: "SqlLinks"
    value: Pairs

    def keep(self) -> None:
        """The unit was committed."""
        self.owner.keep(self.value)


class SqlLinks:
    """Each account that is linked leads to the other one."""

    def __init__(self, rows: Rows, sealer: Sealer) -> None:
        """Keep the list through `rows`, sealed by `sealer`; `begin` reads it."""
        self._rows = rows
        self._sealer = sealer
        self._committed: Pairs = {}
        self._lately: set[Member] = set()
        self._tagged: tuple[Pairs, Mapping[PersonTag, PersonTag]] = ({}, {})

    async def begin(self) -> None:
        """Read the list; of an older backup, whose key is gone, nothing."""
        self.keep(await self._load())

    def keep(self, value: Pairs) -> None:
        """As committed from now on."""
        self._lately |= {*value, *self._committed}
        self._committed = value

    def of(self, who: Member) -> Member | None:
        """The other account."""
        return self._now.get(who)

    def lately(self, who: Member) -> bool:
        """Whether it is linked, or was in this run."""
        return who in self._now or who in self._lately

    async def join(self, one: Member, other: Member) -> None:
        """Two accounts, each with no link before."""
        found = await self._load()
        if one in found or other in found:
            message = "one of the accounts is linked already"
            raise ValueError(message)
        await self._save({**found, one: other, other: one})

    async def part(self, who: Member) -> None:
        """Write the list anew without this one; where this database does not know it, nothing."""
        found = await self._load()
        if (other := found.get(who)) is not None:
            await self._save({a: b for a, b in found.items() if a not in {who, other}})

    def kin(self, person: PersonTag) -> PersonTag | None:
        """The same of the account that is linked to this one, if there is one."""
        now = self._now
        if now is not self._tagged[0]:
            ring = self._sealer.ring
            tags = {person_of(ring, one): person_of(ring, other) for one, other in now.items()}
            self._tagged = now, tags
        return self._tagged[1].get(person)

    @property
    def _now(self) -> Pairs:
        unit = CURRENT.get()
        for change in reversed(unit.changes if unit else ()):
            if isinstance(change, _Changed) and change.owner is self:
                return change.value
        return self._committed

    async def _save(self, value: Pairs) -> None:
        ring, new = self._sealer.ring, secrets.token_hex(16)
        old = ring.names(KEY)
        await ring.make(f"{KEY}{new}")
        blob = self._sealer.seal(_plain(value), place(TABLE, new), f"{KEY}{new}")
        await self._rows.run("DELETE FROM links")
        await self._rows.run("INSERT INTO links (id, sealed) VALUES (?, ?)", (new, blob))
        for name in old:
            await ring.doom(name)
        current().changes.append(_Changed(self, value))

    async def _load(self) -> dict[Member, Member]:
        row = await self._rows.one("SELECT id, sealed FROM links")
        if row is None:
            return {}
        try:
            key = f"{KEY}{row['id']}"
            plain = self._sealer.open(row["sealed"], place(TABLE, row["id"]), key)
            pairs = LIST.validate_json(plain)
        except (Unreadable, ValidationError):
            LOG.error("the list of links does not open: people link their accounts again")
            return {}
        return {**dict(pairs), **{other: one for one, other in pairs}}


def person_of(ring: KeyRing, who: Member) -> PersonTag:
    """A keyed hash of an account, for bans."""
    return PersonTag(ring.tag("person", who.platform, who.id).hex())


def _plain(value: Pairs) -> bytes:
    """Each pair once, in the order of ids, which is nobody's order of linking."""
    pairs = [(one, other) for one, other in value.items() if _order(one) < _order(other)]
    plain = LIST.dump_json(sorted(pairs, key=lambda pair: _order(pair[0])))
    return plain.ljust(-(-len(plain) // STEP_BYTES) * STEP_BYTES)


def _order(who: Member) -> tuple[str, str]:
    return who.platform, who.id
