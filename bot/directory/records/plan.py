"""Numbering plans: whether a number could ring in a country, and whether a short one is known.

The plans are libphonenumber's (Apache-2.0), worked out by `./run plans`. They only lint: what is
shown stays as people write it, and a short code is never rewritten.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.directory import toml
from bot.directory.errors import DirectoryError
from bot.directory.records.retired import KEYPAD, REMARK, SHORTEST_FULL_NUMBER
from bot.directory.records.schema import first_fault

Verdict = Literal["fits", "unknown short", "wrong"]


class Plan(BaseModel):
    """The numbers of one country as patterns: full ones, without prefix, and short ones."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    country: str
    code: str
    prefix: str | None = None
    transform: str | None = None
    numbers: str
    short: str | None = None


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans of all countries, and what a person has looked at that no plan knows."""

    _plans: Mapping[str, Plan] = field(repr=False)
    _reviewed: frozenset[tuple[str, str]] = field(default=frozenset(), repr=False)

    @classmethod
    def parse(cls, text: str, file: str, reviewed: str = "", reviewed_file: str = "") -> "Plans":
        """Read `plans.jsonl` and `reviewed.toml`; a DirectoryError names file, line and mend."""
        plans = (
            _plan(line, file, number)
            for number, line in enumerate(text.split("\n"), start=1)
            if line.strip()
        )
        return cls(
            {plan.country: plan for plan in plans},
            frozenset(_looked_at(reviewed, reviewed_file)),
        )

    def looked_at(self) -> frozenset[tuple[str, str]]:
        """Countries and digits that stand although no plan knows them."""
        return self._reviewed

    def verdict(self, number: str, country: str | None) -> Verdict:
        """Whether `number` is one of the country; None is any, by the code it begins with."""
        bare = _digits(number)
        lands = [country] if country else list(self._plans)
        if any((land, bare) in self._reviewed for land in lands):
            return "fits"
        plans = [plan for land in lands if (plan := self._plans.get(land))]
        abroad = country is None or number.strip().startswith(("+", "00"))
        if any(_fits(form, plan) for plan in plans for form in _forms(bare, plan, abroad=abroad)):
            return "fits"
        return "wrong" if len(bare) >= SHORTEST_FULL_NUMBER else "unknown short"


def _plan(line: str, file: str, number: int) -> Plan:
    try:
        return Plan.model_validate_json(line)
    except ValidationError as broken:
        raise DirectoryError(file, number, first_fault(broken)) from None


def _looked_at(text: str, file: str) -> Iterator[tuple[str, str]]:
    """`[short]` has a list for each country, `[full]` a reason for each "CC number"."""
    found = toml.read(text, file)
    for country, numbers in found.get("short", {}).items():
        yield from ((country, _digits(number)) for number in numbers)
    for name in found.get("full", {}):
        country, _, number = name.partition(" ")
        yield country, _digits(number)


def _digits(number: str) -> str:
    """The digits that are dialled; letters of a vanity number are those of the keys."""
    bare = REMARK.sub("", number).upper().translate(KEYPAD)
    return re.sub(r"[^0-9]", "", bare)


def _forms(digits: str, plan: Plan, *, abroad: bool) -> Iterable[str]:
    """What may be the number itself, without a country's code or a trunk prefix."""
    if abroad:
        bare = digits.removeprefix("00")  # of a number that begins with a plus, nothing
        return (bare[len(plan.code) :],) if bare.startswith(plan.code) else ()
    begins = re.match(plan.prefix, digits) if plan.prefix else None
    if plan.prefix is None or begins is None:
        return (digits,)
    whole = plan.transform is None or not begins.groups() or begins.groups()[-1] is None
    put = "" if whole else (plan.transform or "")
    return digits, re.sub(plan.prefix, put, digits, count=1)


def _fits(digits: str, plan: Plan) -> bool:
    return any(
        re.fullmatch(pattern, digits)
        for pattern in (plan.numbers, plan.short)
        if pattern is not None
    )
