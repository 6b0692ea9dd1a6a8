"""`porchlight scan`: JSON lines of texts in, findings out. Nothing is stored."""

import argparse
import sys
from collections.abc import Callable
from typing import Any

from bot.app.commands.says import corrupt, objects, tell_json
from bot.app.content import ContentError, load
from bot.model.finding import Category, Concerns, Finding
from bot.ports.detect import Detects

NAME = "scan"
ABOUT = "assess texts: JSON lines in, JSON lines out"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may stand behind the name."""
    parser.description = 'Reads {"id","text"} or {"id","messages":[…]} a line from standard input.'


def do(given: argparse.Namespace) -> int:
    """Assess standard input, line by line."""
    del given
    try:
        detector = load().detector
    except ContentError as wrong:
        return corrupt(wrong)
    for _, line in objects(sys.stdin):
        tell_json(answer(line, detector))
    return 0


def answer(line: dict[str, Any] | None, detector: Detects) -> dict[str, object]:
    """One line's answer; what cannot be read could not be checked, and says so."""
    return {"id": None if line is None else line.get("id"), **as_json(assess(line, detector))}


def assess(line: dict[str, Any] | None, detector: Detects) -> Finding:
    """The finding for one line."""
    match line:
        case {"messages": [*messages]} if all(isinstance(one, str) for one in messages):
            work = detector.assess_window
            return _guarded(lambda: work(messages))
        case {"text": str(text)}:
            return _guarded(lambda: detector.assess(text))
        case _:
            return Finding.unknown("not-a-text")


def as_json(finding: Finding) -> dict[str, object]:
    """A finding as the interface names its parts."""
    unknown = finding.severity is None
    return {
        "severity": None if finding.severity is None else int(finding.severity),
        "category": (Category.UNKNOWN if unknown else finding.category).value,
        "subject": (Concerns.UNKNOWN if unknown else finding.subject).value,
        "rules": list(finding.rules),
    }


def _guarded(work: Callable[[], Finding]) -> Finding:
    try:
        return work()
    except Exception as broken:  # noqa: BLE001 - a failed check is an answer here, as everywhere
        return Finding.unknown(type(broken).__name__)
