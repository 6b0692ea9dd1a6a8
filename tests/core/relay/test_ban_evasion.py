"""A few thousand steps of ban evasion on every run; `./run machines` takes more."""

from tests.core.relay.ban_evasion import BanEvasion
from tests.core.relay.profile import IN_CI

TestBanEvasion = BanEvasion.TestCase
TestBanEvasion.settings = IN_CI
