"""Numbers that must never be shown: whole numbers, per country, however they are written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from pydantic import ValidationError

from bot.directory.errors import DirectoryError
from bot.directory.records.schema import RetiredRow, first_fault

LONGEST_DIALLING_CODE = 3
SHORTEST_FULL_NUMBER = 7
TRUNK_ONE = frozenset(("US", "CA", "MX"))
REMARK = re.compile(r"\(\D[^()]*\)|\bext\b.*")
"""What stands behind a number for people to do: "(press 1)", "ext 8"."""
KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
"""The letters of a telephone's keys, ITU-T E.161."""


@dataclass(frozen=True, slots=True)
class Retired:
    """A number out of use in `country`, and the ids of services to use instead."""

    country: str
    number: str
    service: str
    status: str
    use_instead: tuple[str, ...]


def parse(text: str, file: str) -> tuple[Retired, ...]:
    """Read the denylist, JSON lines; a DirectoryError names file, line and mend."""
    rows = enumerate(text.split("\n"), start=1)
    return tuple(_retired(line, file, number) for number, line in rows if line.strip())


def _retired(line: str, file: str, number: int) -> Retired:
    try:
        row = RetiredRow.model_validate_json(line)
    except ValidationError as broken:
        raise DirectoryError(file, number, first_fault(broken)) from None
    return Retired(row.country, row.number, row.service, row.status, tuple(row.use_instead))


def whole(number: str, country: str) -> str:
    """The digits without separators and trunk prefix; of `+44 ...` with the country's code."""
    digits = re.sub(r"[^0-9]", "", number).lstrip("0")
    if country in TRUNK_ONE and len(digits) == 11 and digits.startswith("1"):
        return digits[1:]
    return digits


def forms(number: str, country: str) -> frozenset[str]:
    """All that `whole` may be, also without a country's code where one is written."""
    digits = whole(number, country)
    if not number.strip().startswith(("+", "00")):
        return frozenset((digits,))
    cuts = range(1, LONGEST_DIALLING_CODE + 1)
    local = (digits[cut:].lstrip("0") for cut in cuts)
    return frozenset((digits, *(d for d in local if len(d) >= SHORTEST_FULL_NUMBER)))


@dataclass(frozen=True, slots=True)
class Denylist:
    """The retired numbers of every country."""

    rows: tuple[Retired, ...]
    _known: frozenset[tuple[str, str]] = field(repr=False)

    @classmethod
    def of(cls, rows: Iterable[Retired]) -> "Denylist":
        """Made once; asked for every number."""
        kept = tuple(rows)
        return cls(kept, frozenset((row.country, whole(row.number, row.country)) for row in kept))

    def holds(self, number: str, country: str | None) -> bool:
        """Whether this number is out of use; without a country, anywhere."""
        lands = frozenset((country,)) if country else {row.country for row in self.rows}
        keyed = REMARK.sub("", number).upper().translate(KEYPAD)
        written = {
            (land, form) for land in lands for n in (number, keyed) for form in forms(n, land)
        }
        return any(
            _is(form, old) for land, old in self._known for at, form in written if at == land
        )


def _is(form: str, old: str) -> bool:
    """Whether this is the old number, or the old one with what is to be pressed behind it."""
    return form == old or (len(old) >= SHORTEST_FULL_NUMBER and form.startswith(old))
