"""Calls of libraries that block: in a thread, with an end, and without their log lines."""

import asyncio
import logging
from collections.abc import Callable

LOG = logging.getLogger(__name__)
SILENT = logging.NullHandler()

TALKATIVE = (
    "apprise",
    "charset_normalizer",
    "gntp",
    "oauthlib",
    "paho",
    "pika",
    "proton",
    "requests",
    "requests_oauthlib",
    "slixmpp",
    "smpplib",
    "urllib3",
)
"""Apprise and what its services log through (read in Apprise 2.2): addresses, tokens, texts.

No other part of the house uses them: the platforms speak through aiohttp.
"""


def silence() -> None:
    """Nothing that these libraries log goes anywhere, whatever level or handler is set on it.

    Loggers that exist are shut one by one; those that a service makes later end at the top one
    of their library. Cheap enough to be called before every use.
    """
    for name in TALKATIVE:
        top = logging.getLogger(name)
        top.addHandler(SILENT)
        top.propagate = False
    for name in tuple(logging.Logger.manager.loggerDict):
        if name.partition(".")[0] in TALKATIVE:
            logging.getLogger(name).addFilter(_nothing)


def _nothing(record: logging.LogRecord) -> bool:
    del record
    return False


async def in_thread(work: Callable[[], bool], name: str, patience_s: float) -> bool:
    """What `work` answers; False when it takes longer than `patience_s` or fails in any way.

    A failure is logged as `name` and its type alone: its text may hold an address. Work that
    takes too long is left to end by itself, since a thread cannot be stopped.
    """
    calling = asyncio.get_running_loop().run_in_executor(None, work)
    try:
        await asyncio.wait({calling}, timeout=patience_s)
        if not calling.done():
            LOG.warning("%s took longer than %s s", name, patience_s)
            return False
    finally:
        calling.cancel()  # nobody waits any more: a late failure would be logged with its text
    if (broken := calling.exception()) is not None:
        LOG.warning("%s failed: %s", name, type(broken).__name__)
        return False
    return calling.result()
