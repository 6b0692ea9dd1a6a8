"""What the paging tests share: two servers on loopback."""

from collections.abc import Iterator

import pytest

from tests.wire.paging.loopback import Loopback, listening


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    with listening() as server:
        yield server


@pytest.fixture
def another() -> Iterator[Loopback]:
    with listening() as server:
        yield server
