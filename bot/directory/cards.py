"""What the crisis card may show for a country: only what two independent publishers agree on."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.directory.entries import Entry
from bot.directory.trust import Emergency, Listing

URGENT_TOPICS = frozenset(("suicide", "crisis"))


@dataclass(frozen=True, slots=True)
class CrisisLines:
    """The lines of a crisis card, the first one by text or chat where one is trusted.

    (A chat for speakers of one language stands second where others have a line of their own.)
    `emergency` always stands; `listed_by` in it marks a number from one source. `directories`
    are worldwide and stand only where there are fewer than `limit` lines.
    """

    emergency: Emergency
    lines: tuple[Listing, ...]
    directories: tuple[Listing, ...]


def crisis_lines(
    own: Iterable[Entry], world: Iterable[Entry], emergency: Emergency, limit: int
) -> CrisisLines:
    """Two-source lines for suicide and crisis that are open to anyone in the whole country."""
    fitting = sorted((one for one in own if _fits(one)), key=_order, reverse=True)
    lines = tuple(one.shown for one in _written_first(fitting))[:limit]
    found = sorted((one for one in world if one.shown.two_sources), key=_order, reverse=True)
    directories = tuple(one.shown for one in found) if len(lines) < limit else ()
    return CrisisLines(emergency, lines, directories[: max(0, limit)])


def _written_first(fitting: list[Entry]) -> list[Entry]:
    written = next((one for one in fitting if one.shown.writable), None)
    if written is None:
        return fitting
    rest = [one for one in fitting if one is not written]
    ahead = rest[:1] if rest and _for_all(rest[0]) and not _for_all(written) else []
    return [*ahead, written, *rest[len(ahead) :]]


def _for_all(one: Entry) -> bool:
    return "speakers" not in one.groups


def _fits(one: Entry) -> bool:
    urgent = URGENT_TOPICS & set(one.shown.topics)
    return bool(one.shown.two_sources and urgent and one.open and one.region is None)


def _order(one: Entry) -> tuple[bool, bool, bool, str, str]:
    shown = one.shown
    always = shown.hours == "24/7"
    return (
        "speakers" not in one.groups,
        "suicide" in shown.topics,
        always,
        shown.seen or "",
        shown.id,
    )
