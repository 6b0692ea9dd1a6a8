"""An outage as a feature sees it: whether its rows are those in memory, and a look at the real."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from adapters.sql.store import SqlStore
from adapters.sql.writer import CURRENT


@dataclass(frozen=True, slots=True)
class SqlOutage:
    """Every port goes to the database of the open unit, else to the reader of its own house.

    Whoever leaves the standby's unit for a look therefore sees the real rows, which a full disk
    still gives.
    """

    standby: SqlStore

    @property
    def standing_in(self) -> bool:
        """Whether whoever asks works over the standby."""
        return self.standby.here

    @contextmanager
    def reading(self) -> Generator[None]:
        """Look at the real rows meanwhile; nothing can be written until left."""
        if not self.standing_in:
            yield
            return
        token = CURRENT.set(None)
        try:
            yield
        finally:
            CURRENT.reset(token)
