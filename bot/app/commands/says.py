"""What the command line says: words from the catalogue, to the terminal; and reading JSON lines."""

import json
import math
import sys
from collections.abc import Iterator
from functools import cache
from typing import cast

from bot.app.catalogues import texts
from bot.app.shipped import ContentError
from bot.ui.texts import Say


@cache
def words() -> Say:
    """The command line speaks English; the words stand in the catalogue, which is read once."""
    return texts().into("en")


def tell(text: str, *, error: bool = False) -> None:
    """A line on the terminal."""
    stream = sys.stderr if error else sys.stdout
    stream.write(f"{text}\n")
    stream.flush()


def tell_json(value: object) -> None:
    """One JSON object on a line; lone surrogates stay escaped, so that it can always be written."""
    sys.stdout.write(json.dumps(value, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def name_of(line: dict[str, object] | None) -> object:
    """The id of a line as it is given back; a number that JSON does not know becomes null."""
    given = None if line is None else line.get("id")
    return None if isinstance(given, float) and not math.isfinite(given) else given


def corrupt(wrong: ContentError) -> int:
    """Content that ships is corrupt: said with file, line and mend."""
    tell(str(wrong), error=True)
    return 2


def _nothing(_: str) -> None:
    """NaN and its kin are no JSON: null stands for them."""


def objects() -> Iterator[dict[str, object] | None]:
    """Each line of standard input that is not empty; None for what is no JSON object.

    It is UTF-8 whatever the locale says, and one bad byte never ends the reading.
    """
    descriptor = sys.stdin.fileno()
    with open(descriptor, encoding="utf-8", errors="surrogateescape", closefd=False) as lines:
        for line in lines:
            if line.strip():
                yield _object(line)


def _object(line: str) -> dict[str, object] | None:
    try:
        found: object = json.loads(line, parse_constant=_nothing)
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, object]", found) if isinstance(found, dict) else None
