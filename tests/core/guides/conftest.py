"""The shipped guides, made once for all tests of this folder."""

import pytest

from bot.app.guides import guides_of
from bot.guides.shelf import Guides


@pytest.fixture(scope="session")
def guides() -> Guides:
    found, refused = guides_of(None)
    assert refused == ()
    return found
