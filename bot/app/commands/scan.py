"""`porchlight scan`: JSON lines of texts in, findings out. Nothing is stored."""

import argparse
from typing import cast

from bot.app.commands.says import corrupt, name_of, objects, tell_json
from bot.app.content import load
from bot.app.shipped import ContentError
from bot.model.finding import Category, Concerns, Finding
from bot.watch import Watch, worst_of


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing stands behind the name: it reads standard input."""
    del parser


def do(given: argparse.Namespace) -> int:
    """Assess standard input, line by line."""
    del given
    try:
        watch = Watch(load().detector)
    except ContentError as wrong:
        return corrupt(wrong)
    for line in objects():
        tell_json(answer(line, watch))
    return 0


def answer(line: dict[str, object] | None, watch: Watch) -> dict[str, object]:
    """One line's answer; what cannot be read could not be checked, and says so."""
    return {"id": name_of(line), **as_json(assess(line, watch))}


def assess(line: dict[str, object] | None, watch: Watch) -> Finding:
    """The finding for one line; the detector's failure is "could not check", never an end."""
    given = {} if line is None else line
    messages, text = given.get("messages"), given.get("text")
    found: list[Finding] = []
    if isinstance(messages, list):
        texts = [one for one in cast("list[object]", messages) if isinstance(one, str)]
        whole = len(texts) == len(cast("list[object]", messages))
        found.append(watch.assess_messages(texts) if whole else Finding.unknown("not-a-text"))
    if isinstance(text, str):
        found.append(watch.assess_text(text))
    return worst_of(found) if found else Finding.unknown("not-a-text")


def as_json(finding: Finding) -> dict[str, object]:
    """A finding as the interface names its parts."""
    unknown = finding.severity is None
    return {
        "severity": None if finding.severity is None else int(finding.severity),
        "category": (Category.UNKNOWN if unknown else finding.category).value,
        "subject": (Concerns.UNKNOWN if unknown else finding.subject).value,
        "rules": list(finding.rules),
    }
