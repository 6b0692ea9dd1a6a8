"""Labelled lines: JSON Lines as `tests/corpora/crisis/README.md` describes them."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from bot.model.finding import Severity


class LineError(ValueError):
    """A row that cannot be read; `line` counts from 1. It quotes nothing of the row."""

    def __init__(self, file: str, line: int, mend: str) -> None:
        """Say where it is, and what to change."""
        super().__init__(f"{file}:{line}: {mend}")


@dataclass(frozen=True, slots=True)
class Line:
    """One text, or the messages of one window, with the level that its writer meant.

    `meant` None: nobody labelled it. It comes from public chat and is harmless by its origin.
    """

    id: str
    messages: tuple[str, ...] = field(repr=False)
    meant: Severity | None = None
    category: str = "none"
    kind: str = "chat"
    language: str = "en"
    source: str = ""

    @property
    def crisis(self) -> bool:
        """Whether people should be called."""
        return self.meant is not None and self.meant >= Severity.PASSIVE

    @property
    def harmless(self) -> bool:
        """Whether nothing at all should be found."""
        return self.meant is Severity.NONE


def learned_from(text: str) -> bool:
    """Whether a line of public chat is in the half that weights are learned from (`./run weigh`).

    By a digest of it, so that no copy of a line is in both halves.
    """
    return bool(hashlib.sha256(text.encode()).digest()[0] & 1)


def parse(text: str, file: str) -> Iterator[Line]:
    """Each row of a file, in order. Raises LineError."""
    language = file.partition("_")[0]
    for number, row in enumerate(text.split("\n"), 1):
        if row.strip():
            yield _line(table(row, file, number), file, number, language)


def table(row: str, file: str, number: int) -> Mapping[str, object]:
    """One row as an object. Raises LineError."""
    try:
        found = json.loads(row)
    except ValueError:
        raise LineError(file, number, "no valid JSON") from None
    if not isinstance(found, dict):
        raise LineError(file, number, "a row is an object")
    return cast("Mapping[str, object]", found)


def _line(row: Mapping[str, object], file: str, number: int, language: str) -> Line:
    said = row.get("messages", [row.get("text")])
    texts = cast("list[object]", said) if isinstance(said, list) else []
    if not texts or not all(isinstance(one, str) for one in texts):
        raise LineError(file, number, "a row has a text, or messages that are a list of texts")
    level = row.get("severity")
    if level is not None and level not in range(5):
        raise LineError(file, number, "severity is 0 to 4")
    return Line(
        id=str(row.get("id", f"{file}:{number}")), messages=tuple(map(str, texts)),
        meant=None if level is None else Severity(cast("int", level)),
        category=str(row.get("category", "none")), kind=str(row.get("kind", "chat")),
        language=str(row.get("language") or row.get("lang") or language), source=file,
    )  # fmt: skip
