"""Reading guides: `guides.toml`, and a file for each text; what is wrong has its file and line."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from pydantic import ValidationError

from bot.guides.errors import GuideError
from bot.guides.guide import Paragraph, Source, Text
from bot.guides.schema import Front, GuideRow, SourceRow, first_fault

MARK = "+++"
"""What stands above and below the head of a text, as in other tools that read Markdown."""
AT_LINE = re.compile(r"\(at line (\d+)")
HEADER = re.compile(r"\s*\[\[\s*guide\s*\]\]\s*(?:#.*)?$")
NOTHING = re.compile(r"\s*(?:#.*)?$")
REGION = re.compile(r"\[([A-Z]{2})\] +")
NUMBER = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?![ ./()-]*\d))\d(?:[ ./()-]*\d){2,}")
"""Three digits and more that are no year: it may be a telephone number, and grow old."""
WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
MOST_WORDS, LONGEST_TEXT = 180, 20_000
"""A text that is read in one go: 180 words fill the screen of a telephone twice."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of an index, each with the line on which it begins, and what could not be used."""

    rows: tuple[tuple[GuideRow, int], ...]
    wrong: tuple[GuideError, ...]


def rows_of(text: str, file: str) -> Rows:
    """The rows of `guides.toml`; each is read by itself, so that a wrong one spoils no other."""
    rows: dict[str, tuple[GuideRow, int]] = {}
    wrong: list[GuideError] = []
    for block, line in _blocks(text):
        try:
            row = _row(block, file, line)
            if row.id in rows:
                raise GuideError(file, line, f"id: {row.id} stands twice")  # noqa: TRY301 - short
            rows[row.id] = (row, line)
        except GuideError as broken:
            wrong.append(broken)
    return Rows(tuple(rows.values()), tuple(wrong))


def _blocks(text: str) -> Iterator[tuple[str, int]]:
    """What stands from one [[guide]] to the next, and on which line it begins."""
    lines = text.split("\n")
    heads = [number for number, line in enumerate(lines) if HEADER.match(line)]
    for start, end in zip([0, *heads], [*heads, len(lines)], strict=True):
        own = lines[start:end]
        if not all(NOTHING.match(line) for line in own):
            yield "\n".join(own), start + 1


def text_of(text: str, file: str) -> Text:
    """A guide in one language."""
    lines = text.splitlines()
    if len(text) > LONGEST_TEXT or MARK not in lines[:1] or MARK not in lines[1:]:
        raise GuideError(
            file, 1, f"begin with {MARK}, title, line and words, {MARK}, then the text"
        )
    end = lines.index(MARK, 1)
    front = _front("\n".join(lines[1:end]), file)
    paragraphs = tuple(_paragraphs(lines[end + 1 :], file, end + 2))
    if not paragraphs:
        raise GuideError(file, end + 1, "there is no text below")
    _hold(lines, end, file)
    return Text(front.title, front.line, tuple(front.words), paragraphs)


def source_of(row: SourceRow) -> Source:
    """A source as it is shown."""
    return Source(row.title, row.date or row.seen or "", row.region)


def _row(block: str, file: str, line: int) -> GuideRow:
    found = _toml(block, file, line)
    guides = found.get("guide")
    if not isinstance(guides, list) or len(found) > 1:
        raise GuideError(file, line, "write each guide as [[guide]]")
    try:
        row = GuideRow.model_validate(cast("list[object]", guides)[0])
    except ValidationError as broken:
        name, why = first_fault(broken)
        raise GuideError(file, _line_of(name, block, line), why) from None
    if any(one.date is None and one.seen is None for one in row.source):
        raise GuideError(file, line, "source: give its date, or when it was seen")
    return row


def _line_of(name: str, text: str, first: int) -> int:
    """The line of a key in a text that begins on line `first`; that one where it is not there."""
    at = re.search(rf"^[ \t]*{re.escape(name)}[ \t]*=", text, re.MULTILINE) if name else None
    return first + (text.count("\n", 0, at.start()) if at else 0)


def _front(head: str, file: str) -> Front:
    try:
        return Front.model_validate(_toml(head, file, 2))
    except ValidationError as broken:
        name, why = first_fault(broken)
        raise GuideError(file, _line_of(name, head, 2), why) from None


def _toml(text: str, file: str, first: int) -> Mapping[str, object]:
    """`first` is the line of the file on which `text` begins."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        at = AT_LINE.search(str(broken))
        line = first - 1 + (int(at[1]) if at else text.count("\n") + 1)
        raise GuideError(file, line, f"not valid TOML: {broken}") from None
    except RecursionError:
        raise GuideError(file, first, "not valid TOML: brackets in brackets, too deep") from None


def _paragraphs(lines: list[str], file: str, first: int) -> Iterator[Paragraph]:
    part: list[str] = []
    for number, line in enumerate([*lines, ""], start=first):
        if line.strip():
            part.append(line.rstrip())
        elif part:
            yield _paragraph("\n".join(part), file, number - len(part))
            part = []


def _paragraph(text: str, file: str, line: int) -> Paragraph:
    if text.startswith("#"):
        raise GuideError(file, line, "no headings: a guide is short, and read as plain text")
    head = REGION.match(text)
    return Paragraph(text[head.end() :], head[1]) if head else Paragraph(text)


def _hold(lines: list[str], end: int, file: str) -> None:
    """What no guide may have, in its text or above it."""
    for number, line in enumerate(lines, start=1):
        if NUMBER.search(line):
            raise GuideError(file, number, "no telephone numbers: those come from the directory")
        if "!" in line or "\u00a1" in line:
            raise GuideError(file, number, "no exclamation marks: it is read on bad days")
    many = len(WORD.findall("\n".join(lines[end + 1 :])))
    if many > MOST_WORDS:
        raise GuideError(file, end + 1, f"{many} words; {MOST_WORDS} are the most")
