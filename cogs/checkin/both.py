"""Check-ins of two linked accounts: one history, each entry kept where it was written.

Nothing is moved: undoing the link gives each account back what it wrote. While it stands numbers
interleave, so that none changes when another entry is taken out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.checkins.entry import Entry
from bot.model.people import Member, Platform
from bot.ports.checkins import CheckIns
from bot.ports.links import Links

ORDER = tuple(Platform)
ACCOUNTS = len(ORDER)
"""One on each platform can be linked."""


@dataclass(frozen=True, slots=True)
class BothAccounts:
    """The same port over the check-ins of single accounts."""

    kept: CheckIns[Entry]
    links: Links

    async def name(self, who: Member) -> tuple[str, int]:
        """An id, and the next number of this account as it is shown."""
        id_, number = await self.kept.name(who)
        return id_, self._shown(who, number)

    async def add(self, who: Member, entry: Entry) -> None:
        """Kept under the account that wrote it."""
        await self.kept.add(who, self._own(who, entry))

    async def for_member(self, who: Member, since: date | None = None) -> Sequence[Entry]:
        """The entries of both, the newest first."""
        found = [
            self._with_number(one, entry)
            for one in self._accounts(who)
            for entry in await self.kept.for_member(one, since)
        ]
        if self.links.of(who) is None:
            return found
        return sorted(found, key=lambda one: (one.at, one.number), reverse=True)

    async def get(self, who: Member, about: str | int) -> Entry | None:
        """By its id, or by the number that is shown."""
        for one in self._accounts(who):
            wanted = self._kept(one, about) if isinstance(about, int) else about
            found = None if wanted is None else await self.kept.get(one, wanted)
            if found is not None:
                return self._with_number(one, found)
        return None

    async def replace(self, who: Member, entry: Entry) -> bool:
        """Changed where it is kept."""
        for one in self._accounts(who):
            if await self.kept.get(one, entry.id) is not None:
                return await self.kept.replace(one, self._own(one, entry))
        return False

    async def remove(self, who: Member, about: str) -> bool:
        """Taken out where it is kept."""
        return any([await self.kept.remove(one, about) for one in self._accounts(who)])

    async def forget(self, who: Member) -> None:
        """Those of one account; whoever erases a person does so for each."""
        await self.kept.forget(who)

    def _accounts(self, who: Member) -> tuple[Member, ...]:
        other = self.links.of(who)
        return (who,) if other is None else (who, other)

    def _shown(self, who: Member, number: int) -> int:
        """Discord's are odd and Matrix's even while both are linked."""
        if self.links.of(who) is None:
            return number
        return (number - 1) * ACCOUNTS + ORDER.index(who.platform) + 1

    def _kept(self, who: Member, shown: int) -> int | None:
        """The account's own number; None where what is shown is the other account's."""
        if self.links.of(who) is None:
            return shown
        number, place = divmod(shown - 1, ACCOUNTS)
        return number + 1 if place == ORDER.index(who.platform) else None

    def _with_number(self, who: Member, entry: Entry) -> Entry:
        return replace(entry, number=self._shown(who, entry.number))

    def _own(self, who: Member, entry: Entry) -> Entry:
        return replace(entry, number=self._kept(who, entry.number) or entry.number)
