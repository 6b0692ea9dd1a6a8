"""The catalogues: every text that anybody reads, by language."""

import io
from collections.abc import Iterator
from gettext import GNUTranslations, NullTranslations
from importlib.resources.abc import Traversable

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from bot.app import shipped
from bot.app.shipped import ContentError
from bot.ui.texts import Texts


def texts() -> Texts:
    """Every catalogue; several files of one language are one catalogue."""
    found = {
        folder.name: _catalogue(folder)
        for folder in (shipped.data() / "locales").iterdir()
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
    except (OSError, UnicodeDecodeError) as broken:
        mend = "cannot be read; install this version again"
        raise ContentError(file.name, 0, mend) from broken
    except PoFileError as broken:
        raise ContentError(file.name, broken.lineno, "this is no valid PO entry") from broken
