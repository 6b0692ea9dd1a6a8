"""Which lines and branches of ours the tests reach; `./run test` loads this with `-p`.

SlipCover takes its marks out of a line once it was reached: that costs a tenth of the time, and
coverage.py, which looks at each line each time, as much again as the tests themselves. Its own
plugin for xdist needs a start by `python -m slipcover`, which hides folders without `__init__.py`.

Child processes (the commands, the chaos runs) are not looked at: what only they reach is tested,
and counts as missed here.
"""

import json
from importlib import import_module
from io import StringIO
from typing import Any, Protocol

import pytest

SLIPCOVER: Any = import_module("slipcover")
"""Any: it ships no types."""
OURS = ("adapters", "bot", "cogs")
LEAST_PERCENT = 90.0
KEY = "covered"
NO_CODE = (r"assert_never\(", "if TYPE_CHECKING:", r"^\s*\.\.\.$")
"""Lines that are no omission: what cannot happen, what only types need, bodies of protocols."""


class Node(Protocol):
    """A process that tested, as xdist tells of it."""

    workeroutput: dict[str, str]


class Covering:
    """Looks on in this process, and adds up what the others saw."""

    def __init__(self) -> None:
        """From now on, whatever is imported of ours is looked at."""
        sources = list(OURS)
        self._slip = SLIPCOVER.Slipcover(branch=True, source=sources, exclude_also=list(NO_CODE))
        self._imports = SLIPCOVER.ImportManager(self._slip, SLIPCOVER.FileMatcher(sources=sources))
        self._imports.__enter__()
        self._others: list[dict[str, Any]] = []

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Node) -> None:
        """What another process saw; one that died saw nothing."""
        if told := getattr(node, "workeroutput", {}).get(KEY):
            self._others.append(json.loads(told))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Tell the first process; there, too little fails the run."""
        told: dict[str, Any] = self._slip.get_coverage()
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[KEY] = json.dumps(told)
            return
        for other in self._others:
            told = SLIPCOVER.merge_coverage(told, other)
        self.told = told
        if self._percent < LEAST_PERCENT and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @property
    def _percent(self) -> float:
        return float(self.told["summary"]["percent_covered"])

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Each file that is not reached wholly, and all together."""
        table = StringIO()
        SLIPCOVER.print_coverage(self.told, outfile=table, skip_covered=True)
        terminalreporter.write_line(table.getvalue())
        verdict = f"covered: {self._percent:.1f} % (at least {LEAST_PERCENT:.0f})"
        terminalreporter.write_line(verdict, red=self._percent < LEAST_PERCENT)


COVERING = Covering()


def pytest_configure(config: pytest.Config) -> None:
    """Be asked by pytest."""
    config.pluginmanager.register(COVERING, "covering")
