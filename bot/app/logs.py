"""Logs: keys, counts and places; never what a person wrote and never who they are.

The libraries below us print content and ids at DEBUG, and asyncio prints exception texts
(measured: shared facts, safety, 2A). What is not ours is therefore logged as place and type
alone, and an exception's text is never printed at any level.
"""

import logging
import sys
from typing import TextIO

OURS = ("bot", "cogs", "adapters")


class SafeFormatter(logging.Formatter):
    """Our own messages as they are; of others the logger and the place; no exception texts."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        ours = record.name.split(".")[0] in OURS
        text = record.getMessage() if ours else f"(withheld: {record.funcName}:{record.lineno})"
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {text}"
        return f"{line} {_places(record)}" if record.exc_info else line


def _places(record: logging.LogRecord) -> str:
    """Where an exception came from, by type, file and line."""
    kind, _, trace = record.exc_info if isinstance(record.exc_info, tuple) else (None, None, None)
    steps: list[str] = []
    while trace is not None:
        steps.append(f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{kind.__name__ if kind else ''} at {' '.join(steps[-6:])}"


def set_up_logs(level: str, stream: TextIO | None = None) -> None:
    """Log at this level, safely; to standard error unless told otherwise."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(SafeFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)


def quiet_logs() -> None:
    """For the demo: only what goes wrong."""
    set_up_logs("CRITICAL")
