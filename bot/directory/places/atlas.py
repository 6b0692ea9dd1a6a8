"""All names of places in one text that is searched by halves, and what each of them means.

`places.txt` has a name a line, folded and in order, then what it stands for: "=DE" a place,
"@DE" where somebody is ("saksassa"), "<DE" where they come from ("saksasta"), "?GB,US" one
of several, "!FR" one that is a word or a person as well ("nice"). It is made by `./run places`.
Kept as one text it takes a tenth of the memory that
a table would, and costs nothing at the start.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.directory.errors import DirectoryError
from bot.directory.query.folding import Runs, spaceless

LONGEST_NAME_WORDS = 12
SURE_CHARS = 5
"""A name of so many signs is no accident within a sentence of Thai, Lao, Burmese or Khmer."""
LINE = re.compile(r"[^\t\n]+\t[=@<?!][A-Z]{2}(?:-[A-Z0-9]{1,3})?(?:,[A-Z]{2}(?:-[A-Z0-9]{1,3})?)*")
LINES = re.compile(rf"(?:{LINE.pattern}\n)*+")
KANA = re.compile("[\u30a0-\u30ff\u3099\u309a]")
HAN = re.compile("[\u3040-\u30ff\u3099\u309a\u3400-\u4dbf\u4e00-\u9fff]+")
HERE_BEFORE = ("在", "住", "於", "于", "去", "到", "ใน", "ที่", "อยู่", "ໃນ", "ຢູ່", "នៅ", "ក្នុង")
HERE_AFTER = ("に", "で", "在住", "မှာ", "တွင်", "မှ")
AWAY_BEFORE = ("来自", "來自", "从", "從", "จาก", "มาจาก", "ຈາກ", "មកពី")
AWAY_AFTER = ("出身", "から", "人", "籍", "語", "语", "料理")
LAND = ("ประเทศ", "เมือง", "ປະເທດ", "ប្រទេស", "ទីក្រុង", "နိုင်ငံ", "မြို့")


@dataclass(frozen=True, slots=True)
class Found:
    """A name in tokens [start, end): its role, and the codes it may mean.

    `fills` is False where it is only a part of a token without spaces.
    """

    start: int
    end: int
    role: str
    values: tuple[str, ...]
    fills: bool = True


@dataclass(frozen=True, slots=True)
class Atlas:
    """Made once by `parse`; finding is linear in the text that is read."""

    _text: str = field(default="", repr=False)
    _starts: "array[int]" = field(default_factory=lambda: array("I"), repr=False)
    _runs: Runs = field(default_factory=Runs, repr=False)

    @classmethod
    def parse(cls, text: str, file: str) -> "Atlas":
        """Read the file; a DirectoryError names the first line that is none."""
        _check(text, file)
        starts = array("I", [0])
        starts.extend(found.end() for found in re.finditer("\n", text))
        starts.pop()
        made = cls(text, starts, Runs())
        for number in range(bisect_left(starts, "\u0e00", key=lambda at: text[at]), len(starts)):
            name = made._name(number)
            if " " not in name and spaceless(name):
                made._runs.add(name)
        return made

    def find(self, words: tuple[str, ...]) -> tuple[Found, ...]:
        """The longest names, none over another, in the order in which they stand."""
        found: list[Found] = []
        start = 0
        while start < len(words):
            here = self._longest(words, start)
            found += here
            start = here[-1].end if here else start + 1
        return tuple(found)

    def get(self, name: str) -> str | None:
        """What a folded name stands for."""
        number = self._after(f"{name}\t")
        return self._value(number) if self._begins(number, f"{name}\t") else None

    def _longest(self, words: tuple[str, ...], start: int) -> list[Found]:
        word = words[start]
        number = self._after(f"{word}\t")
        whole = self._begins(number, f"{word}\t")
        if self._begins(number + whole, f"{word} "):
            for end in range(min(len(words), start + LONGEST_NAME_WORDS), start + 1, -1):
                if value := self.get(" ".join(words[start:end])):
                    return [_found(start, end, value)]
        if whole:
            return [_found(start, start + 1, self._value(number))]
        return list(self._within(word, start))

    def _within(self, word: str, at: int) -> Iterator[Found]:
        """Names inside of a run of letters, where they are no part of another word."""
        for start, end in self._runs.places(word):
            role = _role(word[:start], word[start:end], word[end:])
            value = self.get(word[start:end])
            if role and value:
                asked = value[0] if value[0] in "?!" else role
                fills = (end - start) * 2 >= len(word)
                yield Found(at, at + 1, asked, tuple(value[1:].split(",")), fills)

    def _after(self, key: str) -> int:
        size, text = len(key), self._text
        return bisect_left(self._starts, key, key=lambda at: text[at : at + size])

    def _begins(self, number: int, key: str) -> bool:
        return number < len(self._starts) and self._text.startswith(key, self._starts[number])

    def _line(self, number: int) -> str:
        start = self._starts[number]
        return self._text[start : self._text.index("\n", start)]

    def _name(self, number: int) -> str:
        return self._line(number).partition("\t")[0]

    def _value(self, number: int) -> str:
        return self._line(number).partition("\t")[2]


def _check(text: str, file: str) -> None:
    """Every line's shape, at once; only where one is wrong is it looked for."""
    lines = text.splitlines()
    if LINES.fullmatch(text) and lines == sorted(lines):
        return
    before = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if not LINE.fullmatch(line) or line < before:
            raise DirectoryError(file, number, "not as ./run places writes it; install it again")
        before = line


def _found(start: int, end: int, value: str) -> Found:
    return Found(start, end, value[0], tuple(value[1:].split(",")))


def _role(before: str, name: str, after: str) -> str:
    """How a name stands within its run; "" where it is a part of another word."""
    if KANA.match(name) and (KANA.match(before[-1:]) or KANA.match(after[:1])):
        return ""
    if (name[-1] in "国國" and after.startswith("家")) or (
        name[0] == "日" and before.endswith("今")
    ):
        return ""  # "nation", "today" and what follows
    if before.endswith(AWAY_BEFORE) or after.startswith(AWAY_AFTER):
        return "<"
    if before.endswith(HERE_BEFORE) or after.startswith(HERE_AFTER):
        return "@"
    named = before.endswith(LAND) or after.startswith(LAND) or not (before or after)
    return "=" if named or HAN.fullmatch(name) or len(name) >= SURE_CHARS else ""
