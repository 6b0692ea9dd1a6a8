"""Dialling codes in a text: of a number to call, or a code that stands by itself."""

import re
from collections.abc import Iterator

DIALLED = re.compile(r"(?<![\d+])(?:\+|00)(\d[\d ()./-]{0,20})")
FEWEST_DIGITS = 6
"""So many are a number to call, fewer may be an age or a sum."""
LONGEST_CODE_DIGITS = 7


def sought(query: str) -> Iterator[list[str]]:
    """For each number the codes that it may begin with, the longest first ("+354", "+1 876")."""
    for written in DIALLED.findall(query):
        groups = re.findall(r"\d+", written)
        digits = "".join(groups)
        if len(digits) >= FEWEST_DIGITS:
            yield [digits[:size] for size in range(LONGEST_CODE_DIGITS, 0, -1)]
        else:
            yield [one for one in ("".join(groups[:2]), groups[0]) if len(one) > 1]
