"""What buttons carry so that nothing has to be kept: sealed, and it ends by itself."""

from typing import Protocol

CARRIED_BYTES = 24
"""Everything is brought to this size first, so that its length tells nothing."""


class Carries(Protocol):
    """Seals a few bytes into the name of a button, and opens them when it is pressed."""

    def seal(self, content: bytes) -> str:
        """At most CARRIED_BYTES, as 70 characters that stand in any name; another one each time."""
        ...

    def open(self, carried: str) -> bytes | None:
        """CARRIED_BYTES; None for what is none of ours, or older than the key that sealed it."""
        ...
