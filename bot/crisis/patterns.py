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
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

TERM = re.compile(r"\{[a-z-]+\}\??|\(|\)\??|\||\.\.\.|\.\.|\^|\$|[^\s(){}|^$.]+")
BREAK = " ?"  # a word ends with one space, and with a second where its clause ends
WORD_START = "(?<![^ ])"
GAPS = {"..": r"(?:[^ .]{1,30}  ?){0,2}?", "...": r"(?:[^ .]{1,30}  ?){0,6}?"}
NUMBER = r"[0-9][0-9.,:]{0,11}  ?"
CLAUSE_START = "(?<![^ ] )"
CLAUSE_END = r"(?:(?<=  )|(?=\.)|\Z)"
SIGNS = {**GAPS, "#": NUMBER, "^": CLAUSE_START, "$": CLAUSE_END}
DEEPEST_SLOT = 4
COMMON_COST = 1000
MOST_SPOKEN = 40
"""Ways to say a part that are spelt out as anchors; of more a shorter part is the anchor."""
BESIDE = 0.2
"""How much rarer a phrase is than its rarest word, for each further word."""

Needs: TypeAlias = tuple[frozenset[str], ...]
Meant: TypeAlias = Callable[[str], tuple[str, ...]]


class PatternError(ValueError):
    """A pattern that cannot be read; its text says how to mend it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a pattern: its expression, and the words that a match must hold.

    Every match holds at least one word of each set in `needs`, and one phrase of `anchors` if
    there are any; `words` are all the words that the part speaks of. `spoken` are all the ways
    to say it, "" where it may be missing; None where they are too many.
    """

    source: str
    needs: Needs = ()
    words: frozenset[str] = frozenset()
    spoken: frozenset[str] | None = None
    anchors: frozenset[str] | None = None


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

    The expressions are made when they are first sought: most texts wake no rule, and a thousand
    expressions take seconds.
    """

    source: str = field(repr=False)
    branches: tuple[Branch, ...] = field(repr=False)
    words: frozenset[str] = field(repr=False)
    cost: float = 0.0

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Matches a reading's line."""
        return re.compile(self.source)

    @cached_property
    def loose(self) -> re.Pattern[str]:
        """The same, wherever clauses begin and end."""
        return re.compile(self.source.replace(CLAUSE_START, "").replace(CLAUSE_END, ""))

    def possible(self, words: frozenset[str] | set[str]) -> bool:
        """Whether a line of these words could match at all."""
        return any(holds(words, branch.needs) for branch in self.branches)

    def seems(self, line: str) -> bool:
        """Whether it matches a line of which nobody knows where its clauses end."""
        return self.loose.search(line) is not None


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
    _heard_before: dict[str, float] = field(
        default_factory=dict[str, float], repr=False, compare=False
    )
    """How often a text holds a phrase."""
    _words_before: dict[str, Piece] = field(
        default_factory=dict[str, Piece], repr=False, compare=False
    )

    def compiled(self, sources: Iterable[str]) -> Pattern:
        """One pattern that is any of these; PatternError says what to mend."""
        pieces = [self._read(source, DEEPEST_SLOT) for source in sources]
        if not all(piece.needs for piece in pieces):
            msg = "a pattern needs at least one word that is not optional"
            raise PatternError(msg)
        whole = self._any(pieces)
        branches = tuple(map(self._branch, pieces))
        often = sum(self._often(one.anchors) for one in branches)
        return Pattern(f"{WORD_START}{whole.source}", branches, whole.words, often)

    def _branch(self, piece: Piece) -> Branch:
        needs = tuple(sorted(piece.needs, key=self._cost))
        return Branch(needs, piece.anchors or needs[0])

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
            spoken = frozenset(("",)) if head in "^$" else None
            return Piece(SIGNS[head], spoken=spoken), rest
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
        if word not in self._words_before:
            self._words_before[word] = self._new_word(word)
        return self._words_before[word]

    def _new_word(self, word: str) -> Piece:
        if not word or word != word.lower() or "'" in word or "?" in word:
            msg = "write words in small letters and without apostrophes"
            raise PatternError(msg)
        meant = self.meant(word)
        source = "".join(re.escape(part) + " " + BREAK for part in meant)
        phrase = frozenset((" ".join(meant),))
        needs = tuple(frozenset((part,)) for part in meant)
        return Piece(source, needs, frozenset(meant), phrase, phrase)

    def _row(self, parts: list[Piece]) -> Piece:
        if not parts:
            msg = "an alternative is empty; write (word)? for what may be missing"
            raise PatternError(msg)
        if len(parts) == 1 and parts[0].anchors:
            return parts[0]
        needs = tuple(need for part in parts for need in part.needs)
        windows = list(_windows(parts))
        sure = [phrases for phrases, _ in windows if "" not in phrases]
        sure += [part.anchors for part in parts if part.anchors]
        anchors = min(sure, key=self._often, default=None)
        spoken = next((phrases for phrases, whole in windows if whole), None)
        source = "".join(part.source for part in parts)
        return Piece(source, needs, _words(parts), spoken, anchors)

    def _any(self, branches: list[Piece]) -> Piece:
        """Any one of the branches, so that only their rarest needs, taken together, are sure."""
        if len(branches) == 1:
            return branches[0]
        rarest = [min(branch.needs, key=self._cost, default=None) for branch in branches]
        sure = [need for need in rarest if need is not None]
        needs = (frozenset[str]().union(*sure),) if len(sure) == len(branches) else ()
        source = "|".join(branch.source for branch in branches)
        spoken = _union([branch.spoken for branch in branches])
        if spoken is not None and len(spoken) > MOST_SPOKEN:
            spoken = None
        anchors = _union([branch.anchors for branch in branches])
        return Piece(f"(?:{source})", needs, _words(branches), spoken, anchors)

    def _cost(self, needs: frozenset[str]) -> float:
        """How often a text holds one of these words, by their rank among the common ones."""
        return sum(1 + COMMON_COST / (1 + self.common.get(word, COMMON_COST)) for word in needs)

    def _often(self, phrases: frozenset[str]) -> float:
        """How often a text holds one of these phrases: as often as its rarest word, or less."""
        return sum(map(self._phrase_often, phrases))

    def _phrase_often(self, phrase: str) -> float:
        known = self._heard_before.get(phrase)
        if known is None:
            words = phrase.split()
            rarest = min(self._cost(frozenset((word,))) for word in words)
            known = self._heard_before[phrase] = rarest * BESIDE ** (len(words) - 1)
        return known


def holds(words: frozenset[str] | set[str], needs: Needs) -> bool:
    """Whether `words` has one word of each set."""
    for need in needs:  # noqa: SIM110  # asked for nearly every text: half the time of any()
        if need.isdisjoint(words):
            return False
    return True


def _optional(piece: Piece) -> Piece:
    spoken = None if piece.spoken is None else piece.spoken | {""}
    return Piece(f"(?:{piece.source})?", (), piece.words, spoken)


def _windows(parts: list[Piece]) -> Iterator[tuple[frozenset[str], bool]]:
    """What neighbours say together, for each row of them with few ways to say it; whether all."""
    for first in range(len(parts)):
        said = frozenset(("",))
        for last in range(first, len(parts)):
            more = parts[last].spoken
            if more is None or len(said) * len(more) > MOST_SPOKEN:
                break
            said = frozenset(f"{a} {b}".strip() for a in said for b in more)
            yield said, last - first + 1 == len(parts)


def _union(sets: list[frozenset[str] | None]) -> frozenset[str] | None:
    """All of them; None where one is not known."""
    known = [one for one in sets if one is not None]
    return frozenset[str]().union(*known) if len(known) == len(sets) else None


def _words(pieces: Iterable[Piece]) -> frozenset[str]:
    return frozenset[str]().union(*(piece.words for piece in pieces))
