"""`./run machines`: the relay's state machines, until each has taken so many steps."""

import argparse
import sys
import time

from hypothesis.stateful import run_state_machine_as_test

from tests.core.relay.ban_evasion import BanEvasion
from tests.core.relay.break_glass import BreakGlass
from tests.core.relay.profile import AT_LENGTH
from tests.core.relay.townsfolk import Townsfolk

MACHINES: dict[str, type[Townsfolk]] = {"ban-evasion": BanEvasion, "break-glass": BreakGlass}


def main() -> int:
    """Run and print; what fails is raised with the steps that led there."""
    parser = argparse.ArgumentParser(prog="./run machines", description=__doc__)
    parser.add_argument("--steps", type=int, default=5_000, help="how many of each machine")
    parser.add_argument("--only", choices=tuple(MACHINES), help="one of them")
    given = parser.parse_args()
    for name, machine in MACHINES.items():
        if given.only in {None, name}:
            began = time.monotonic()
            while machine.steps < given.steps:
                run_state_machine_as_test(machine, settings=AT_LENGTH)
                print(f"{name}: {machine.steps:,} steps, {time.monotonic() - began:,.0f} s",
                      flush=True)  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
