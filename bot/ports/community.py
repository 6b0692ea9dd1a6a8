"""The community as it is at this moment, and how it is changed."""

from collections.abc import Callable
from typing import Protocol

from bot.model.community import Community

Change = Callable[[Community], Community]


class Communities(Protocol):
    """The one community of this deployment, sealed in a row and held in memory."""

    @property
    def now(self) -> Community:
        """As it is: inside a unit of work with what that unit changed, else as committed."""
        ...

    async def change(self, to: Change) -> Community:
        """Change it, inside a unit of work; what it is now. Undone when the unit is."""
        ...
