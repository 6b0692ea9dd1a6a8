"""How hard a text reads: in English, German and Spanish, each by a formula of its own."""

import re
from functools import lru_cache

from pyphen import Pyphen  # type: ignore[import-untyped] # it ships no types

HYPHENS = Pyphen(lang="en_GB", left=2, right=2)
GERMAN, SPANISH = Pyphen(lang="de_DE", left=2, right=2), Pyphen(lang="es", left=1, right=1)
WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
VOWELS = re.compile(r"[aeiouy]+")
GERMAN_VOWELS = re.compile(r"(?:ei|ie|au|eu|äu|aa|ee|oo|[aeiouyäöü])")
SPANISH_VOWELS = re.compile(r"(?:[iuü]?[aeoáéó][iuy]?|[iuü]+|[íú])")
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


def wiener(text: str) -> float:
    """Years of school that a German text asks for.

    0.1935 MS + 0.1672 SL + 0.1297 IW - 0.0327 ES - 0.875: the percentages of words with three
    syllables and more, of more than six letters, of one syllable; SL is words/sentence. Source:
    the first Wiener Sachtextformel, in Bamberger and Vanecek, Lesen - Verstehen - Lernen -
    Schreiben, 1984.
    """
    words = WORD.findall(text)
    sentences = [one for one in ENDS.split(text) if WORD.search(one)]
    counts = [german_syllables_in(word.lower()) for word in words]
    hard = 100 * sum(count >= 3 for count in counts) / len(words)
    easy = 100 * sum(count == 1 for count in counts) / len(words)
    long = 100 * sum(len(word) > 6 for word in words) / len(words)
    each = len(words) / len(sentences)
    return 0.1935 * hard + 0.1672 * each + 0.1297 * long - 0.0327 * easy - 0.875


def fernandez_huerta(text: str) -> float:
    """How easily a Spanish text reads: 206.84 - 60 syllables/word - 1.02 words/sentence.

    Of 70 and more it is "fairly easy", what is read at twelve or thirteen years; 60 to 70 is
    "normal". Source: Fernandez Huerta, Medidas sencillas de lecturabilidad, Consigna 214, 1959.
    """
    words = WORD.findall(text)
    sentences = [one for one in ENDS.split(text) if WORD.search(one)]
    syllables = sum(spanish_syllables_in(word.lower()) for word in words)
    return 206.84 - 60 * syllables / len(words) - 1.02 * len(words) / len(sentences)


@lru_cache(maxsize=10_000)
def german_syllables_in(word: str) -> int:
    """As in English: where it can be hyphenated, or its groups of vowels."""
    return max(1, len(GERMAN.positions(word)) + 1, len(GERMAN_VOWELS.findall(word)))


@lru_cache(maxsize=10_000)
def spanish_syllables_in(word: str) -> int:
    """The same of Spanish, where two strong vowels are two syllables."""
    return max(1, len(SPANISH.positions(word)) + 1, len(SPANISH_VOWELS.findall(word)))


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
