"""An outage of the database, for a feature whose rows are not those in memory."""

from contextlib import AbstractContextManager
from typing import Protocol


class Outage(Protocol):
    """An event is handled over memory while nothing can be written, and once more when it can.

    In memory everything but incidents that are open, or ended lately, looks missing. Whoever takes
    that for true says what is false; whoever still says so the second time drops what was promised.
    """

    @property
    def standing_in(self) -> bool:
        """Whether the rows of this unit are those in memory: false when it is done again."""
        ...

    def reading(self) -> AbstractContextManager[None]:
        """Look at the real rows, for as long as it is held; changes nothing elsewhere.

        Nothing can be written meanwhile. Looking raises StoreUnavailable where that fails, too.
        """
        ...
