"""Tables of phrases from TOML: sections of names to lists of texts, with errors at their line."""

import re
import tomllib
from collections.abc import Mapping
from typing import cast

from bot.directory.errors import DirectoryError

AT_LINE = re.compile(r"\(at line (\d+)")
Table = Mapping[str, tuple[str, ...]]


def read(text: str, file: str) -> dict[str, Table]:
    """`[section]` to name to texts; a single text counts as a list of one."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        at = AT_LINE.search(str(broken))
        last = text.count("\n") + 1
        raise DirectoryError(
            file, int(at[1]) if at else last, f"not valid TOML: {broken}"
        ) from None
    sections: dict[str, Table] = {}
    _collect(found, "", sections, (text, file))
    return sections


def _collect(
    tree: Mapping[str, object], path: str, into: dict[str, Table], origin: tuple[str, str]
) -> None:
    own: dict[str, tuple[str, ...]] = {}
    for name, value in tree.items():
        if isinstance(value, dict):
            branch = cast("dict[str, object]", value)
            _collect(branch, f"{path}.{name}".lstrip("."), into, origin)
        else:
            own[name] = _texts(name, value, origin)
    if own:
        into[path] = own


def _texts(name: str, value: object, origin: tuple[str, str]) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    items = cast("list[object]", value) if isinstance(value, list) else []
    texts = tuple(item for item in items if isinstance(item, str))
    if not isinstance(value, list) or len(texts) != len(items):
        text, file = origin
        raise DirectoryError(file, line_of(text, name), f"{name}: write a text or a list of texts")
    return texts


def line_of(text: str, name: str) -> int:
    """The line on which `name = ...` or `name.x = ...` stands, the first where none does."""
    key = rf"(?:^|[.{{,\s])[\"']?{re.escape(name)}[\"']?\s*[=.]"
    found = re.search(key, text, re.MULTILINE)
    return text.count("\n", 0, found.end()) + 1 if found else 1
