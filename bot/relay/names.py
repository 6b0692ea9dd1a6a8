"""Pseudonyms: two words drawn for each thread, from nobody and nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random

TRIES = 200


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """First and second words, from data/words."""

    first: tuple[str, ...]
    second: tuple[str, ...]

    async def draw(self, chance: Random, taken: Callable[[str], Awaitable[bool]]) -> str:
        """A name that no living thread has; numbered when chance finds no free one."""
        name = self._one(chance)
        for number in range(TRIES):
            if not await taken(name):
                return name
            name = self._one(chance) if number < TRIES // 2 else f"{self._one(chance)} {number}"
        return name

    def _one(self, chance: Random) -> str:
        return f"{chance.choice(self.first)} {chance.choice(self.second)}".title()
