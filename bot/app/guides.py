"""The guides that ship, and those that a community adds in a folder of its own."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.app import shipped
from bot.app.overlays import unusable
from bot.app.shipped import ContentError
from bot.guides.errors import GuideError
from bot.guides.guide import Guide, Text
from bot.guides.reading import Rows, rows_of, text_of
from bot.guides.shelf import INDEX, Guides, held

LANGUAGES = ("en", "de", "es")
"""Every guide that ships is there in each of these."""
Folder = Traversable | Path


def guides_of(own: Path | None) -> tuple[Guides, tuple[str, ...]]:
    """All guides, and the rows of a community's folder that were not taken.

    Raises ContentError for what ships; what a community wrote never keeps the bot from starting.
    """
    try:
        ours = tuple(_shipped(shipped.data() / "guides"))
    except GuideError as wrong:
        raise ContentError(wrong.file, wrong.line, wrong.mend) from wrong
    if own is None or not own.exists():
        return Guides.of(ours), ()
    added, refused = _own(own, frozenset(one.id for one in ours))
    return Guides.of((*ours, *added)), refused


def _shipped(folder: Folder) -> Iterator[Guide]:
    index = rows_of(_read(folder / INDEX, INDEX), INDEX)
    for wrong in index.wrong:
        raise wrong
    for row, line in index.rows:
        texts = {tag: _text(folder, tag, row.id) for tag in LANGUAGES}
        yield held(row, texts, LANGUAGES, line)
    names = [f"{tag}/{one.name}" for tag in LANGUAGES for one in (folder / tag).iterdir()]
    for wrong in _unnamed(names, index):
        raise wrong


def _unnamed(names: Iterable[str], index: Rows) -> Iterator[GuideError]:
    """Texts that no row names: nobody would ever see them."""
    known = {row.id for row, _ in index.rows}
    for name in sorted(names):
        if Path(name).stem not in known:
            yield GuideError(name, 1, f"no [[guide]] that can be used has this id in {INDEX}")


def _text(folder: Folder, tag: str, id_: str) -> Text:
    name = f"{tag}/{id_}.md"
    return text_of(_read(folder / tag / f"{id_}.md", name), name)


def _read(file: Folder, name: str) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as broken:
        raise GuideError(name, 1, f"cannot be read ({type(broken).__name__})") from broken


def _own(folder: Path, taken: AbstractSet[str]) -> tuple[list[Guide], tuple[str, ...]]:
    """A community's guides; each that is wrong is refused by file and line, the rest is served."""
    try:
        index = rows_of(_read(folder / INDEX, INDEX), INDEX)
        files = sorted(folder.glob("*/*.md"))
    except GuideError as broken:
        return [], (str(broken),)
    except OSError as broken:
        return [], (unusable(folder, broken),)
    names = (f"{file.parent.name}/{file.name}" for file in files)
    refused = [*index.wrong]
    added: list[Guide] = []
    for row, line in index.rows:
        texts, wrong = _texts(file for file in files if file.stem == row.id)
        refused += wrong
        if row.id in taken:
            refused.append(GuideError(INDEX, line, f"id: {row.id} is taken; choose another one"))
            continue
        try:
            added.append(held(row, texts, (), line))
        except GuideError as broken:
            refused.append(broken)
    return added, tuple(str(one) for one in (*refused, *_unnamed(names, index)))


def _texts(files: Iterable[Path]) -> tuple[Mapping[str, Text], list[GuideError]]:
    """The texts of a guide in whatever languages there are; a wrong one is left out."""
    found: dict[str, Text] = {}
    wrong: list[GuideError] = []
    for file in files:
        name = f"{file.parent.name}/{file.name}"
        try:
            found[file.parent.name] = text_of(_read(file, name), name)
        except GuideError as broken:
            wrong.append(broken)
    return found, wrong
