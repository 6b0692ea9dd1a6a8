"""A TOML text as its tables, each with its line, so that one bad table cannot hide another.

The standard parser knows lines only for broken syntax and stops at the first. A lexicon is
a list of small tables, so each is parsed alone: its own error, its own line.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from bot.crisis.errors import LexiconError

HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z_][\w-]*)\s*(\]\]?)\s*(?:#.*)?$")
AT_LINE = re.compile(r"\(at line (\d+)")


@dataclass(frozen=True, slots=True)
class Block:
    """One table: its name ("" before the first header), its values and where it stands."""

    name: str
    file: str
    first_line: int
    source: tuple[str, ...] = field(repr=False)
    values: Mapping[str, object] = field(repr=False)

    def line_of(self, key: str, item: str | None = None) -> int:
        """The line of a key, or of one text inside its list; the header's where neither is."""
        key_at = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
        found = next((n for n, line in enumerate(self.source) if key_at.match(line)), 0)
        if item is not None:
            wanted = item.replace("\\", "\\\\").replace('"', '\\"')
            rows = range(found, len(self.source))
            found = next((n for n in rows if wanted in self.source[n]), found)
        return self.first_line + found

    def wrong(self, key: str, mend: str, item: str | None = None) -> LexiconError:
        """An error at the line of `key` (or of `item` in its list)."""
        return LexiconError(self.file, self.line_of(key, item), mend)


def blocks(text: str, file: str) -> Iterator[Block | LexiconError]:
    """Each table of `text` in order, or the reason why it cannot be read."""
    lines = text.split("\n")
    heads = [n for n, line in enumerate(lines) if HEADER.match(line)]
    cuts = sorted({0, *heads, len(lines)})
    for start, end in pairwise(cuts):
        yield _block(tuple(lines[start:end]), file, start + 1)


def _block(source: tuple[str, ...], file: str, first_line: int) -> Block | LexiconError:
    head = HEADER.match(source[0])
    body = "\n".join(("", *source[1:]) if head else source)
    try:
        values = tomllib.loads(body)
    except tomllib.TOMLDecodeError as broken:
        at = AT_LINE.search(str(broken))
        row = int(at[1]) if at else len("\n".join(source).rstrip().split("\n"))
        return LexiconError(file, first_line + row - 1, f"not valid TOML: {broken}")
    return Block(head[2] if head else "", file, first_line, source, values)
