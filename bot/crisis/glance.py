"""A quick look at a text: which rules could speak at all, in a few scans and no loop of ours.

Every match of a rule holds one of its anchors: words that stand side by side. All anchors of a
language are sought at once (Aho-Corasick), in the words of the text as the lexicon understands
them. Nearly every harmless line has none, and is done with here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from ahocorasick_rs import AhoCorasick, MatchKind

from bot.crisis.memory import Memory
from bot.crisis.patterns import holds
from bot.crisis.pieces import Needs
from bot.crisis.respelling import Respelling
from bot.crisis.rules import Rule, Ruleset
from bot.crisis.vocabulary import Vocabulary

Respelt: TypeAlias = Callable[[str], Sequence[str]]
UNKNOWN = "_"
NOBODY: Mapping[str, Rule] = MappingProxyType({})
FEWEST_SPACED_LETTERS = 3


def no_other(word: str) -> Sequence[str]:
    """Nothing: a word is what it is."""
    del word
    return ()


class Spelling(Memory[str]):
    """Each word as the lexicon understands it, disguised or not; a dash for an unknown one."""

    def __init__(self, vocabulary: Vocabulary, respelt: Respelt = no_other) -> None:
        """It fills itself. `respelt` leads an unknown word back to known ones."""
        super().__init__()
        self._vocabulary, self._respelt = vocabulary, respelt
        self._shortest = min(map(len, vocabulary.squashed), default=0)

    def worked_out(self, word: str) -> str:
        """The words that it means, each followed by a space but the last."""
        parts = "".join(sign if sign.isalnum() else " " for sign in word).split()
        if not parts and word not in self._vocabulary:
            return ""  # a mark alone is no letter
        several = parts not in ([], [word])
        if several and not word[-1].isalnum():
            return " ".join(self[part] for part in parts)  # "die!"
        spelt = self._vocabulary.undisguised(word)
        if spelt in self._vocabulary and spelt not in self._vocabulary.squashed:
            return " ".join(self._vocabulary.meant(spelt))
        glued = self._glued(word, spelt)
        if several and not glued:
            return " ".join(self[part] for part in parts)
        meant = [self[part] for part in self._respelt(word)]
        return " ".join((*glued, *meant)) or (word if word.isdecimal() else UNKNOWN)

    def _glued(self, word: str, spelt: str) -> Sequence[str]:
        """The longest strong phrase that a word is, or holds glued to something else."""
        squashed = self._vocabulary.squashed
        if len(word) < self._shortest:
            return ()
        glued = [phrase for phrase in squashed if phrase in word or phrase == spelt]
        return squashed[max(glued, key=len)] if glued else ()


class Glance:
    """The anchors of one language."""

    def __init__(self, ruleset: Ruleset, respelling: Respelling | None = None) -> None:
        """Index them; costs milliseconds. With `respelling`, unknown words are led back."""
        self._written = Spelling(ruleset.vocabulary)
        self._spelling = self._closed = self._written
        if respelling is not None:
            self._spelling = Spelling(ruleset.vocabulary, respelling.__getitem__)
            self._closed = Spelling(ruleset.vocabulary, respelling.__getitem__)
        self._respelling = respelling
        found: dict[str, list[tuple[Rule, Needs]]] = {}
        for phrase, rule, needs in ruleset.anchored():
            found.setdefault(f" {phrase} ", []).append((rule, needs))
        self._rules = list(found.values())
        self._phrases = AhoCorasick(list(found), matchkind=MatchKind.Standard)
        squashed, leet = ruleset.vocabulary.squashed, ruleset.vocabulary.leet
        self._leet = str.maketrans({sign: letters[0] for sign, letters in leet.items()})
        self._squashed = list(squashed)
        self._solid = AhoCorasick(self._squashed, matchkind=MatchKind.Standard)

    def wakes(self, words: Sequence[str]) -> bool:
        """Whether any rule could speak about a text of these words, each as it was written."""
        return self._cut(words) or any(map(self._speaks, self._lines(words)))

    def sounds(self, words: Sequence[str]) -> bool:
        """The same where a text is hardly of this language: its words are no slips of ours."""
        return self._cut(words) or self._speaks(line_of(words, self._written))

    def _lines(self, words: Sequence[str]) -> Iterator[str]:
        """The text as each view could have it, once.

        A word that may be several must not widen a gap, so both are looked at.
        """
        written = line_of(words, self._written)
        yield written
        if self._spelling is not self._written:
            respelt = line_of(words, self._spelling)
            if respelt != written:
                yield respelt
        for other in (closed(words), self._whole(words)):
            if other:
                yield line_of(other, self._closed)

    def _whole(self, words: Sequence[str]) -> Sequence[str]:
        return () if self._respelling is None else self._respelling.whole(words)

    def _speaks(self, line: str) -> bool:
        return any(rule.seems(f"{line} ") for rule in self.possible(line).values())

    def possible(self, line: str) -> Mapping[str, Rule]:
        """The rules that a line of understood words could wake, by id."""
        hits = self._phrases.find_matches_as_indexes(f" {line} ", overlapping=True)
        if not hits:
            return NOBODY
        heard = set(line.split())
        woken: dict[str, Rule] = {}
        for number in {number for number, _, _ in hits}:
            for rule, needs in self._rules[number]:
                if rule.id not in woken and holds(heard, needs) and rule.possible(heard):
                    woken[rule.id] = rule
        return woken

    def _cut(self, words: Sequence[str]) -> bool:
        """Whether a strong phrase may be spelt over several words, cut and glued elsewhere."""
        solid = "".join(words)
        found = self._glued(solid)
        if not solid.isalpha():  # a mark between pieces is a letter, or none
            found |= self._glued(solid.translate(self._leet))
            found |= self._glued("".join(filter(str.isalnum, solid)))
        return any(not any(phrase in word for word in words) for phrase in found)

    def _glued(self, solid: str) -> set[str]:
        hits = self._solid.find_matches_as_indexes(solid, overlapping=True)
        return {self._squashed[number] for number, _, _ in hits}


def line_of(words: Sequence[str], spelling: Spelling) -> str:
    """The words as the lexicon understands them, a space between them."""
    line = " ".join(map(spelling.__getitem__, words))
    return " ".join(line.split()) if "  " in line else line


def closed(words: Sequence[str]) -> list[str]:
    """Single letters that follow one another as one word; none where too few do."""
    if [*map(len, words)].count(1) < FEWEST_SPACED_LETTERS:
        return []
    found: list[str] = []
    run: list[str] = []
    spaced = False
    for word in (*words, ""):
        if len(word) == 1:
            run.append(word)
            continue
        long = len(run) >= FEWEST_SPACED_LETTERS
        spaced = spaced or long
        found += ["".join(run)] if long else run
        found.append(word)
        run = []
    return found[:-1] if spaced else []
