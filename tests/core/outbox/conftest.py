"""What the tests of the outbox are given."""

from collections.abc import AsyncIterator

import pytest

from tests.core.outbox.post_office import PostOffice


@pytest.fixture
async def office() -> AsyncIterator[PostOffice]:
    """An empty outbox over a town without faults."""
    opened = await PostOffice.open(dedupe=True)
    yield opened
    await opened.close()


@pytest.fixture
async def forgetful() -> AsyncIterator[PostOffice]:
    """The same, where platforms never recognise a key."""
    opened = await PostOffice.open(dedupe=False)
    yield opened
    await opened.close()
