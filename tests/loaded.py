"""All content that ships, read once in each process that tests: it takes seconds."""

from functools import cache

from bot.app.content import Content, load


@cache
def loaded() -> Content:
    """The content; nothing changes it."""
    return load()
