"""What the rules of one language share: the head and the small tables of its lexicon."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.crisis.blocks import Block
from bot.crisis.errors import LexiconError
from bot.crisis.patterns import Grammar
from bot.crisis.rows import Head, SquashedRow, TypoRow, row, words
from bot.crisis.tables import Tables
from bot.crisis.vocabulary import Vocabulary, slips

FIRST = {"words": 0, "spellings": 1}
"""What other tables lean on."""


@dataclass(frozen=True, slots=True)
class Language:
    """What the rules of one language share.

    `weighed` is said where weight alone spoke, `again` where distress was heard again and again,
    `meant` where the second reader spoke.
    """

    name: str = "en"
    joins: frozenset[str] = frozenset()
    first_person: frozenset[str] = frozenset()
    elided: frozenset[str] = frozenset()
    common: Mapping[str, int] = field(default_factory=dict[str, int])
    weighed: str = ""
    again: str = ""
    meant: str = ""
    slots: Mapping[str, str] = field(default_factory=dict[str, str])
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    squashed: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    typos: frozenset[str] = frozenset()
    spared: frozenset[str] = frozenset()

    def spoken_out(self, phrase: str) -> tuple[str, ...]:
        """A phrase with every alias spelt out: "dont" as "do not"."""
        return tuple(part for word in phrase.split() for part in self.aliases.get(word, (word,)))

    def grammar(self) -> Grammar:
        """How this language's patterns are read."""
        return Grammar(self.slots, self.spoken_out, self.common)


def language_of(parsed: list[Block]) -> Language:
    """The shared tables; each may stand anywhere in the file."""
    language = Language()
    for block in sorted(parsed, key=lambda block: FIRST.get(block.name, len(FIRST))):
        match block.name:
            case "":
                head = row(block, Head)
                joins = frozenset(head.joins)
                common = {word: rank for rank, word in enumerate(head.common)}
                language = replace(
                    language,
                    name=head.language,
                    joins=joins,
                    first_person=frozenset(head.first_person),
                    elided=frozenset(head.elided),
                    common=common,
                    weighed=head.weighed,
                    again=head.again,
                    meant=head.meant,
                )
            case "slots":
                language = replace(language, slots=words(block))
            case "words":
                aliases = {spelling: tuple(m.split()) for spelling, m in words(block).items()}
                language = replace(language, aliases=aliases)
            case "spellings":
                language = replace(language, aliases=_spelt(block, language))
            case "squashed":
                phrases = row(block, SquashedRow).phrases
                squashed = {p.replace(" ", ""): language.spoken_out(p) for p in phrases}
                language = replace(language, squashed=squashed)
            case "typos":
                typos = row(block, TypoRow)
                key, spared = frozenset(typos.words), frozenset(typos.spared)
                language = replace(language, typos=key, spared=spared)
            case "rule" | "modifier":
                continue
            case _:
                mend = "tables: slots, words, spellings, squashed, typos, [[modifier]], [[rule]]"
                raise LexiconError(block.file, block.first_line, mend)
    return language


def _spelt(block: Block, language: Language) -> dict[str, tuple[str, ...]]:
    """The aliases with those of a table that gives for what is meant all its spellings."""
    aliases = dict(language.aliases)
    for plain, spellings in words(block).items():
        for spelling in spellings.split():
            if spelling in aliases:
                raise block.wrong(plain, f"the spelling {spelling} is taken", spelling)
            aliases[spelling] = language.spoken_out(plain)
    return aliases


def vocabulary_of(known: frozenset[str], language: Language, tables: Tables) -> Vocabulary:
    """The words that patterns speak of, with the spellings, slips and emoji that lead to them."""
    emoji = {sign: (word,) for sign, word in tables.emoji.items()}
    slipped = slips(sorted(language.typos), known | language.spared | language.aliases.keys())
    aliases = slipped | emoji | dict(language.aliases)
    return Vocabulary(known, aliases, language.squashed, tables.leet)
