"""Whether the fields of one row agree with one another; each fault says its field and its mend."""

import re
from collections.abc import Iterator, Mapping

from bot.directory.records import expressions
from bot.directory.records.schema import Confidence, ServiceRow, SourceRow

SOURCES_NEEDED: Mapping[Confidence, int] = {"two-sources": 2, "one-source": 1, "memory": 0}
SAME: Mapping[str, str] = {
    "FAH23": "Find A Helpline", "FAH26": "Find A Helpline", "WP21": "Wikipedia",
    "wikipedia2021": "Wikipedia", "AID24": "Wikipedia", "aidlines": "Wikipedia",
}  # fmt: skip
"""Tags of sources that are one publisher: aidlines was made from Wikipedia."""
ENDED = frozenset(("defunct", "inactive"))
NO_DIGIT = re.compile(r"[^0-9]")
SHORTEST_DIGITS, LONGEST_DIGITS = 2, 15
"""ITU-T E.164 allows 15; the shortest number of the shipped data is an emergency number of two."""


def faults(row: ServiceRow) -> Iterator[str]:
    """Everything that is wrong between the fields of `row`, the gravest first."""
    yield from _trust(row)
    yield from _emergency(row)
    yield from _numbers(row)
    yield from expressions.faults(row.hours, row.tz)
    yield from _people(row)
    yield from _life(row)


def _trust(row: ServiceRow) -> Iterator[str]:
    number = row.confidence.number
    needed = SOURCES_NEEDED[number]
    if len({_publisher(source) for source in row.sources}) < needed:
        yield f"sources: a {number} row names {needed} or more, of independent publishers"
    if (row.assured_date is None) != (row.assurer_email is None):
        yield "assured_date: says when a person checked it, assurer_email who; write both or none"


def _publisher(source: SourceRow) -> tuple[str, str]:
    """Who prints it: one that copies another, or another year of it, is no second one."""
    if source.title in SAME:
        return SAME[source.title], ""
    return source.title, source.url_or_repo.partition("/")[0]


def _emergency(row: ServiceRow) -> Iterator[str]:
    if (row.numbers is not None) != ("emergency" in row.topics):
        yield "numbers: emergency rows, and only they, carry them"
    if row.numbers is not None and row.country is None:
        yield "country: an emergency row belongs to a country"


def _numbers(row: ServiceRow) -> Iterator[str]:
    given = row.contact
    for name, number in (
        ("phone", given.phone),
        ("sms", given.sms),
        ("whatsapp", given.whatsapp),
    ):
        if not number:
            continue
        digits = len(NO_DIGIT.sub("", number))
        if not SHORTEST_DIGITS <= digits <= LONGEST_DIGITS:
            yield f"contact.{name}: {digits} digits are no number that can be dialled"


def _people(row: ServiceRow) -> Iterator[str]:
    if row.region is not None and row.region[:2] != row.country:
        yield "region: begins with the code of its country"
    least, most = row.minimum_age, row.maximum_age
    if least is not None and most is not None and least > most:
        yield "minimum_age: is above maximum_age"


def _life(row: ServiceRow) -> Iterator[str]:
    if row.replaced_by is not None and row.status not in ENDED:
        yield 'replaced_by: only of what has ended; write status "defunct", or take it out'
    if row.replaced_by == row.id:
        yield "replaced_by: names the row itself"
