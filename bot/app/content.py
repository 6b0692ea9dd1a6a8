"""Content that ships: read and checked at start; what is corrupt stops it with file and line."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from bot.crisis.detector import Detector
from bot.crisis.errors import LexiconError
from bot.crisis.lexicon import Lexicon
from bot.crisis.tables import Tables
from bot.directory import retired, rows
from bot.directory.countries import Countries
from bot.directory.errors import DirectoryError
from bot.directory.lookup import Directory
from bot.directory.needs import Needs
from bot.directory.overlay import with_overlay
from bot.directory.trust import parse_publishers
from bot.ui.texts import Texts


class ContentError(Exception):
    """A file of content is corrupt: which, where, and what mends it."""

    def __init__(self, file: str, line: int, mend: str) -> None:
        """`line` counts from 1; 0 means the whole file."""
        super().__init__(f"{file}:{line}: {mend}")


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that is read at start. `refused` are the rows of overlays that were not taken."""

    texts: Texts
    detector: Detector
    directory: Directory
    refused: tuple[str, ...] = ()


def data() -> Traversable:
    """The folder of content that ships."""
    return files("data")


def texts() -> Texts:
    """Every catalogue; several files of one language are one catalogue."""
    found = {
        folder.name: _catalogue(folder)
        for folder in (data() / "locales").iterdir()
        if folder.is_dir()
    }
    return Texts(found)


def _catalogue(folder: Traversable) -> NullTranslations:
    merged = Catalog(locale=folder.name)
    for file in sorted(_po_files(folder), key=lambda one: one.name):
        for message in _read(file):
            merged[message.id] = message
    compiled = io.BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _po_files(folder: Traversable) -> Iterator[Traversable]:
    for file in (folder / "LC_MESSAGES").iterdir():
        if file.name.endswith(".po"):
            yield file


def _read(file: Traversable) -> Catalog:
    try:
        return read_po(io.StringIO(file.read_text("utf-8")), abort_invalid=True)
    except PoFileError as broken:
        raise ContentError(file.name, broken.lineno, "this is no valid PO entry") from broken


def load(lexicon_overlay: Path | None = None, directory_overlay: Path | None = None) -> Content:
    """Read and check everything. Raises ContentError for what ships, never for an overlay."""
    try:
        detector, refused = _detector(lexicon_overlay)
        directory, also = _directory(directory_overlay)
    except (LexiconError, DirectoryError) as wrong:
        raise ContentError(wrong.file, wrong.line, wrong.mend) from wrong
    return Content(texts(), detector, directory, (*refused, *also))


def _detector(own: Path | None) -> tuple[Detector, tuple[str, ...]]:
    folder = data() / "lexicon"
    tables = Tables.parse((folder / "tables.toml").read_text("utf-8"), "tables.toml")
    lexicon = Lexicon.parse((folder / "en.toml").read_text("utf-8"), "en.toml", tables)
    if (text := overlay(own)) is None or own is None:
        return Detector(lexicon), ()
    served, refused = lexicon.with_overlay(text, own.name)
    return Detector(served), tuple(str(one) for one in refused)


def _directory(own: Path | None) -> tuple[Directory, tuple[str, ...]]:
    folder = data() / "helplines"

    def read(name: str) -> str:
        return (folder / name).read_text("utf-8")

    denied = retired.parse(read("retired.jsonl"), "retired.jsonl")
    services = rows.parse(read("helplines.jsonl"), "helplines.jsonl")
    refused: tuple[str, ...] = ()
    if (text := overlay(own)) is not None and own is not None:
        services, wrong = with_overlay(services, text, own.name, denied)
        refused = tuple(str(one) for one in wrong)
    directory = Directory(
        services, denied, Countries.parse(read("countries.toml"), "countries.toml"),
        Needs.parse(read("needs.toml"), "needs.toml"),
        parse_publishers(read("publishers.toml"), "publishers.toml"),
    )  # fmt: skip
    return directory, refused


def overlay(path: Path | None) -> str | None:
    """A community's own file, where the settings name one that exists."""
    return path.read_text("utf-8") if path is not None and path.exists() else None
