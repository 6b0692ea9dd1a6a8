"""Expressions of rules, made before they are needed: the first to need one would wait for it."""

import asyncio
from collections.abc import Iterable
from time import perf_counter

from bot.crisis.patterns import Pattern

REST = 4
"""How many times as long as each took is rested after it: a fifth of one core, for a minute."""


async def warmed(patterns: Iterable[Pattern]) -> None:
    """Make them all, one by one in a thread, so that the loop stays free for alerts."""
    for pattern in patterns:
        began = perf_counter()
        await asyncio.to_thread(pattern.make)
        await asyncio.sleep(REST * (perf_counter() - began))
