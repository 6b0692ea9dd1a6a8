"""One view of a text as the line that patterns are matched on, cut into clauses.

The line holds every word followed by a space and every sentence end as a dot; a clause ends
with one more space. So a pattern crosses a comma and never a full stop, and whatever softens
a finding (a joke, a game, a quotation) is sought in its own clause only.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.crisis.respelling import Respelling
from bot.crisis.tokens import Kind, Token
from bot.crisis.vocabulary import Vocabulary

SENTENCE_END = " .  "
LONGEST_CLAUSE_WORDS = 40  # a text without any pause is cut, so that context stays bounded
FEWEST_SPACED_LETTERS = 3
OFTEN = 2
"""So many slips in a text, and it was typed badly."""
GLUE = frozenset((".", ",", "/", "-", " "))


@dataclass(frozen=True, slots=True)
class Reading:
    """`starts[n]` is where word n begins in `line`; `spans[n]` is its place in the skeleton."""

    line: str = field(repr=False)
    starts: Sequence[int]
    spans: Sequence[tuple[int, int]]
    quoted: Sequence[bool]
    clauses: Sequence[int]

    def words(self, start: int, end: int) -> range:
        """The numbers of the words that stand in line[start:end]."""
        first = bisect_right(self.starts, start) - 1
        return range(max(first, 0), max(bisect_right(self.starts, end - 1), 1))

    def clause(self, start: int, end: int) -> range:
        """The numbers of the clauses that line[start:end] touches."""
        first = bisect_right(self.clauses, start) - 1
        return range(max(first, 0), max(bisect_right(self.clauses, end - 1), 1))

    def nearby(self, start: int, end: int) -> range:
        """The clauses of line[start:end] with one before and two after in the same sentence."""
        touched = self.clause(start, end)
        first, stop = touched.start, touched.stop
        if first > 0 and not self._ends_sentence(first - 1):
            first -= 1
        while stop < min(touched.stop + 2, len(self.clauses)) and not self._ends_sentence(stop - 1):
            stop += 1
        return range(first, stop)

    def _ends_sentence(self, number: int) -> bool:
        return self.clause_text(number).endswith(SENTENCE_END)

    def clause_text(self, number: int) -> str:
        """The line of one clause."""
        ends = (*self.clauses[number + 1 : number + 2], len(self.line))
        return self.line[self.clauses[number] : ends[0]]


def read(tokens: Iterable[Token], vocabulary: Vocabulary, joins: frozenset[str]) -> Reading:
    """Lay tokens out as a line. `joins` are words such as "but" that begin another clause."""
    line: list[str] = []
    starts: list[int] = []
    spans: list[tuple[int, int]] = []
    quoted: list[bool] = []
    clauses = [0]
    at = words_in_clause = 0
    for token in _levelled(list(tokens)):
        if token.kind is Kind.WORD:
            for word in vocabulary.meant(token.text):
                starts.append(at)
                spans.append((token.start, token.end))
                quoted.append(token.quoted)
                line.append(f"{word} ")
                at += len(word) + 1
                words_in_clause += 1
        ends_clause = token.kind is not Kind.WORD or token.text in joins
        if ends_clause and words_in_clause:
            end = " " if token.kind is not Kind.HARD else SENTENCE_END
            line.append(end)
            at += len(end)
        if (ends_clause or words_in_clause >= LONGEST_CLAUSE_WORDS) and words_in_clause:
            clauses.append(at)
            words_in_clause = 0
    return Reading("".join(line), starts, spans, quoted, clauses)


def _levelled(tokens: list[Token]) -> Iterator[Token]:
    """Full stops between fragments of one or two words become pauses: "i. want. to. die."""
    ends = [n for n, token in enumerate(tokens) if token.kind is Kind.HARD]
    bounds = [-1, *ends, len(tokens)]
    sizes = [b - a - 1 for a, b in pairwise(bounds)]
    short = {
        end
        for number, end in enumerate(ends)
        if 0 < sizes[number] <= 2 and 0 < sizes[number + 1] <= 2
    }
    for number, token in enumerate(tokens):
        yield token._replace(kind=Kind.SOFT) if number in short else token


def rejoined(tokens: Sequence[Token], vocabulary: Vocabulary) -> list[Token]:
    """The tokens with spaced letters joined, disguises off and squashed phrases opened."""
    joined = _spaced(_opened(tokens, vocabulary))
    plain = [token._replace(text=vocabulary.undisguised(token.text)) for token in joined]
    return _opened(plain, vocabulary)


def respelt(tokens: Sequence[Token], respelling: Respelling) -> list[Token]:
    """The tokens with each unknown word as the known ones that it may be.

    Who slips again and again means what each slip looks like.
    """
    words = [token.text for token in tokens if token.kind is Kind.WORD]
    often = sum(len(respelling[word]) == 1 for word in words) >= OFTEN
    return [
        token._replace(text=text)
        for token in tokens
        for text in _respelt(token, respelling, often=often) or (token.text,)
    ]


def _respelt(token: Token, respelling: Respelling, *, often: bool) -> Sequence[str]:
    if token.kind is not Kind.WORD:
        return ()
    was_spaced = token.end - token.start > len(token.text)
    meant = respelling[token.text]
    return meant if was_spaced or (often and len(meant) == 1) else respelling.surely(token.text)


def recut(tokens: Sequence[Token], respelling: Respelling) -> list[Token]:
    """The words of a text that was cut anywhere, each where the whole text stands; else none."""
    words = [token for token in tokens if token.kind is Kind.WORD]
    whole = respelling.whole([token.text for token in words])
    if not whole:
        return []
    quoted = all(token.quoted for token in words)
    every = words[0]._replace(end=words[-1].end, quoted=quoted)
    return [every._replace(text=text) for text in whole]


def _spaced(tokens: Sequence[Token]) -> list[Token]:
    out: list[Token] = []
    number = 0
    while number < len(tokens):
        run = _run(tokens, number)
        if len(run) >= FEWEST_SPACED_LETTERS:
            out.append(_merged([tokens[n] for n in run]))
            number = run[-1] + 1
        else:
            out.append(tokens[number])
            number += 1
    return out


def _run(tokens: Sequence[Token], first: int) -> list[int]:
    """The numbers of the single letters that follow one another from `first`."""
    run: list[int] = []
    number = first
    while number < len(tokens):
        token = tokens[number]
        if token.kind is Kind.WORD and len(token.text) == 1:
            run.append(number)
        elif not run or token.text not in GLUE or number - run[-1] > 1:
            break
        number += 1
    return run


def _merged(letters: Sequence[Token]) -> Token:
    text = "".join(letter.text for letter in letters)
    first, last = letters[0], letters[-1]
    return Token(Kind.WORD, text, first.start, last.end, first.quoted)


def _opened(tokens: Sequence[Token], vocabulary: Vocabulary) -> list[Token]:
    """Runs of tokens that spell a strong phrase, cut anywhere, as the words of that phrase."""
    spoken = _squashed(tokens, vocabulary)
    out: list[Token] = []
    number = 0
    while number < len(tokens):
        token = tokens[number]
        last, meaning = spoken.get(number, (number, (token.text,)))
        out.extend(token._replace(text=word, end=tokens[last].end) for word in meaning)
        number = last + 1
    return out


def _squashed(
    tokens: Sequence[Token], vocabulary: Vocabulary
) -> dict[int, tuple[int, tuple[str, ...]]]:
    """Token number to the last token of a squashed phrase that begins there, and its words."""
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    solid: list[str] = []
    at = 0
    for number, token in enumerate(tokens):
        if token.kind is Kind.WORD:
            starts[at] = number
            at += len(token.text)
            ends[at] = number
            solid.append(token.text)
    spoken: dict[int, tuple[int, tuple[str, ...]]] = {}
    for phrase, found in _occurrences("".join(solid), vocabulary.squashed):
        first, last = starts.get(found), ends.get(found + len(phrase))
        if first is not None and last is not None:
            spoken[first] = max(spoken.get(first, (0, ())), (last, vocabulary.squashed[phrase]))
    return spoken


def _occurrences(solid: str, phrases: Iterable[str]) -> Iterator[tuple[str, int]]:
    for phrase in phrases:
        found = solid.find(phrase)
        while found >= 0:
            yield phrase, found
            found = solid.find(phrase, found + len(phrase))
