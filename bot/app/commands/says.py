"""What the command line says: words from the catalogue, to the terminal; and reading JSON lines."""

import json
import sys
from collections.abc import Iterator
from typing import TextIO

from bot.app.content import ContentError, texts
from bot.ui.texts import Say


def words() -> Say:
    """The command line speaks English; the words stand in the catalogue."""
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


def corrupt(wrong: ContentError) -> int:
    """Content that ships is corrupt: said with file, line and mend."""
    tell(str(wrong), error=True)
    return 2


def objects(stream: TextIO) -> Iterator[tuple[int, dict[str, object] | None]]:
    """Each line that is not empty, with its number; None for what is no JSON object."""
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        try:
            found: object = json.loads(line)
        except (ValueError, RecursionError):
            found = None
        yield number, found if isinstance(found, dict) else None
