"""What the crisis card may show for a country: only what two independent publishers agree on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.directory.entries import Entry
from bot.directory.trust import Emergency, Listing

URGENT_TOPICS = frozenset(("suicide", "crisis"))


@dataclass(frozen=True, slots=True)
class CrisisLines:
    """The lines of a crisis card, the first one by text or chat where one is trusted.

    (A chat for speakers of one language stands second where others have a line of their own.)
    `emergency` always stands; `listed_by` in it marks a number from one source. `directories`
    are worldwide and stand only where there are fewer than `limit` lines. A way that only one
    publisher prints is left out.
    """

    emergency: Emergency
    lines: tuple[Listing, ...]
    directories: tuple[Listing, ...]


def crisis_lines(
    own: Iterable[Entry], world: Iterable[Entry], emergency: Emergency, limit: int
) -> CrisisLines:
    """Two-source lines for suicide and crisis that are open to anyone in the whole country."""
    fitting = sorted((one for one in own if _fits(one)), key=_order, reverse=True)
    fitting = list(_agreed(fitting))
    lines = tuple(one.shown for one in _written_first(fitting))[:limit]
    found = sorted((one for one in world if one.shown.two_sources), key=_order, reverse=True)
    directories = tuple(one.shown for one in found) if len(lines) < limit else ()
    return CrisisLines(emergency, lines, directories[: max(0, limit)])


def _agreed(fitting: Iterable[Entry]) -> Iterator[Entry]:
    """Each line with the ways that two print; who has no such number is no line here."""
    for one in fitting:
        if one.shown.agreed or not one.shown.one_source_ways:
            yield replace(one, shown=_only(one.shown))


def _only(shown: Listing) -> Listing:
    """The service without ways that one publisher prints."""
    gone = shown.one_source_ways
    return replace(
        shown,
        phone=None if "phone" in gone else shown.phone,
        sms=None if "sms" in gone else shown.sms,
        sms_keyword=None if "sms" in gone else shown.sms_keyword,
        chat_url=None if "chat_url" in gone else shown.chat_url,
        whatsapp=None if "whatsapp" in gone else shown.whatsapp,
        email=None if "email" in gone else shown.email,
        url=None if "url" in gone else shown.url,
        one_source_ways=frozenset(),
    )


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
