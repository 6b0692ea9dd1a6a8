"""Content that ships: read and checked at start; what is corrupt stops it with file and line."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from adapters.semantic.e5 import E5Reader
from adapters.semantic.errors import HeadUnreadable
from bot.app import helplines
from bot.app.catalogues import texts
from bot.app.guides import guides_of
from bot.app.lexicons import LEXICONS, detector_of
from bot.app.overlays import UNUSABLE, overlay, unusable
from bot.app.rooms import rooms_of
from bot.app.shipped import ContentError, shipped, shipped_all, shipped_bytes
from bot.app.words import Words, identity_of, lines_of, methods_of, reached, sharing_of
from bot.crisis.detector import Detector
from bot.crisis.errors import LexiconError
from bot.crisis.mirror import read as read_mirror
from bot.crisis.tables import Tables
from bot.directory.errors import DirectoryError
from bot.directory.lookup import Directory
from bot.directory.places.atlas import Atlas
from bot.directory.places.countries import Countries
from bot.directory.query.needs import Needs
from bot.directory.records.overlay import with_overlay
from bot.directory.records.rows import Service
from bot.guides.shelf import Guides
from bot.relay.names import Pseudonyms
from bot.ui.texts import Texts
from bot.watch.rooms import Rooms
from cogs.resources.cards import CrisisCards


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that is read at start. `refused` are the rows of overlays that were not taken.

    `cards` are the lines of crisis answers, in words; `mirror` the strongest phrases by language.
    """

    texts: Texts
    detector: Detector
    directory: Directory
    cards: CrisisCards
    words: Words
    rooms: Rooms
    mirror: Mapping[str, Sequence[str]]
    guides: Guides
    refused: tuple[str, ...] = ()


def load(
    lexicon_overlay: Path | None = None,
    directory_overlay: Path | None = None,
    guides_overlay: Path | None = None,
    *,
    semantic: bool = False,
) -> Content:
    """Read and check everything. Raises ContentError for what ships, never for an overlay.

    With `semantic`, the second reader is there, too; SecondNotInstalled where its extra is not.
    """
    try:
        directory, services, also = _directory(directory_overlay)
        rooms, unknown = rooms_of(lexicon_overlay)
        guides, wrong_guides = guides_of(guides_overlay)
        said, words, mirror = texts(), _words(reached(services)), _mirror()
        second = _second() if semantic else None
        detector, refused = detector_of(lexicon_overlay, second)  # last: it takes the longest
    except (LexiconError, DirectoryError) as wrong:
        raise ContentError(wrong.file, wrong.line, wrong.mend) from wrong
    cards = CrisisCards.of(directory, map(said.into, said.catalogues))
    left_out = (*refused, *unknown, *also, *wrong_guides)
    return Content(said, detector, directory, cards, words, rooms, mirror, guides, left_out)


def _second() -> E5Reader:
    name = "second.npz"
    try:
        return E5Reader(shipped_bytes("lexicon", name), LEXICONS)
    except HeadUnreadable as broken:
        mend = f"cannot be read ({broken}); install this version again"
        raise ContentError(name, 0, mend) from broken


def _mirror() -> Mapping[str, Sequence[str]]:
    name = "mirror.toml"
    try:
        return read_mirror(shipped("lexicon", name))
    except (AttributeError, TypeError, ValueError) as wrong:
        mend = "no valid phrases; install this version again"
        raise ContentError(name, 0, mend) from wrong


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


def _directory(own: Path | None) -> tuple[Directory, Sequence[Service], tuple[str, ...]]:
    def read(name: str) -> str:
        return shipped("helplines", name)

    denied, services = helplines.denied(), helplines.Rows.at(None).services
    if not services:
        mend = "holds no service; install this version again"
        raise ContentError(helplines.ROWS, 0, mend)
    refused: tuple[str, ...] = ()
    if own is not None:
        try:
            text = overlay(own) or ""
            services, wrong = with_overlay(services, text, own.name, denied, helplines.plans())
            refused = tuple(str(one) for one in wrong)
        except UNUSABLE as broken:
            refused = (unusable(own, broken),)
    atlas = Atlas.parse(read("places.txt"), "places.txt")
    directory = Directory(
        services, denied, Countries.parse(read("countries.toml"), "countries.toml", atlas),
        Needs.parse(shipped_all("helplines", "needs")), helplines.publishers(),
    )  # fmt: skip
    return directory, services, refused
