"""The little language of patterns, which a moderator can write and which is always linear.

    i want to die            the words in this order, a comma between them allowed
    (die|be dead)            one of these; `(really|just)?` and `so?` may be missing
    {want}                   a slot of the lexicon, written once and used by many rules
    .. and ...               a gap of at most two, or at most six, words of one sentence
    ^ and $                  a clause begins here; a clause ends here
    #                        a number in digits

A pattern becomes one bounded regular expression: no repetition without a limit, so that its
longest match has a known length and no text can make it slow.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from bot.crisis.pieces import Needs, Piece, Rarity, either, optional, row, sign, word

TERM = re.compile(r"\{[a-z-]+\}\??|\(|\)\??|\||\.\.\.|\.\.|\^|\$|[^\s(){}|^$.]+")
WORD_START = "(?<![^ ])"
GAPS = {"..": r"(?:[^ .]{1,30}  ?){0,2}?", "...": r"(?:[^ .]{1,30}  ?){0,6}?"}
NUMBER = r"[0-9][0-9.,:]{0,11}  ?"
CLAUSE_START = "(?<![^ ] )"
CLAUSE_END = r"(?:(?<=  )|(?=\.)|\Z)"
SIGNS = {**GAPS, "#": NUMBER, "^": CLAUSE_START, "$": CLAUSE_END}
SILENT = "^$"
DEEPEST_SLOT = 4

Meant: TypeAlias = Callable[[str], tuple[str, ...]]


class PatternError(ValueError):
    """A pattern that cannot be read; its text says how to mend it."""


@dataclass(frozen=True, slots=True)
class Branch:
    """What a line must hold to match one source of a pattern.

    A word of each set of `needs`, the rarest first, and one of `anchors`: words side by side.
    """

    needs: Needs = field(repr=False)
    anchors: frozenset[str] = field(repr=False)


@dataclass(frozen=True)
class Pattern:
    """A pattern, and for each of its sources what a line must hold to match it.

    `cost` is how often a text wakes it. The expressions are made when they are first sought: most
    texts wake no rule, and a thousand of them take seconds.
    """

    source: str = field(repr=False)
    words: frozenset[str] = field(repr=False)
    branches: tuple[Branch, ...] = field(default=(), repr=False)
    cost: float = 0.0

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Matches a reading's line."""
        return re.compile(self.source)

    @cached_property
    def loose(self) -> re.Pattern[str]:
        """The same, wherever clauses begin and end."""
        return re.compile(self.source.replace(CLAUSE_START, "").replace(CLAUSE_END, ""))

    def make(self) -> None:
        """Make the expressions now: half a second for the longest, and of no use to most texts."""
        _ = self.regex, self.loose

    def possible(self, words: frozenset[str] | set[str]) -> bool:
        """Whether a line of these words could match at all."""
        return any(holds(words, branch.needs) for branch in self.branches)

    def seems(self, line: str) -> bool:
        """Whether it matches a line of which nobody knows where its clauses end."""
        return self.loose.search(line) is not None


class Grammar:
    """What patterns of one lexicon may lean on."""

    def __init__(self, slots: Mapping[str, str], meant: Meant, common: Mapping[str, int]) -> None:
        """`slots` are patterns by name; `meant` spells a word out ("dont" to "do not").

        `common` is the rank of the words that are too frequent to be looked for first.
        """
        self._slots, self._meant = slots, meant
        self._rarity = Rarity(common)
        self._read_before: dict[tuple[str, int], Piece] = {}
        self._words_before: dict[str, Piece] = {}

    def compiled(self, sources: Iterable[str], *, wakes: bool = True) -> Pattern:
        """One pattern that is any of these; PatternError says what to mend.

        One that `wakes` nothing has no branches: ask its expression alone.
        """
        pieces = tuple(self._read(source, DEEPEST_SLOT) for source in sources)
        if not all(piece.is_sure for piece in pieces):
            msg = "a pattern needs at least one word that is not optional"
            raise PatternError(msg)
        whole = either(pieces, self._rarity)
        branches = tuple(map(self._branch, pieces)) if wakes else ()
        often = sum(self._rarity.often(one.anchors) for one in branches)
        return Pattern(f"{WORD_START}{whole.source}", whole.words, branches, often)

    def _branch(self, piece: Piece) -> Branch:
        needs = tuple(sorted(piece.held.needs, key=self._rarity.cost))
        return Branch(needs, piece.held.anchors or needs[0])

    def _read(self, source: str, depth: int) -> Piece:
        if depth == 0:
            msg = "slots are nested too deeply, or lean on themselves"
            raise PatternError(msg)
        terms = TERM.findall(source)
        if "".join(terms) != "".join(source.split()):
            msg = "only words, ( | ), ?, {slot}, .., ..., ^ and $ may stand in a pattern"
            raise PatternError(msg)
        terms.reverse()
        piece = self._choice(terms, depth)
        if terms:
            msg = "a closing bracket has no opening one"
            raise PatternError(msg)
        return piece

    def _choice(self, terms: list[str], depth: int) -> Piece:
        """Take alternatives off the end of `terms`, up to a closing bracket, which stays."""
        branches: list[Piece] = []
        parts: list[Piece] = []
        while terms and terms[-1][0] != ")":
            head = terms.pop()
            if head == "|":
                branches.append(self._row(parts))
                parts = []
            else:
                parts.append(self._term(head, terms, depth))
        return either([*branches, self._row(parts)], self._rarity)

    def _term(self, head: str, terms: list[str], depth: int) -> Piece:
        if head == "(":
            piece = self._choice(terms, depth)
            if not terms:
                msg = "an opening bracket has no closing one"
                raise PatternError(msg)
            return optional(piece) if terms.pop() == ")?" else piece
        if head in SIGNS:
            return sign(SIGNS[head], is_silent=head in SILENT)
        bare = head.removesuffix("?")
        piece = self._slot(bare[1:-1], depth) if bare.startswith("{") else self._word(bare)
        return piece if bare == head else optional(piece)

    def _slot(self, name: str, depth: int) -> Piece:
        if name not in self._slots:
            msg = f"there is no slot named {name}"
            raise PatternError(msg)
        if (name, depth) not in self._read_before:
            self._read_before[name, depth] = self._read(self._slots[name], depth - 1)
        return self._read_before[name, depth]

    def _word(self, spelt: str) -> Piece:
        if spelt not in self._words_before:
            if not spelt or spelt != spelt.lower() or "'" in spelt or "?" in spelt:
                msg = "write words in small letters and without apostrophes"
                raise PatternError(msg)
            self._words_before[spelt] = word(self._meant(spelt))
        return self._words_before[spelt]

    def _row(self, parts: list[Piece]) -> Piece:
        if not parts:
            msg = "an alternative is empty; write (word)? for what may be missing"
            raise PatternError(msg)
        return row(parts, self._rarity)


def holds(words: frozenset[str] | set[str], needs: Needs) -> bool:
    """Whether `words` has one word of each set."""
    for need in needs:  # noqa: SIM110  # asked for nearly every text: half the time of any()
        if need.isdisjoint(words):
            return False
    return True
