"""`porchlight eval crisis`: recall, false alarms and speed of the detector on labelled lines.

`porchlight eval lookup` stands in `eval_lookup`.
"""

import argparse
import gzip
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from adapters.semantic.errors import SecondNotInstalled
from bot.app.commands import eval_lookup
from bot.app.commands.says import corrupt, tell, tell_json, words
from bot.app.content import load
from bot.app.shipped import ContentError
from bot.evaluation.lines import Line, LineError, learned_from, parse
from bot.evaluation.report import as_json, markdown
from bot.evaluation.shares import Share
from bot.evaluation.speed import Speed, measured
from bot.evaluation.tally import Read, Tally
from bot.ports.detect import Detects

FINAL = Path("tests/corpora/crisis/final")
"""No rule was tuned on this part. It is opened by this command alone, and each time is noted."""
OPENINGS = FINAL / "openings.md"
UNREADABLE = (UnicodeDecodeError, EOFError, gzip.BadGzipFile, zlib.error)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is read, and how it is told."""
    # A parser of its own: beside another positional, FILE could not stand after an option.
    kinds = parser.add_subparsers(dest="what", required=True)
    eval_lookup.arguments(kinds.add_parser("lookup"))
    parser = kinds.add_parser("crisis")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--final", action="store_true", help="read the final part, and note it")
    parser.add_argument(
        "--unlearned", action="store_true", help="of chat, only the half kept to judge by"
    )
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--misses", action="store_true", help="list the lines, too")
    parser.add_argument(
        "--semantic", action="store_true", help="with the second reader (extra semantic)"
    )
    parser.add_argument("--speed", action="store_true", help="measure how long a text takes")


def do(given: argparse.Namespace) -> int:
    """Read every file and say what came of it."""
    if given.what == "lookup":
        return eval_lookup.do(given)
    files: list[Path] = [*given.files, *(sorted(FINAL.glob("*.gz")) if given.final else ())]
    try:
        every = [line for file in files for line in _lines(file)]
        lines = [line for line in every if not given.unlearned or _unlearned(line)]
    except (LineError, OSError) as wrong:
        tell(str(wrong), error=True)
        return 1
    if not lines:
        tell(words()("cli.eval.nothing"), error=True)
        return 2
    try:
        detector = load(semantic=given.semantic).detector
    except ContentError as wrong:
        return corrupt(wrong)
    except SecondNotInstalled as wrong:
        tell(str(wrong), error=True)
        return 3
    if given.speed:
        for pattern in detector.patterns:
            pattern.make()  # as a bot that runs has done in its first minutes
    return _tell(given, files, lines, detector)


def _tell(
    given: argparse.Namespace, files: Sequence[Path], lines: Sequence[Line], detector: Detects
) -> int:
    tally = Tally([Read(one, detector.assess_window(one.messages)) for one in lines])
    speed = _speed(lines, detector) if given.speed else None
    if any(FINAL.resolve() in file.resolve().parents for file in files):
        _note(tally)  # before anything is told, and also where a file of it was named
    if given.json:
        tell_json(as_json(tally, speed))
    else:
        tell(markdown(tally, speed))
    if given.misses:
        tell("\n".join(_listed(tally)))
    return 0


def _lines(file: Path) -> Iterator[Line]:
    raw = file.read_bytes()
    try:
        text = (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode("utf-8")
    except UNREADABLE:
        raise LineError(file.name, 0, "is no UTF-8, or no gzip; make the file again") from None
    return parse(text, file.name)


def _unlearned(line: Line) -> bool:
    """Labelled lines stay; of chat, what no weight was learned from."""
    return line.meant is not None or not learned_from(line.messages[0])


def _speed(lines: Sequence[Line], detector: Detects) -> Speed:
    return measured([text for line in lines for text in line.messages], detector.assess)


def _listed(tally: Tally) -> Iterator[str]:
    for what, found in (("missed", tally.missed()), ("wrong", tally.wrong())):
        for one in found:
            meant = "-" if one.line.meant is None else int(one.line.meant)
            said = " / ".join(one.line.messages)
            yield f"{what} {meant} as {int(one.found.level)} {one.line.kind}: {said}"


def _note(tally: Tally) -> None:
    """One line for each time the final part was opened: each makes its figures less fair."""
    recall = tally.recall(lambda line: line.language)
    alarms = tally.false_alarms(lambda line: line.language)
    nothing = Share(0, 0)
    said = "; ".join(
        f"{name}: cries {share.in_percent()}, harmless {alarms.get(name, nothing).in_percent()}"
        for name, share in sorted(recall.items())
    )
    with OPENINGS.open("a", encoding="utf-8") as log:
        log.write(f"- {datetime.now(UTC):%Y-%m-%d %H:%M}: {said}\n")
