"""Some hundred steps of breaking seals on every run; `./run machines` takes more."""

from tests.core.relay.break_glass import BreakGlass
from tests.core.relay.profile import IN_CI

TestBreakGlass = BreakGlass.TestCase
TestBreakGlass.settings = IN_CI
