"""`porchlight eval lookup`: how well labelled queries are answered by the directory."""

import argparse
import gzip
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.app.commands.helpline import look
from bot.app.commands.says import corrupt, tell, tell_json, words
from bot.app.content import load
from bot.app.shipped import ContentError, shipped
from bot.directory.records import retired
from bot.directory.records.retired import Denylist
from bot.evaluation.answers import Answer, Answers
from bot.evaluation.lines import LineError
from bot.evaluation.wishes import Wish, parse

FINAL = Path("tests/corpora/lookup-final.jsonl.gz")
"""Nothing was tuned on this part. It is opened by this command alone, and each time is noted."""
OPENINGS = FINAL.with_name("lookup-openings.md")
UNREADABLE = (UnicodeDecodeError, EOFError, gzip.BadGzipFile, zlib.error)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is read, and how it is told."""
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--final", action="store_true", help="read the final part, and note it")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--misses", action="store_true", help="list the lines, too")


def do(given: argparse.Namespace) -> int:
    """Look up every line, and say what came of it."""
    files: list[Path] = [*given.files, *((FINAL,) if given.final else ())]
    try:
        wishes = [wish for file in files for wish in parse(_text(file), file.name)]
    except (LineError, OSError) as wrong:
        tell(str(wrong), error=True)
        return 1
    if not wishes:
        tell(words()("cli.eval.nothing"), error=True)
        return 2
    try:
        answers = _answers(wishes)
    except ContentError as wrong:
        return corrupt(wrong)
    if FINAL.resolve() in {file.resolve() for file in files}:
        _note(answers)  # before anything is told, and also where it was named as a file
    if given.json:
        tell_json(answers.as_json())
    else:
        tell(answers.markdown())
    if given.misses:
        tell("\n".join(answers.misses()))
    return 0


def _answers(wishes: Sequence[Wish]) -> Answers:
    content = load()
    denied = retired.parse(shipped("helplines", "retired.jsonl"), "retired.jsonl")
    every = [Answer(wish, look(content, wish.query, wish.known, wish.locale)) for wish in wishes]
    return Answers(every, Denylist.of(denied))


def _text(file: Path) -> str:
    raw = file.read_bytes()
    try:
        return (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode("utf-8")
    except UNREADABLE:
        raise LineError(file.name, 0, "is no UTF-8, or no gzip; make the file again") from None


def _note(answers: Answers) -> None:
    """One line for each time the final part was opened: each makes its figures less fair."""
    said = "; ".join(f"{name}: {share.in_percent()}" for name, share in answers.figures().items())
    with OPENINGS.open("a", encoding="utf-8") as log:
        log.write(f"- {datetime.now(UTC):%Y-%m-%d %H:%M}: {said}\n")
