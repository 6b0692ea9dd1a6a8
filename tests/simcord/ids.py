"""Numbers of messages: those of the bot are given by simcord."""

from adapters.memory.ledger import Shown
from tests.wire.discord.ids import Ids


class Numbers(Ids):
    """The same, and what already has a number keeps it."""

    def call(self, shown: Shown, number: int) -> None:
        """Remember the number of a message."""
        self._ids[shown.n], self._numbers[number] = number, shown.n
