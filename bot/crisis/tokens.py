"""A skeleton as words and clause ends, with what stands in quotation set apart."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

SPOKEN = re.compile(r'"[^"\n]{1,400}"')
QUOTED_LINE = re.compile(r"^ {0,8}>(?:>> | )[^\n]*", re.MULTILINE)
QUOTED_REST = ">>> "
LINK = r"https?://[^\s<>]{1,2000}"
MARKS = r"(?P<hard>[.!?]{1,80})|(?P<soft>[,;()\[\]{}<>/\\\u2014\u2013\n]|(?<= )-{1,3}(?= ))"
NUMBER = r"\d{1,9}(?:[.,:]\d{1,9}){1,3}(?![^\W_])"


class Kind(Enum):
    """What a token is: a word, a sentence's end, or a weaker pause."""

    WORD = "word"
    HARD = "hard"
    SOFT = "soft"


class Token(NamedTuple):
    """`start` and `end` are offsets in the skeleton; `quoted` means another's words."""

    kind: Kind
    text: str
    start: int
    end: int
    quoted: bool


class Tokens:
    """Splits skeletons. `emoji` and `leet` are signs that may stand in or for a word."""

    def __init__(self, emoji: str, leet: str) -> None:
        """Compile the two ways of reading: as written, and with leet marks inside words."""
        marks = "".join(re.escape(sign) for sign in leet if not sign.isalnum())
        signs = f"[{re.escape(emoji)}]" if emoji else r"(?!)"
        inner = f"[{marks}]" if marks else r"(?!)"
        plain = r"[^\W_]+"
        leety = rf"(?:{inner}(?=[^\W\d_]))?[^\W_]+(?:{inner}{{1,3}}[^\W_]+)*"
        self._plain = self._compiled(plain, signs)
        self._leety = self._compiled(leety, signs)

    @staticmethod
    def _compiled(word: str, signs: str) -> re.Pattern[str]:
        return re.compile(rf"(?P<link>{LINK})|(?P<word>{NUMBER}|{word}|{signs})|{MARKS}")

    def of(self, skeleton: str, *, leet: bool) -> list[Token]:
        """The tokens in order; links are left out, quotation is marked."""
        pattern = self._leety if leet else self._plain
        quoted = _quoted(skeleton)
        found = [_token(match, quoted) for match in pattern.finditer(skeleton)]
        kept = [token for token in found if token is not None]
        if all(token.quoted for token in kept if token.kind is Kind.WORD):
            return [token._replace(quoted=False) for token in kept]  # nobody else is quoted
        return kept


def _token(match: re.Match[str], quoted: bytearray | None) -> Token | None:
    text, start, end = match[0], match.start(), match.end()
    aside = bool(quoted and quoted[start])
    match match.lastgroup:
        case "word":
            return Token(Kind.WORD, text, start, end, aside)
        case "hard":
            pause = text.startswith("..") or (text == "." and _within(match.string, start))
            return Token(Kind.SOFT if pause else Kind.HARD, text, start, end, aside)
        case "soft":
            return Token(Kind.SOFT, text, start, end, aside)
        case _:
            return None


def _within(skeleton: str, dot: int) -> bool:
    """A dot with a letter on both sides: an address, a version, or words glued with dots."""
    around = skeleton[max(0, dot - 1) : dot + 2 : 2]
    return dot > 0 and len(around) == 2 and around.isalnum()


def _quoted(skeleton: str) -> bytearray | None:
    """One flag per sign of the skeleton, or None where nothing is quoted."""
    if '"' not in skeleton and "> " not in skeleton:
        return None
    flags = bytearray(len(skeleton))
    for start, end in _asides(skeleton):
        flags[start:end] = b"\x01" * (end - start)
    return flags


def _asides(skeleton: str) -> Iterator[tuple[int, int]]:
    for spoken in SPOKEN.finditer(skeleton):
        yield spoken.span()
    for line in QUOTED_LINE.finditer(skeleton):
        if line[0].lstrip().startswith(QUOTED_REST):  # Discord: all that follows is quoted
            yield line.start(), len(skeleton)
            return
        yield line.span()
