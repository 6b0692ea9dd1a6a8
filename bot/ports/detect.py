"""The detector as the engine and the features see it."""

from collections.abc import Sequence
from typing import Protocol

from bot.model.finding import Finding


class Detects(Protocol):
    """Assesses texts. Whatever it raises is turned into an alert by the watch."""

    def assess(self, text: str) -> Finding:
        """The finding for one text."""
        ...

    def assess_window(self, messages: Sequence[str]) -> Finding:
        """The highest finding after any of one author's messages, oldest first, also joined."""
        ...

    def assess_tail(self, messages: Sequence[str]) -> Finding:
        """What the last of one author's messages says together with those before it."""
        ...

    def again(self, finding: Finding) -> Finding:
        """A finding of low distress that came too often in one day."""
        ...

    def why(self, rule_id: str) -> str:
        """A rule in plain words, for moderators."""
        ...
