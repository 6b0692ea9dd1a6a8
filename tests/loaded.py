"""All content that ships, read once in each process that tests: it takes seconds."""

from functools import cache

from coverage import Coverage

from bot.app.content import Content, load


@cache
def loaded() -> Content:
    """The content; nothing changes it.

    It is read untraced, which takes a fifth of the time: `test_content.py` reads it traced.
    """
    tracing = Coverage.current()
    if tracing is None:
        return load()
    tracing.stop()
    try:
        return load()
    finally:
        tracing.start()
