"""The Flesch-Kincaid grade of an English text."""

import re
from functools import lru_cache

from pyphen import Pyphen  # type: ignore[import-untyped] # it ships no types

HYPHENS = Pyphen(lang="en_GB", left=2, right=2)
WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
VOWELS = re.compile(r"[aeiouy]+")
ENDS = re.compile(r"[.!?](?:\s|$)|\n\s*\n")
"""A sentence ends with its mark, or where a blank line begins another point."""


def grade(text: str) -> float:
    """Years of school that a text asks for: 0.39 words/sentence + 11.8 syllables/word - 15.59.

    Source: Kincaid, Fishburne, Rogers and Chissom, Derivation of new readability formulas for
    Navy enlisted personnel, Research Branch Report 8-75, 1975.
    """
    words = WORD.findall(text)
    sentences = [one for one in ENDS.split(text) if WORD.search(one)]
    syllables = sum(syllables_in(word.lower()) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


@lru_cache(maxsize=10_000)
def syllables_in(word: str) -> int:
    """Where a word can be hyphenated, or its groups of vowels, if those are more.

    Hyphenation leaves out breaks that look bad in print, so that alone it would count too few.
    """
    spoken = re.sub(r"(?<=[^aeiouyl])(?:e|es|ed)$", "", word) if len(word) > 3 else word
    return max(1, len(HYPHENS.positions(word)) + 1, len(VOWELS.findall(spoken)))


def prose(page: str) -> str:
    """A page of Markdown as it is read aloud: a point is a sentence, a row of a table another.

    Headings are left out: they are short, and would make the rest look easier than it is.
    """
    lines: list[str] = []
    for line in page.splitlines():
        if line.startswith("#") or re.match(r"^\|[-|]+\|$", line):
            continue
        fresh = line.startswith(("- ", "|"))
        words = line.strip("|- ").replace("|", ",").replace("*", "").replace("`", "")
        lines.append(f"\n\n{words}" if fresh else words)
    return "\n".join(lines)
