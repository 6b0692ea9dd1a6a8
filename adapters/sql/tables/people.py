"""What is kept about people: duty, preferences, drafts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.sql.moments import to_ms
from adapters.sql.rows import Rows
from adapters.sql.seal import Codec, Sealer, Unreadable, readable
from bot.model.people import Member


class SqlRota:
    """Who is on duty."""

    def __init__(self, rows: Rows, sealer: Sealer) -> None:
        """Keep rows through `rows`, sealed by `sealer`."""
        self._rows = rows
        self._ring = sealer.ring
        self._members = Codec(Member, "rota", sealer)

    async def on_duty(self) -> Sequence[Member]:
        """Those who said so, longest first."""
        rows = await self._rows.all("SELECT member, sealed FROM rota ORDER BY since")
        return readable(self._members, rows, "member")

    async def join(self, who: Member, at: datetime) -> None:
        """Go on duty; twice is once."""
        tag = self._tag(who)
        sql = "INSERT INTO rota (member, since, sealed) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        await self._rows.run(sql, (tag, to_ms(at), self._members.seal(who, tag)))

    async def leave(self, who: Member) -> None:
        """Go off duty."""
        await self._rows.run("DELETE FROM rota WHERE member = ?", (self._tag(who),))

    def _tag(self, who: Member) -> bytes:
        return self._ring.tag("rota", who.platform, who.id)


@dataclass(frozen=True, slots=True)
class _Preference:
    name: str
    value: str


class SqlPreferences:
    """What a member chose to have remembered, under the member's own key."""

    def __init__(self, rows: Rows, sealer: Sealer) -> None:
        """Keep rows through `rows`, sealed by `sealer`."""
        self._rows = rows
        self._ring = sealer.ring
        self._kept = Codec(_Preference, "preferences", sealer)

    async def get(self, who: Member, name: str) -> str | None:
        """The value, if there is one."""
        return (await self.all_of(who)).get(name)

    async def put(self, who: Member, name: str, value: str | None) -> None:
        """Remember, replace, or with None forget."""
        id_ = self._ring.tag("preference", who.platform, who.id, name)
        await self._rows.run("DELETE FROM preferences WHERE id = ?", (id_,))
        if value is None:
            return
        key = self._ring.of_member(who.platform, who.id)
        await self._ring.make(key)
        sealed = self._kept.seal(_Preference(name, value), id_, key)
        sql = "INSERT INTO preferences (id, member, sealed) VALUES (?, ?, ?)"
        await self._rows.run(sql, (id_, self._ring.tag("member", who.platform, who.id), sealed))

    async def all_of(self, who: Member) -> Mapping[str, str]:
        """Everything that is remembered. What no key opens any more was erased."""
        key = self._ring.of_member(who.platform, who.id)
        if self._ring.get(key) is None:
            return {}
        sql = "SELECT id, sealed FROM preferences WHERE member = ?"
        rows = await self._rows.all(sql, (self._ring.tag("member", who.platform, who.id),))
        return {one.name: one.value for one in readable(self._kept, rows, "id", key)}


class SqlDrafts:
    """Forms that are being answered one question at a time."""

    def __init__(self, rows: Rows, sealer: Sealer) -> None:
        """Keep rows through `rows`, sealed by `sealer`."""
        self._rows = rows
        self._ring = sealer.ring
        self._texts = Codec(str, "drafts", sealer)

    async def load(self, who: Member, now: datetime) -> str | None:
        """The draft as it was saved, unless it expired."""
        id_ = self._id(who)
        sql = "SELECT sealed FROM drafts WHERE id = ? AND until > ?"
        sealed = await self._rows.value(sql, (id_, to_ms(now)))
        try:
            return None if sealed is None else self._texts.open(sealed, id_)
        except Unreadable:
            return None

    async def save(self, who: Member, draft: str, until: datetime) -> None:
        """Keep or replace this person's draft."""
        id_ = self._id(who)
        sql = """INSERT INTO drafts (id, until, sealed) VALUES (?, ?, ?)
                 ON CONFLICT (id) DO UPDATE SET until = excluded.until, sealed = excluded.sealed"""
        await self._rows.run(sql, (id_, to_ms(until), self._texts.seal(draft, id_)))

    async def drop(self, who: Member) -> None:
        """Forget the draft."""
        await self._rows.run("DELETE FROM drafts WHERE id = ?", (self._id(who),))

    async def forget_expired(self, now: datetime) -> int:
        """Drop what expired."""
        return await self._rows.run("DELETE FROM drafts WHERE until <= ?", (to_ms(now),))

    def _id(self, who: Member) -> bytes:
        return self._ring.tag("draft", who.platform, who.id)
