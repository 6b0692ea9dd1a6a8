"""The second reader: asked about the few texts that weigh nearly enough. It raises, never lowers.

It is optional, off unless `PORCHLIGHT_SEMANTIC` is on, and not explainable word by word; so it
has the last word about nothing that rules or weights found (decision 0066).
"""

from typing import Protocol

REACH = 3.0
"""How far below the bar a text may weigh to be read a second time."""


class SecondReader(Protocol):
    """Reads a text for its meaning. Whatever it raises becomes "could not check", an alert."""

    def reads_a_cry(self, text: str, language: str, below: float) -> bool:
        """Whether it is close to what people in danger write.

        `below` is how far below the bar of the scale it weighs: the further, the surer.
        """
        ...
