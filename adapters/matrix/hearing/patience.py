"""Asking what an event needs to be understood, until the homeserver has answered."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from itertools import chain, repeat
from typing import TypeVar

from adapters.matrix.gateway.errors import Refused

LOG = logging.getLogger(__name__)
T = TypeVar("T")
FIRST_S = 3.0
"""So long the first try may take, before what is urgent goes on without an answer."""
TRIES_S: tuple[float, ...] = (0.2, 0.5, 2.0, 5.0, 20.0)
AGAIN_S = 60.0
ANSWERS = range(400, 500)
NO_ANSWERS = frozenset({401, 408, 429})
"""These say nothing of what was asked for: our token, a slow request, too many of them."""


async def nothing() -> None:
    """Nothing waits for it."""


async def until_answered(
    asked: Callable[[], Awaitable[T]], otherwise: T, waits: Callable[[], Awaitable[None]] = nothing
) -> T:
    """What comes of it; `otherwise` where we are told that there is no such thing for us.

    `waits` is called once, where it takes longer than a moment.
    """
    for number, wait in enumerate(chain(TRIES_S, repeat(AGAIN_S))):
        try:
            async with asyncio.timeout(None if number else FIRST_S):
                return await asked()
        except Refused as no:
            if no.status in ANSWERS and no.status not in NO_ANSWERS:
                return otherwise
            LOG.warning("what an event needs was not answered: %s", no)
        except OSError as broken:
            LOG.warning("what an event needs was not answered: %s", type(broken).__name__)
        if not number:
            await waits()
        await asyncio.sleep(wait)
    return otherwise
