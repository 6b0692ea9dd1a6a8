"""The garbage collector, kept away from what is built once and stays."""

import gc
from collections.abc import Generator
from contextlib import contextmanager


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
