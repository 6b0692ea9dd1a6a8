"""Content that ships: read and checked at start; what is corrupt stops it with file and line."""

import hashlib
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from bot.app.catalogues import texts
from bot.app.shipped import ContentError, shipped
from bot.app.words import Words, identity_of, lines_of, methods_of, reached, sharing_of
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
from bot.directory.rows import Service
from bot.directory.trust import parse_publishers
from bot.relay.names import Pseudonyms
from bot.ui.texts import Texts

PROOFS = "proven.txt"
LEXICONS = frozenset({"en"})
"""The languages whose lexicon ships."""
UNUSABLE = (OSError, UnicodeDecodeError, RecursionError)
"""What a file of a community can be that no row of it is readable."""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that is read at start. `refused` are the rows of overlays that were not taken."""

    texts: Texts
    detector: Detector
    directory: Directory
    words: Words
    refused: tuple[str, ...] = ()


def load(lexicon_overlay: Path | None = None, directory_overlay: Path | None = None) -> Content:
    """Read and check everything. Raises ContentError for what ships, never for an overlay."""
    try:
        detector, refused = _detector(lexicon_overlay)
        directory, services, also = _directory(directory_overlay)
    except (LexiconError, DirectoryError) as wrong:
        raise ContentError(wrong.file, wrong.line, wrong.mend) from wrong
    return Content(texts(), detector, directory, _words(reached(services)), (*refused, *also))


def _words(helplines: AbstractSet[str]) -> Words:
    def read(name: str) -> str:
        return shipped("words", name)

    try:
        identity = identity_of(
            read("identity.toml"), read("nicknames.toml"), read("given.txt"), helplines
        )
        sharing = sharing_of(read("links.toml"))
    except (KeyError, ValueError) as wrong:
        file = "data/words"
        mend = "no valid lists; install this version again"
        raise ContentError(file, 0, mend) from wrong
    pseudonyms = Pseudonyms(lines_of(read("first.txt")), lines_of(read("second.txt")))
    tables = Tables.parse(shipped("lexicon", "tables.toml"), "tables.toml")
    methods = methods_of(shipped("lexicon", "methods.toml"), tables)
    return Words(lines_of(read("receipt.txt")), pseudonyms, identity, sharing, methods)


def _detector(own: Path | None) -> tuple[Detector, tuple[str, ...]]:
    tables = Tables.parse(shipped("lexicon", "tables.toml"), "tables.toml")
    lexicon = Lexicon.parse(
        shipped("lexicon", "en.toml"), "en.toml", tables, proven=is_proven("en.toml")
    )
    if own is None:
        return Detector(lexicon), ()
    try:
        served, refused = lexicon.with_overlay(overlay(own) or "", own.name)
    except UNUSABLE as broken:
        return Detector(lexicon), (unusable(own, broken),)
    return Detector(served), tuple(str(one) for one in refused)


def is_proven(name: str) -> bool:
    """Whether this very lexicon was proven by its examples before it shipped.

    `data/lexicon/proven.txt` names it; whoever changes a file has it proven at each start again.
    """
    return seal_of(name) in shipped("lexicon", PROOFS).split("\n")


def seal_of(name: str) -> str:
    """What names a lexicon with the tables that it was read with: SHA-256 in hex."""
    read = "\0".join(shipped("lexicon", file) for file in (name, "tables.toml"))
    return f"{hashlib.sha256(read.encode()).hexdigest()} {name}"


def unusable(own: Path, broken: Exception) -> str:
    """The row for a community's file of which nothing can be used."""
    cause = type(broken).__name__
    return str(ContentError(own.name, 0, f"cannot be read ({cause}); none of it is served"))


def _directory(own: Path | None) -> tuple[Directory, Sequence[Service], tuple[str, ...]]:
    def read(name: str) -> str:
        return shipped("helplines", name)

    denied = retired.parse(read("retired.jsonl"), "retired.jsonl")
    services = rows.parse(read("helplines.jsonl"), "helplines.jsonl")
    if not services:
        mend = "holds no service; install this version again"
        file = "helplines.jsonl"
        raise ContentError(file, 0, mend)
    refused: tuple[str, ...] = ()
    if own is not None:
        try:
            services, wrong = with_overlay(services, overlay(own) or "", own.name, denied)
            refused = tuple(str(one) for one in wrong)
        except UNUSABLE as broken:
            refused = (unusable(own, broken),)
    directory = Directory(
        services, denied, Countries.parse(read("countries.toml"), "countries.toml"),
        Needs.parse(read("needs.toml"), "needs.toml"),
        parse_publishers(read("publishers.toml"), "publishers.toml"),
    )  # fmt: skip
    return directory, services, refused


def overlay(path: Path | None) -> str | None:
    """A community's own file, where the settings name one that exists."""
    return path.read_text("utf-8") if path is not None and path.exists() else None
