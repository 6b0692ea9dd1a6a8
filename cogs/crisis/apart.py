"""One thing at a time: what fails is undone alone, and costs nobody else their call."""

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.ports.store import Store, StoreUnavailable

LOG = logging.getLogger(__name__)
T = TypeVar("T")


async def apart(store: Store, what: str, work: Callable[[], Awaitable[T]]) -> T | None:
    """What `work` gives, as an attempt of its own inside a unit; None where it failed.

    `what` is a slug for the log. Raises StoreUnavailable: then nothing else can be written either.
    """
    try:
        return await store.attempt(work)
    except StoreUnavailable:
        raise
    except Exception as broken:  # noqa: BLE001 - one incident or one place must not cost others theirs
        LOG.critical("failed apart from all else: %s: %s", what, type(broken).__name__)
        return None
