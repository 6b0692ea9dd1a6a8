"""The languages that are understood: each a lexicon, and the weights of its words."""

import hashlib
from collections.abc import Container, Sequence
from dataclasses import replace
from pathlib import Path

from bot.app.collector import spared
from bot.app.overlays import UNUSABLE, overlay, unusable
from bot.app.shipped import shipped, shipped_bytes
from bot.crisis.beside import all_beside
from bot.crisis.compiled import unpacked
from bot.crisis.detector import Detector
from bot.crisis.errors import LexiconError
from bot.crisis.lexicon import Lexicon
from bot.crisis.listener import Listener
from bot.crisis.patterns import Pattern
from bot.crisis.respelling import Respelling
from bot.crisis.second import SecondReader
from bot.crisis.tables import Tables
from bot.crisis.weighing.scale import Scale
from bot.crisis.weighing.weights import Weights
from bot.crisis.words import Words

PROOFS, COMPILED = "proven.txt", "patterns.gz"
LEXICONS = ("en", "es", "de")
"""The languages whose lexicon ships; a rule of an overlay that names none is for the first."""


def detector_of(
    own: Path | None, second: SecondReader | None = None
) -> tuple[Detector, tuple[str, ...]]:
    """All languages made ready, and the rows of a community's overlay that were not taken."""
    with spared():
        return _detector_of(own, second)


def _detector_of(own: Path | None, second: SecondReader | None) -> tuple[Detector, tuple[str, ...]]:
    tables = Tables.parse(shipped("lexicon", "tables.toml"), "tables.toml")
    lexicons = [lexicon_of(language, tables) for language in LEXICONS]
    refused: tuple[str, ...] = ()
    if own is not None:
        lexicons, refused = _overlaid(lexicons, own)
    words = Words(tables)
    listeners = [
        Listener(lexicon, words, scale_of(lexicon, weights_of(lexicon.language.name)), second)
        for lexicon in lexicons
    ]
    return Detector(listeners, words), refused


def lexicon_of(language: str, tables: Tables) -> Lexicon:
    """A lexicon that ships. Raises LexiconError, where it was changed and does not hold."""
    file = f"{language}.toml"
    return Lexicon.parse(shipped("lexicon", file), file, tables, proven_of(language))


def _overlaid(lexicons: Sequence[Lexicon], own: Path) -> tuple[list[Lexicon], tuple[str, ...]]:
    """The lexicons with a community's rules; one that names no language is for the first."""
    try:
        text = overlay(own) or ""
        rows = [_served(lexicon, lexicons, text, own.name) for lexicon in lexicons]
    except UNUSABLE as broken:
        return list(lexicons), (unusable(own, broken),)
    wrong = dict.fromkeys(str(one) for _, refused in rows for one in refused)
    return [served for served, _ in rows], tuple(wrong)


def _served(
    lexicon: Lexicon, all_of_them: Sequence[Lexicon], text: str, file: str
) -> tuple[Lexicon, list[LexiconError]]:
    mine, first = lexicon.language.name, lexicon is all_of_them[0]
    languages = {other.language.name for other in all_of_them if other is not lexicon}
    ids = {entry.rule.id for other in all_of_them for entry in other.entries}
    beside = {name for other in all_of_them for name in all_beside(other.language.name)}
    known = replace(lexicon, others=frozenset(ids | beside))
    return known.with_overlay(text, file, languages if first else Others(mine))


class Others(Container[str]):
    """Every language but one."""

    def __init__(self, mine: str) -> None:
        """`mine` is the one."""
        self._mine = mine

    def __contains__(self, language: object) -> bool:
        """Whether it is another one; a row without an id, such as `mute`, is for all."""
        return language not in {self._mine, ""}


def scale_of(lexicon: Lexicon, weights: Weights) -> Scale:
    """Weights, with the short forms of the language that they were learned for."""
    mine = lexicon.language
    known = lexicon.ruleset.vocabulary.known
    respelling = Respelling(known, mine.aliases, weights.words, mine.first_person, mine.common)
    return Scale(weights, mine.aliases, lexicon.tables, respelling)


def weights_of(language: str) -> Weights:
    """What `./run weigh` learned for a language."""
    file = f"{language}.weights"
    return Weights.parse(shipped("lexicon", file), file)


def proven_of(language: str) -> dict[str, Pattern] | None:
    """The patterns of a lexicon that was proven by its examples before it shipped, by their keys.

    `data/lexicon/proven.txt` names such a lexicon with its patterns; None where either was changed
    since: it is worked out and proven anew at each start.
    """
    raw = shipped_bytes("lexicon", f"{language}.{COMPILED}")
    is_proven = seal_of(f"{language}.toml", raw) in shipped("lexicon", PROOFS).split("\n")
    return unpacked(raw) if is_proven else None


def seal_of(name: str, patterns: bytes) -> str:
    """What names a lexicon with the tables it was read with and its patterns: SHA-256 in hex."""
    read = "\0".join(shipped("lexicon", file) for file in (name, "tables.toml"))
    return f"{hashlib.sha256(read.encode() + patterns).hexdigest()} {name}"
