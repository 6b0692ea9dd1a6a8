"""Snowflakes for what the town counts: messages, interactions, sessions."""

from datetime import datetime

from adapters.discord.reading.moments import snowflake_at
from adapters.memory.ledger import Ledger, Shown

GUILD = "1300000000000000000"
BOT = "1300000000000000001"
APPLICATION = "1300000000000000002"


class Ids:
    """Each message's id by its number in the ledger, and back; later ones are higher."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._ids: dict[int, int] = {}
        self._numbers: dict[int, int] = {}
        self._last = 0

    def of(self, shown: Shown) -> str:
        """The id of a message, however often it was edited."""
        first = self._ledger.first(shown)
        if first.n not in self._ids:
            self._ids[first.n] = made = self.new(first.at)
            self._numbers[made] = first.n
        return str(self._ids[first.n])

    def shown(self, id_: str) -> Shown | None:
        """The message of this id as it stands now."""
        number = self._numbers.get(int(id_)) if id_.isdecimal() else None
        first = None if number is None else self._ledger.get(str(number))
        return None if first is None else self._ledger.newest(first)

    def new(self, at: datetime) -> int:
        """An id of this moment that was never given."""
        self._last = max(snowflake_at(at), self._last + 1)
        return self._last
