"""Reports about services: sealed under the epoch's key, and of nobody."""

from collections.abc import Sequence
from datetime import date

from adapters.sql.rows import Rows
from adapters.sql.seal import Codec, Sealer, readable
from adapters.sql.writer import current
from bot.ports.mistakes import Mistake, MistakeId


class SqlMistakes:
    """What waits for a look."""

    def __init__(self, rows: Rows, sealer: Sealer) -> None:
        """Keep rows through `rows`, sealed by `sealer`."""
        self._rows = rows
        self._ring = sealer.ring
        self._kept = Codec(Mistake, "mistakes", sealer)

    async def add(self, services: tuple[str, ...], words: str, on: date) -> Mistake:
        """The id comes from the unit's seed, so that the button below the notice fits."""
        steps = current().steps
        steps.add(f"mistake {len(steps)}")
        id_ = MistakeId(self._ring.tag("mistake", current().seed, str(len(steps))).hex())
        number = int(await self._rows.value("SELECT coalesce(max(number), 0) + 1 FROM mistakes"))
        mistake = Mistake(id_, number, on, services, words)
        sql = "INSERT INTO mistakes (id, number, day, sealed) VALUES (?, ?, ?, ?)"
        values = (id_, number, on.isoformat(), self._kept.seal(mistake, id_))
        await self._rows.run(sql, values)
        return mistake

    async def waiting(self) -> Sequence[Mistake]:
        """Every one that opens."""
        rows = await self._rows.all("SELECT id, sealed FROM mistakes ORDER BY day, number")
        return readable(self._kept, rows, "id")

    async def done(self, id_: MistakeId) -> bool:
        """The row goes."""
        return await self._rows.run("DELETE FROM mistakes WHERE id = ?", (id_,)) == 1

    async def forget_before(self, day: date) -> int:
        """Drop what nobody looked at for so long."""
        sql = "DELETE FROM mistakes WHERE day < ?"
        return await self._rows.run(sql, (day.isoformat(),))
