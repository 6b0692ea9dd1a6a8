"""The tables that undo disguises: look-alikes, leet and emoji, for every language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self, cast

from bot.crisis.blocks import Block, blocks
from bot.crisis.errors import LexiconError

ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Tables:
    """What one sign stands for.

    `look_alikes`: a sign to the Latin letter it imitates. `leet`: a digit or mark to the
    letters it may mean, likeliest first. `emoji`: a sign to one word of the lexicon.
    """

    look_alikes: Mapping[str, str] = field(default_factory=dict[str, str])
    leet: Mapping[str, str] = field(default_factory=dict[str, str])
    emoji: Mapping[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def parse(cls, text: str, file: str) -> Self:
        """Read `tables.toml`; a LexiconError names file, line and mend."""
        found: dict[str, Mapping[str, str]] = {}
        for block in blocks(text, file):
            if isinstance(block, LexiconError):
                raise block
            found.update(_read(block))
        return cls(**found)


def _read(block: Block) -> dict[str, Mapping[str, str]]:
    match block.name:
        case "":
            return {}
        case "look-alikes":
            return {"look_alikes": _look_alikes(block)}
        case "leet" | "emoji":
            return {block.name: _pairs(block, signs=1)}
        case _:
            mend = "the tables are [look-alikes], [leet] and [emoji]"
            raise LexiconError(block.file, block.first_line, mend)


def _look_alikes(block: Block) -> dict[str, str]:
    rows = block.values.get("alphabets", [])
    if not isinstance(rows, list):
        mend = 'write alphabets = ["26 signs in the order a to z", ...]'
        raise block.wrong(key="alphabets", mend=mend)
    known: dict[str, str] = {}
    for row in cast("list[object]", rows):
        if not isinstance(row, str) or len(row) != len(ALPHABET):
            mend = "an alphabet has 26 signs, from a to z"
            raise block.wrong(key="alphabets", mend=mend, item=str(row))
        known |= dict(zip(row, ALPHABET, strict=True))
    letters = {key: value for key, value in block.values.items() if key != "alphabets"}
    for letter, signs in letters.items():
        if len(letter) != 1 or not isinstance(signs, str):
            raise block.wrong(letter, 'write one Latin letter = "the signs that look like it"')
        known |= dict.fromkeys(signs, letter)
    return known


def _pairs(block: Block, signs: int) -> dict[str, str]:
    for key, value in block.values.items():
        if len(key) != signs or not isinstance(value, str) or not value.isalpha():
            raise block.wrong(key, 'write "one sign" = "letters"')
    return {key: str(value) for key, value in block.values.items()}
