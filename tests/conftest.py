"""What every test shares: content that is read once, and a hypothesis profile without deadlines."""

import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.app.content import Content
from bot.model.people import Platform
from tests.loaded import loaded

settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("house")


WORLDS = ("memory", "wire", "simcord", "matrix", "matrix-plain")
MOST_WORKERS = 8
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes folders of its own there
ROOMY_BYTES = 2 << 30


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where stories happen, and on which platform people are of whom a story does not say it."""
    parser.addoption("--world", choices=WORLDS, default="memory")
    parser.addoption("--usual", choices=tuple(Platform), default="discord")


def pytest_configure() -> None:
    """Files of tests lie in memory where there is room: a story waits for the disk half its time.

    A process that is killed loses nothing there that it would not lose on a disk. What a failing
    disk does is injected; how long a real one takes is measured by `./run bench`.
    """
    if IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOMY_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))


def pytest_xdist_auto_num_workers() -> int:
    """Three for two cores: much of what a test does is waiting for a disk or another process."""
    return min(MOST_WORKERS, max(2, 3 * (os.cpu_count() or 1) // 2))


@pytest.fixture(scope="session")
def content() -> Content:
    """All content that ships."""
    return loaded()


@pytest.fixture(autouse=True)
def _quiet_logs() -> Iterator[None]:
    """Whatever a test does to the root logger is undone."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    root.setLevel(level)
    root.handlers[:] = handlers
