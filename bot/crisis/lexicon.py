"""A lexicon: TOML that a moderator can edit, read with the exact line of whatever is wrong."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace
from typing import Self

from bot.crisis.blocks import Block, blocks
from bot.crisis.compiled import Made, Ready
from bot.crisis.engine import Engine
from bot.crisis.errors import LexiconError
from bot.crisis.language import Language, language_of, vocabulary_of
from bot.crisis.patterns import Pattern, PatternError
from bot.crisis.rows import (
    ModifierRow,
    OverlayHead,
    RuleRow,
    row,
)
from bot.crisis.rules import Modifier, Rule, Ruleset
from bot.crisis.tables import Tables
from bot.model.finding import Category, Concerns, Severity

EXCUSES = "unless"
"""The patterns by whose words nobody looks first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule with the examples that prove it and the table it was read from."""

    rule: Rule
    examples: tuple[str, ...] = field(repr=False)
    counter: tuple[str, ...] = field(repr=False)
    block: Block = field(repr=False)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Rules, proven by their examples, ready for a Listener.

    `own` are the ids of a community's rules, `muted` those that it wants to hear no more, `others`
    those of what speaks beside the rules and of other languages.
    """

    entries: tuple[Entry, ...]
    modifiers: tuple[Modifier, ...]
    language: Language
    tables: Tables
    modifier_words: frozenset[str] = field(default=frozenset(), repr=False)
    own: frozenset[str] = frozenset()
    muted: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()

    @classmethod
    def parse(
        cls,
        text: str,
        file: str,
        tables: Tables,
        proven: Made | None = None,
    ) -> Self:
        """Read and prove a lexicon.

        Raises LexiconError(file, line, mend) at the first thing that does not hold: syntax,
        schema, a pattern, an id given twice, an example that is not found. Of what was `proven`
        before, the patterns are given, and the examples not read again: both take seconds.
        """
        parsed = [_sound(block) for block in blocks(text, file)]
        language = language_of(parsed)
        grammar = Ready(language.grammar(), {} if proven is None else proven)
        modifiers, known = _modifiers([b for b in parsed if b.name == "modifier"], grammar)
        entries: dict[str, Entry] = {}
        for block in (b for b in parsed if b.name == "rule"):
            entry = _entry(block, grammar, modifiers, entries.keys())
            entries[entry.rule.id] = entry
        lexicon = cls(tuple(entries.values()), modifiers, language, tables, known)
        if proven is None:
            lexicon.prove()
        return lexicon

    def prove(self) -> None:
        """Read every example. Raises LexiconError at the first that its rule does not find."""
        engine = Engine(self.ruleset, self.tables)
        for entry in self.entries:
            _prove(entry, engine)

    @property
    def ruleset(self) -> Ruleset:
        """The rules with the vocabulary that their patterns speak of."""
        rules = {entry.rule.id: entry.rule for entry in self.entries}
        spoken = (part.words for rule in rules.values() for part in rule.parts)
        known = self.modifier_words.union(*spoken)
        return Ruleset(
            self.language.name,
            rules,
            self.modifiers,
            vocabulary_of(known, self.language, self.tables),
            self.language.joins,
            self.language.first_person,
            self.language.elided,
        )

    def with_overlay(
        self, text: str, file: str, languages: Container[str] = ()
    ) -> tuple["Lexicon", list[LexiconError]]:
        """The lexicon with a community's own rules, and without those it mutes.

        Each bad row is left out and named with file, line and mend; the rest is served. Rules
        whose id begins with one of `languages` and a dot are for other lexicons.
        """
        served, refused = self, list[LexiconError]()
        for block in blocks(text, file):
            try:
                sound = _sound(block)
                if str(sound.values.get("id", "")).partition(".")[0] in languages:
                    continue
                refused += self._unknown(sound)
                served = served._overlaid(sound)
            except LexiconError as wrong:
                refused.append(wrong)
        return served, refused

    def _unknown(self, block: Block) -> list[LexiconError]:
        """What the overlay mutes although there is no such rule; the other names are muted."""
        known = {entry.rule.id for entry in self.entries} | self.others
        names = () if block.name else row(block, OverlayHead).mute
        return [
            LexiconError(
                block.file, block.line_of("mute", name), f"there is no rule {name} to mute"
            )
            for name in names
            if name not in known
        ]

    def _overlaid(self, block: Block) -> "Lexicon":
        match block.name:
            case "":
                return self._muted(block)
            case "rule":
                taken = {entry.rule.id for entry in self.entries}
                grammar = Ready(self.language.grammar(), {})
                entry = _entry(block, grammar, self.modifiers, taken)
                own = self.own | {entry.rule.id}
                grown = replace(self, entries=(*self.entries, entry), own=own)
                _prove(entry, Engine(grown.ruleset, self.tables))
                return grown
            case "room":  # read by who watches rooms
                return self
            case _:
                mend = 'an overlay has mute = ["rule id", ...], [[rule]] and [[room]] tables'
                raise LexiconError(block.file, block.first_line, mend)

    def _muted(self, block: Block) -> "Lexicon":
        muted = self.muted.union(row(block, OverlayHead).mute)
        kept = tuple(e for e in self.entries if e.rule.id not in muted)
        return replace(self, entries=kept, muted=muted)


def _sound(block: Block | LexiconError) -> Block:
    if isinstance(block, LexiconError):
        raise block
    return block


def _modifiers(parsed: list[Block], grammar: Ready) -> tuple[tuple[Modifier, ...], frozenset[str]]:
    rows = [(row(block, ModifierRow), block) for block in parsed]
    ids = {held.id for held, _ in rows}
    found: list[Modifier] = []
    known = frozenset[str]()
    for held, block in rows:
        _all_known(block, "cancels", held.cancels, ids)
        clause = _compiled(block, "clause", held.clause, grammar)
        before = _compiled(block, "before", held.before, grammar)
        known = known.union(*(part.words for part in (clause, before) if part))
        cancels = frozenset(held.cancels)
        found.append(
            Modifier(held.id, held.step, clause, before, held.spills, held.quoted, cancels)
        )
    return tuple(found), known


def _entry(
    block: Block, grammar: Ready, modifiers: Iterable[Modifier], taken: Container[str]
) -> Entry:
    held = row(block, RuleRow)
    if held.id in taken:
        raise block.wrong(key="id", mend=f"the id {held.id} is taken; choose another")
    if bool(held.any) == bool(held.together):
        raise block.wrong(key="id", mend="write either any = [...] or together = [[...], [...]]")
    _all_known(block, "ignores", held.ignores, {m.id for m in modifiers})
    key, lists = ("any", [held.any]) if held.any else ("together", held.together)
    parts = [_compiled(block, key, sources, grammar) for sources in lists]
    rule = Rule(
        held.id,
        Severity(held.severity),
        Category(held.category),
        Concerns(held.subject),
        held.note,
        held.source,
        tuple(part for part in parts if part is not None),
        _compiled(block, "unless", held.unless, grammar),
        frozenset(held.ignores),
    )
    return Entry(rule, tuple(held.examples), tuple(held.counter), block)


def _compiled(block: Block, key: str, sources: list[str], grammar: Ready) -> Pattern | None:
    try:
        return grammar.compiled(sources, wakes=key != EXCUSES) if sources else None
    except PatternError:
        for source in sources:
            _checked(block, key, source, grammar)
        raise


def _checked(block: Block, key: str, source: str, grammar: Ready) -> None:
    """Raise a LexiconError at the line of this very pattern, if it is the one at fault."""
    try:
        grammar.compiled([source])
    except PatternError as unfit:
        raise block.wrong(key, f"{key}: {unfit}", source) from None


def _all_known(block: Block, key: str, names: list[str], known: set[str]) -> None:
    for name in names:
        if name not in known:
            raise block.wrong(key, f"{key}: there is no modifier {name}", name)


def _prove(entry: Entry, engine: Engine) -> None:
    """Every example is found at the rule's own level; no counter-example makes it page."""
    rule = entry.rule
    for key, texts in (("examples", entry.examples), ("counter", entry.counter)):
        for text in texts:
            levels = [hit.level for hit in engine.hits(text) if hit.rule.id == rule.id]
            if key == "examples" and rule.severity not in levels:
                mend = f"{rule.id} does not find this example at its level; mend one of the two"
                raise entry.block.wrong(key, mend, text)
            if key == "counter" and any(level >= min(2, rule.severity) for level in levels):
                mend = f"{rule.id} speaks on this counter-example; mend one of the two"
                raise entry.block.wrong(key, mend, text)
