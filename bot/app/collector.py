"""The garbage collector, kept away from what is built once and stays, and from busy moments."""

import asyncio
import gc
from collections.abc import Generator
from contextlib import contextmanager
from time import monotonic, process_time

SELDOM = (10_000, 10, 1_000_000)
"""Young objects as ever, a few milliseconds at a time; old ones never by themselves.

In a flood a hundred thousand messages wait as objects, and to look through them halted everything
for half a second at a time (docs/performance.md).
"""
EVERY_S = 60.0
BUSY, LATE_S = 0.5, 0.1
"""So much of one core is much to do, or so late a loop that gets no core: what is old is looked
through in another minute."""
LONGEST = 30
"""After so many busy minutes it is done all the same."""


@contextmanager
def spared() -> Generator[None]:
    """Nothing is collected meanwhile, and all that is there afterwards is never looked at again.

    The lexicons are a million objects that stay for as long as the bot runs. To look through them
    again and again took half of the start, and halts everything for a second each time later.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


async def collected(every_s: float = EVERY_S) -> None:
    """Look through what is old when there is little else to do, until cancelled."""
    usual, busy = gc.get_threshold(), 0
    gc.set_threshold(*SELDOM)
    try:
        while True:
            began, cpu = monotonic(), process_time()
            await asyncio.sleep(every_s)
            took = monotonic() - began
            much = process_time() - cpu > BUSY * took or took > every_s + LATE_S
            busy = busy + 1 if much and busy < LONGEST else 0
            if not busy:
                gc.collect()
    finally:
        gc.set_threshold(*usual)
