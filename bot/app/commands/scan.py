"""`porchlight scan`: JSON lines of texts in, findings out. Nothing is stored."""

import argparse
from dataclasses import asdict
from typing import cast

from adapters.semantic.errors import SecondNotInstalled
from bot.app.commands.says import corrupt, name_of, objects, tell, tell_json
from bot.app.content import load
from bot.app.shipped import ContentError
from bot.crisis.detector import BREAK, Detector
from bot.crisis.explaining import why
from bot.model.finding import Category, Concerns, Finding
from bot.watch.watch import Watch, worst_of


def arguments(parser: argparse.ArgumentParser) -> None:
    """It reads standard input."""
    parser.add_argument("--explain", action="store_true", help="say why, too: for moderators")
    parser.add_argument(
        "--semantic", action="store_true", help="with the second reader (extra semantic)"
    )


def do(given: argparse.Namespace) -> int:
    """Assess standard input, line by line."""
    try:
        detector = load(semantic=given.semantic).detector
    except ContentError as wrong:
        return corrupt(wrong)
    except SecondNotInstalled as missing:
        tell(str(missing), error=True)
        return 3
    watch = Watch(detector)
    for line in objects():
        told = answer(line, watch)
        tell_json(told | explained(line, detector) if given.explain else told)
    return 0


def explained(line: dict[str, object] | None, detector: Detector) -> dict[str, object]:
    """Views, rules, what softened them and the weight of the words, for each language.

    Where the detector fails, only the kind of failure is told: the text is no part of it.
    """
    given = {} if line is None else line
    held = given.get("messages", [given.get("text")])
    texts = cast("list[object]", held) if isinstance(held, list) else []
    text = BREAK.join(one for one in texts if isinstance(one, str))
    try:
        return {"why": [asdict(one) for one in why(detector, text)]}
    except Exception as broken:  # noqa: BLE001 - as the watch does: the next line is read
        return {"why": [], "failed": type(broken).__name__}


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
