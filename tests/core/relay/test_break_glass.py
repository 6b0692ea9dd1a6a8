"""Some hundred steps of breaking seals on every run; `./run machines` takes more."""

import pytest

from tests.core.relay.break_glass import BreakGlass
from tests.core.relay.profile import IN_CI

pytestmark = pytest.mark.no_cover  # smaller tests see the same lines; tracing doubles its time

TestBreakGlass = BreakGlass.TestCase
TestBreakGlass.settings = IN_CI
