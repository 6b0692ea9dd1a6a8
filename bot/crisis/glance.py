"""A quick look at a text: which rules could speak at all, in a few scans and no loop of ours.

Every match of a rule holds one of its anchors: words that stand side by side. All anchors of a
language are sought at once (Aho-Corasick), in the words of the text as the lexicon understands
them. Nearly every harmless line has none, and is done with here.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ahocorasick_rs import AhoCorasick, MatchKind

from bot.crisis.memory import Memory
from bot.crisis.patterns import holds
from bot.crisis.pieces import Needs
from bot.crisis.rules import Rule, Ruleset
from bot.crisis.vocabulary import Vocabulary

UNKNOWN = "_"
NOBODY: Mapping[str, Rule] = MappingProxyType({})
FEWEST_SPACED_LETTERS = 3


class Spelling(Memory[str]):
    """Each word as the lexicon understands it, disguised or not; a dash for an unknown one."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """It fills itself."""
        super().__init__()
        self._vocabulary = vocabulary
        self._shortest = min(map(len, vocabulary.squashed), default=0)

    def worked_out(self, word: str) -> str:
        """The words that it means, each followed by a space but the last."""
        parts = "".join(sign if sign.isalnum() else " " for sign in word).split()
        if not parts and word not in self._vocabulary:
            return ""  # a mark alone is no letter
        several = parts not in ([], [word])
        if several and not word[-1].isalnum():
            return " ".join(self[part] for part in parts)  # "die!"
        if (known := self._known(word)) is not None:
            return " ".join(known)
        if several:
            return " ".join(self[part] for part in parts)
        return word if word.isdecimal() else UNKNOWN

    def _known(self, word: str) -> tuple[str, ...] | None:
        """The words that it stands for, or holds glued to something else."""
        spelt = self._vocabulary.undisguised(word)
        squashed = self._vocabulary.squashed
        if spelt in self._vocabulary and spelt not in squashed:
            return self._vocabulary.meant(spelt)
        if len(word) < self._shortest:
            return None
        glued = [phrase for phrase in squashed if phrase in word or phrase == spelt]
        return squashed[max(glued, key=len)] if glued else None


class Glance:
    """The anchors of one language."""

    def __init__(self, ruleset: Ruleset) -> None:
        """Index them; costs milliseconds."""
        self._spelling = Spelling(ruleset.vocabulary)
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
        if self._speaks(words) or self._cut(words):
            return True
        joined = closed(words)
        return bool(joined) and self._speaks(joined)

    def _speaks(self, words: Sequence[str]) -> bool:
        line = " ".join(map(self._spelling.__getitem__, words))
        if "  " in line:
            line = " ".join(line.split())
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
        if not solid.isalpha():
            found |= self._glued(solid.translate(self._leet))
        return any(not any(phrase in word for word in words) for phrase in found)

    def _glued(self, solid: str) -> set[str]:
        hits = self._solid.find_matches_as_indexes(solid, overlapping=True)
        return {self._squashed[number] for number, _, _ in hits}


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
