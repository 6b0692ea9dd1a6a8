"""What every test shares: content that is read once, and a hypothesis profile without deadlines."""

import logging
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from bot.app.content import Content, load

settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("house")


@pytest.fixture(scope="session")
def content() -> Content:
    """All content that ships."""
    return load()


@pytest.fixture(autouse=True)
def _quiet_logs() -> Iterator[None]:
    """Whatever a test does to the root logger is undone."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    root.setLevel(level)
    root.handlers[:] = handlers
