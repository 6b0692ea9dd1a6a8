"""The files of phrases, one a language, read and checked: an error names file and line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from bot.directory import toml
from bot.directory.errors import DirectoryError
from bot.directory.query.phrases import Phrase, PhraseError, read

CORE = "core.toml"
CHANNELS = ("text", "chat", "whatsapp", "email", "relay", "phone")
NAMES: Mapping[str, tuple[str, ...] | None] = {
    "topics": None, "audience": None, "channel": CHANNELS, "lookup": ("strong", "weak"),
    "danger": ("words",), "watched": ("words",), "now": ("words",), "person": ("words",),
    "silent": ("words",), "elsewhere": ("words",), "smalltalk": ("words",),
    "common": ("words",),
}  # fmt: skip
"""The sections of a language and the names in them; None: those of `core.toml`."""
CHAT, EVERYWHERE = ("elsewhere", "smalltalk"), "en"
"""What silences counts in its own language only, but for English: "lat" is a song, or years."""
WHOLE_WORDS = "never_mended"
CORE_SECTIONS = ("nearby", "groups", "implied", "wordlike_names", "glued")


@dataclass(frozen=True, slots=True)
class Row:
    """A phrase of a language, and what it says."""

    language: str
    tag: str
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything in the folder."""

    core: Mapping[str, toml.Table] = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)
    never_mended: frozenset[str] = field(repr=False)


def parse(texts: Mapping[str, str]) -> Vocabulary:
    """Read `core.toml` and the languages, file names to texts; raises DirectoryError."""
    core = toml.read(texts.get(CORE, ""), CORE)
    _check_sections(core, CORE_SECTIONS, texts.get(CORE, ""), CORE)
    rows: list[Row] = []
    never: set[str] = set()
    for file in sorted(texts.keys() - {CORE}):
        tables = toml.read(texts[file], file)
        _check_sections(tables, (*NAMES, WHOLE_WORDS), texts[file], file)
        rows += _language(tables, core, texts[file], file)
        never |= set(tables.get(WHOLE_WORDS, {}).get("words", ()))
    return Vocabulary(core, tuple(rows), frozenset(never))


def _language(
    tables: Mapping[str, toml.Table], core: Mapping[str, toml.Table], text: str, file: str
) -> Iterator[Row]:
    language = file.removesuffix(".toml")
    for section, names in NAMES.items():
        table = tables.get(section, {})
        known = names or tuple(core.get("nearby" if section == "topics" else "groups", ()))
        for name, phrases in table.items():
            if name not in known:
                mend = f"{name} is unknown in [{section}]; there are {', '.join(known)}"
                raise DirectoryError(file, toml.line_of(text, name), mend)
            for phrase in phrases:
                found = _phrase(phrase, text, file)
                if section in CHAT and language != EVERYWHERE:
                    found = replace(found, soft=True)
                yield Row(language, f"{section} {name}", found)


def _phrase(phrase: str, text: str, file: str) -> Phrase:
    try:
        return read(phrase)
    except PhraseError as wrong:
        line = text.count("\n", 0, max(0, text.find(phrase))) + 1
        raise DirectoryError(file, line, str(wrong)) from None


def _check_sections(
    tables: Mapping[str, toml.Table], known: tuple[str, ...], text: str, file: str
) -> None:
    wrong = next((section for section in tables if section not in known), None)
    if wrong is not None:
        line = text.count("\n", 0, max(0, text.find(f"[{wrong}]"))) + 1
        raise DirectoryError(file, line, f"[{wrong}] is no table of needs")
