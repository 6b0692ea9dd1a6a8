"""How fast a channel takes messages, as Discord says it in headers; and how fast a bot may ask."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

AT_ONCE, WINDOW_S = 5, 5.0
"""Of one channel. Source: shared facts, discord, part 5 (from memory there)."""
OF_ALL, SECOND = 50, 1.0
"""Requests of one bot. Source: Discord's reference, Rate Limits."""
FREE = ("/interactions/", "/webhooks/")
"""What that limit does not count. Source: as above."""


@dataclass(slots=True)
class Buckets:
    """Off until a test wants them: stories would wait for them in real time.

    `refused` counts what a channel did not take, `refused_all` what the whole bot was refused.
    """

    on: bool = False
    refused: int = 0
    refused_all: int = 0
    _all: tuple[int, float] = (OF_ALL, 0.0)
    _left: dict[str, tuple[int, float]] = field(default_factory=dict[str, tuple[int, float]])

    def take_of_all(self, path: str) -> float:
        """For how long nothing of the bot's is answered; 0.0 where this one is."""
        if not self.on or path.startswith(FREE):
            return 0.0
        now = asyncio.get_running_loop().time()
        left, until = self._all
        if until <= now:
            left, until = OF_ALL, now + SECOND
        self.refused_all += left == 0
        self._all = max(0, left - 1), until
        return until - now if left == 0 else 0.0

    def take(self, path: str) -> tuple[Mapping[str, str], float]:
        """The headers of an answer, and for how long it is refused; 0.0 where it is not."""
        if not self.on or not path.endswith("/messages"):
            return {}, 0.0
        now = asyncio.get_running_loop().time()
        left, until = self._left.get(path, (AT_ONCE, 0.0))
        if until <= now:
            left, until = AT_ONCE, now + WINDOW_S
        self.refused += left == 0
        self._left[path] = max(0, left - 1), until
        told = {
            "X-RateLimit-Limit": str(AT_ONCE), "X-RateLimit-Remaining": str(max(0, left - 1)),
            "X-RateLimit-Reset-After": f"{until - now:.3f}", "X-RateLimit-Bucket": "messages",
        }  # fmt: skip
        return told, until - now if left == 0 else 0.0
