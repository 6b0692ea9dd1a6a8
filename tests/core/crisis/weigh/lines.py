"""What is learned from, and which half of the public chat is kept to judge by."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.evaluation.lines import learned_from

CORPORA = Path(__file__).resolve().parents[3] / "corpora" / "crisis"
SHARED = Path(os.environ.get("PORCHLIGHT_SHARED", "../shared"))
CHAT = {"en": ("irc_ubuntu", "dialog_en"), "de": ("dialog_de",), "es": ("dialog_it",)}
LITTLE_CHAT = frozenset(("es", "de"))
"""There is no public chat in Spanish, and only dialogue in German. Italian teaches Spanish what
small words are worth, but says nothing about how often Spanish chat would alert."""
KEPT_TO_JUDGE_BY = frozenset(("en_d", "es_1", "de_1"))
SPLIT = "\n"


@dataclass(frozen=True, slots=True)
class Example:
    """A text with what its writer meant; `source` is its file. Chat is harmless by its origin.

    `read`: the writer of the rules read it.
    """

    text: str = field(repr=False)
    severity: int
    category: str
    subject: str
    source: str
    chat: bool = False
    read: bool = False


def labelled(language: str) -> list[Example]:
    """The lines of every writer but those that judge."""
    files = [
        *sorted((CORPORA / "dev").glob(f"{language}_*.jsonl")),
        *sorted((CORPORA / "train").glob(f"{language}_*.jsonl")),
    ]
    return [one for file in files if file.stem not in KEPT_TO_JUDGE_BY for one in read(file)]


def read(file: Path) -> Iterator[Example]:
    """The lines of a file."""
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        yield Example(
            SPLIT.join(row.get("messages", [row.get("text")])), row["severity"],
            row.get("category", "none"), row.get("subject", "self"), file.stem,
            read=file.parent.name == "dev",
        )  # fmt: skip


def chat(language: str, *, learned: bool) -> list[Example]:
    """One half of the public chat: the half that is learned from, or the one that judges."""
    found: list[Example] = []
    for name in CHAT[language]:
        rows = (SHARED / "data" / "benign" / f"{name}.jsonl").read_text("utf-8").splitlines()
        texts = [json.loads(row)["text"] for row in rows]
        chosen = [text for text in texts if learned_from(text) == learned]
        found += [Example(text, 0, "none", "none", name, chat=True) for text in chosen]
    return found


def digest(examples: list[Example]) -> str:
    """Names what was learned from: SHA-256 in hex."""
    said = "\0".join(f"{e.severity}\1{e.category}\1{e.subject}\1{e.text}" for e in examples)
    return hashlib.sha256(said.encode()).hexdigest()
