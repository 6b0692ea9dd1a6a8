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
from typing import TypeAlias

TERM = re.compile(r"\{[a-z-]+\}\??|\(|\)\??|\||\.\.\.|\.\.|\^|\$|[^\s(){}|^$.]+")
BREAK = " ?"  # a word ends with one space, and with a second where its clause ends
WORD_START = "(?<![^ ])"
GAPS = {"..": r"(?:[^ .]{1,30}  ?){0,2}?", "...": r"(?:[^ .]{1,30}  ?){0,6}?"}
NUMBER = r"[0-9.,:]{1,12}  ?"
CLAUSE_START = "(?<![^ ] )"
CLAUSE_END = r"(?:(?<=  )|(?=\.)|\Z)"
SIGNS = {**GAPS, "#": NUMBER, "^": CLAUSE_START, "$": CLAUSE_END}
DEEPEST_SLOT = 4
COMMON_COST = 1000

Needs: TypeAlias = tuple[frozenset[str], ...]
Meant: TypeAlias = Callable[[str], tuple[str, ...]]


class PatternError(ValueError):
    """A pattern that cannot be read; its text says how to mend it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a pattern: its expression, and the words that a match must hold.

    Every match holds at least one word of each set in `needs`; `words` are all the words
    that the part speaks of.
    """

    source: str
    needs: Needs = ()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern, and for each of its sources what a line must hold to match it.

    The first set of each branch is its rarest, the one to look for.
    """

    regex: re.Pattern[str]
    branches: tuple[Needs, ...] = field(repr=False)
    words: frozenset[str] = field(repr=False)

    def possible(self, words: frozenset[str] | set[str]) -> bool:
        """Whether a line of these words could match at all."""
        return any(holds(words, needs) for needs in self.branches)


@dataclass(frozen=True, slots=True)
class Grammar:
    """What patterns of one lexicon may lean on.

    `slots` are patterns by name; `meant` spells a word out ("dont" to "do not");
    `common` is the rank of the words that are too frequent to be looked for first.
    """

    slots: Mapping[str, str]
    meant: Meant
    common: Mapping[str, int]
    _read_before: dict[tuple[str, int], Piece] = field(
        default_factory=dict[tuple[str, int], Piece], repr=False, compare=False
    )
    """Slots by name and depth: most rules lean on the same few."""

    def compiled(self, sources: Iterable[str]) -> Pattern:
        """One pattern that is any of these; PatternError says what to mend."""
        pieces = [self._read(source, DEEPEST_SLOT) for source in sources]
        if not all(piece.needs for piece in pieces):
            msg = "a pattern needs at least one word that is not optional"
            raise PatternError(msg)
        regex = re.compile(f"{WORD_START}{self._any(pieces).source}")
        branches = tuple(tuple(sorted(piece.needs, key=self._cost)) for piece in pieces)
        return Pattern(regex, branches, _words(pieces))

    def _read(self, source: str, depth: int) -> Piece:
        if depth == 0:
            msg = "slots are nested too deeply, or lean on themselves"
            raise PatternError(msg)
        terms = TERM.findall(source)
        if "".join(terms) != "".join(source.split()):
            msg = "only words, ( | ), ?, {slot}, .., ..., ^ and $ may stand in a pattern"
            raise PatternError(msg)
        piece, rest = self._choice(terms, depth)
        if rest:
            msg = "a closing bracket has no opening one"
            raise PatternError(msg)
        return piece

    def _choice(self, terms: list[str], depth: int) -> tuple[Piece, list[str]]:
        """Read alternatives up to a closing bracket, which stays in the rest."""
        branches: list[Piece] = []
        parts: list[Piece] = []
        while terms and not terms[0].startswith(")"):
            head, terms = terms[0], terms[1:]
            if head == "|":
                branches.append(self._row(parts))
                parts = []
            else:
                part, terms = self._term(head, terms, depth)
                parts.append(part)
        return self._any([*branches, self._row(parts)]), terms

    def _term(self, head: str, rest: list[str], depth: int) -> tuple[Piece, list[str]]:
        if head == "(":
            piece, rest = self._choice(rest, depth)
            if not rest:
                msg = "an opening bracket has no closing one"
                raise PatternError(msg)
            return (_optional(piece) if rest[0] == ")?" else piece), rest[1:]
        if head in SIGNS:
            return Piece(SIGNS[head]), rest
        bare = head.removesuffix("?")
        piece = self._slot(bare[1:-1], depth) if bare.startswith("{") else self._word(bare)
        return (piece if bare == head else _optional(piece)), rest

    def _slot(self, name: str, depth: int) -> Piece:
        if name not in self.slots:
            msg = f"there is no slot named {name}"
            raise PatternError(msg)
        if (name, depth) not in self._read_before:
            self._read_before[name, depth] = self._read(self.slots[name], depth - 1)
        return self._read_before[name, depth]

    def _word(self, word: str) -> Piece:
        if not word or word != word.lower() or "'" in word or "?" in word:
            msg = "write words in small letters and without apostrophes"
            raise PatternError(msg)
        meant = self.meant(word)
        source = "".join(re.escape(part) + " " + BREAK for part in meant)
        return Piece(source, tuple(frozenset((part,)) for part in meant), frozenset(meant))

    def _row(self, parts: list[Piece]) -> Piece:
        if not parts:
            msg = "an alternative is empty; write (word)? for what may be missing"
            raise PatternError(msg)
        needs = tuple(need for part in parts for need in part.needs)
        return Piece("".join(part.source for part in parts), needs, _words(parts))

    def _any(self, branches: list[Piece]) -> Piece:
        """Any one of the branches, so that only their rarest needs, taken together, are sure."""
        if len(branches) == 1:
            return branches[0]
        rarest = [min(branch.needs, key=self._cost, default=None) for branch in branches]
        sure = [need for need in rarest if need is not None]
        needs = (frozenset[str]().union(*sure),) if len(sure) == len(branches) else ()
        source = "|".join(branch.source for branch in branches)
        return Piece(f"(?:{source})", needs, _words(branches))

    def _cost(self, needs: frozenset[str]) -> float:
        """How often a text holds one of these words, by their rank among the common ones."""
        return sum(1 + COMMON_COST / (1 + self.common.get(word, COMMON_COST)) for word in needs)


def holds(words: frozenset[str] | set[str], needs: Needs) -> bool:
    """Whether `words` has one word of each set."""
    return not any(need.isdisjoint(words) for need in needs)


def _optional(piece: Piece) -> Piece:
    return Piece(f"(?:{piece.source})?", (), piece.words)


def _words(pieces: Iterable[Piece]) -> frozenset[str]:
    return frozenset[str]().union(*(piece.words for piece in pieces))
