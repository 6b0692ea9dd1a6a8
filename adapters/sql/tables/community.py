"""The community in one sealed row, and in memory for everybody who reads it."""

import logging
from dataclasses import dataclass

from pydantic import ValidationError

from adapters.sql.rows import Rows
from adapters.sql.seal import Codec, Sealer, Unreadable
from adapters.sql.writer import CURRENT, current
from bot.model.community import Community
from bot.ports.community import Change

LOG = logging.getLogger(__name__)
HOME = "home"
PUT = """INSERT INTO community (id, sealed) VALUES (?, ?)
         ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed"""


@dataclass(frozen=True, slots=True)
class _Changed:
    """What a unit of work made of it; kept once that unit is committed."""

    owner: "SqlCommunity"
    value: Community

    def keep(self) -> None:
        """The unit was committed."""
        self.owner.committed = self.value


class SqlCommunity:
    """Read without waiting, changed in a unit of work, right after a commit and a rollback."""

    def __init__(self, rows: Rows, sealer: Sealer) -> None:
        """Keep the row through `rows`, sealed by `sealer`; `begin` reads it."""
        self._rows = rows
        self._kept = Codec(Community, "community", sealer)
        self.committed = Community()

    async def begin(self, otherwise: Community) -> None:
        """Read the row; where there is none, it is as `otherwise` says."""
        self.committed = await self._load() or otherwise

    async def kept(self) -> bool:
        """Whether somebody set it up."""
        return await self._load() is not None

    @property
    def now(self) -> Community:
        """As it is for whoever asks: a unit of work sees its own change."""
        unit = CURRENT.get()
        for change in reversed(unit.changes if unit else ()):
            if isinstance(change, _Changed) and change.owner is self:
                return change.value
        return self.committed

    async def change(self, to: Change) -> Community:
        """Change what the row says now: a unit before this one may share its commit.

        Where this unit's database has no row (before the first change, or while the real one
        cannot be written), what is in memory is changed.
        """
        value = to(await self._load() or self.now)
        await self._rows.run(PUT, (HOME, self._kept.seal(value, HOME)))
        current().changes.append(_Changed(self, value))
        return value

    async def _load(self) -> Community | None:
        sealed = await self._rows.value("SELECT sealed FROM community WHERE id = ?", (HOME,))
        if sealed is None:
            return None
        try:
            return self._kept.open(sealed, HOME)
        except (Unreadable, ValidationError):
            LOG.critical("the community's row does not open; it has to be set up again")
            return None
