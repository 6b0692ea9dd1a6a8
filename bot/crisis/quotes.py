"""Single quotation marks as double ones, where they are no apostrophes."""

import re
from collections.abc import Iterable, Mapping

QUOTED = re.compile(r"(?<!\w)['\u2018](?!\d)([^'\u2018\u2019\n]{2,400})['\u2019](?!\w)")
"""A length at most, so that no text makes the search slow."""
FIRST = re.compile(r"\s*(\w*)")
MARK, DOUBLE = "'", '"'
MARKS = frozenset("'\u2018\u2019")


class Quotes:
    """Tells 'a quotation' from "goin' 'cause of 'em".

    In doubt it is no quotation: what others said counts for less, and a cry must never.
    """

    def __init__(self, elided: Iterable[str], fold: Mapping[int, str]) -> None:
        """`elided` are words and endings as they are written short: "'cause", "in'".

        What `fold` makes nothing of is not seen: it makes no apostrophe a quotation mark.
        """
        self._fold = fold
        words = frozenset(elided)
        self._words = frozenset(word[1:] for word in words if word.startswith(MARK))
        self._endings = tuple(word[:-1] for word in words if word.endswith(MARK))

    def doubled(self, text: str) -> str:
        """The text with double marks around quotations; every code point keeps its place."""
        if MARKS.isdisjoint(text):
            return text
        seen = [n for n, sign in enumerate(text) if sign in MARKS or self._fold[ord(sign)]]
        told = list(text)
        for found in QUOTED.finditer("".join(text[n] for n in seen)):
            if not self._is_short(found[1].lower()):
                told[seen[found.start()]] = told[seen[found.end() - 1]] = DOUBLE
        return "".join(told)

    def _is_short(self, said: str) -> bool:
        first = FIRST.match(said)
        return said.endswith(self._endings) or bool(first and first[1] in self._words)
