"""Keys that a commit destroyed and that may still be in the key store."""

from collections.abc import Iterable

from adapters.sql.keyring import KeyRing
from adapters.sql.keystore import marked
from adapters.sql.rows import Rows


class SqlDoomed:
    """Rows that `KeyRing.doom` writes with the commit; gone once the keys are buried."""

    def __init__(self, rows: Rows, ring: KeyRing) -> None:
        """The keys are those of `ring`."""
        self._rows = rows
        self._ring = ring

    async def recall(self) -> None:
        """Drop what a process that died left in the key store; the rest is buried already."""
        for row in await self._rows.all("SELECT name, mark FROM doomed"):
            key = self._ring.get(row["name"])
            if key is not None and marked(key) == row["mark"]:
                self._ring.drop(row["name"])
            elif not self._ring.is_doomed(row["name"]):
                await self._rows.run("DELETE FROM doomed WHERE name = ?", (row["name"],))

    async def forget(self, names: Iterable[str]) -> None:
        """These are buried; what was doomed anew meanwhile is not."""
        for name in names:
            if not self._ring.is_doomed(name):
                await self._rows.run("DELETE FROM doomed WHERE name = ?", (name,))
