"""A few thousand steps of ban evasion on every run; `./run machines` takes more."""

import pytest

from tests.core.relay.ban_evasion import BanEvasion
from tests.core.relay.profile import IN_CI

pytestmark = pytest.mark.no_cover  # smaller tests see the same lines; tracing doubles its time

TestBanEvasion = BanEvasion.TestCase
TestBanEvasion.settings = IN_CI
