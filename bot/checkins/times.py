"""Times as people write them: 20:30, 20.30, 20h30, 2030, 8pm, at 8:30 p.m., 20 Uhr, 20."""

import re
import unicodedata
from dataclasses import dataclass, field

TIME = re.compile(
    r"""\s*(?:[^\W\d]{1,4}\s+)?
    (?:(?P<block>\d{4})|(?P<hour>\d{1,2})(?:\s?[:.h]\s?(?P<minute>\d{2}))?)(?!\d)
    (?:\s*(?:(?P<half>[ap])\.?\s?m\b\.?|h\b|uhr\b|o.clock\b))?
    [\s,;]*(?P<rest>.*)""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
LONGEST_CHARS = 200


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A time, in minutes after midnight (0 to 1439), and the text that stood behind it."""

    minute: int
    rest: str = field(default="", repr=False)


def read_time(text: str) -> TimeOfDay | None:
    """The time that a text begins with, or None where it is not clear which one is meant."""
    found = TIME.fullmatch(unicodedata.normalize("NFKC", text[:LONGEST_CHARS]))
    if found is None:
        return None
    digits = found["block"] or f"{found['hour']:0>2}{found['minute'] or '00'}"
    hour, minute, half = int(digits[:2]), int(digits[2:]), (found["half"] or "").lower()
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return TimeOfDay(hour * 60 + minute, found["rest"].strip())
