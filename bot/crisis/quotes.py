"""Single quotation marks as double ones, where they are no apostrophes."""

import re
from collections.abc import Iterable

QUOTED = re.compile(r"(?<!\w)['\u2018](?!\d)([^'\u2018\u2019\n]{2,400})['\u2019](?!\w)")
"""A length at most, so that no text makes the search slow."""
FIRST = re.compile(r"\s*(\w*)")
MARK = "'"


class Quotes:
    """Tells 'a quotation' from "goin' 'cause of 'em".

    In doubt it is no quotation: what others said counts for less, and a cry must never.
    """

    def __init__(self, elided: Iterable[str]) -> None:
        """`elided` are words and endings as they are written short: "'cause", "in'"."""
        words = frozenset(elided)
        self._words = frozenset(word[1:] for word in words if word.startswith(MARK))
        self._endings = tuple(word[:-1] for word in words if word.endswith(MARK))

    def doubled(self, text: str) -> str:
        """The text with double marks around quotations; every code point keeps its place."""
        return QUOTED.sub(self._told, text)

    def _told(self, found: re.Match[str]) -> str:
        said = found[1].lower()
        first = FIRST.match(said)
        if said.endswith(self._endings) or (first and first[1] in self._words):
            return found[0]
        return f'"{found[1]}"'
