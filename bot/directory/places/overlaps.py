"""Names that were found over one another: the longer stands, of two as long the one by hand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from bot.directory.places.atlas import Found
from bot.directory.query.words import Hit

Anywhere = Hit | Found


def beating(ones: Iterable[Anywhere], others: Iterable[Anywhere]) -> list[Anywhere]:
    """Those that stand apart from all others, or are longer; of two as long the later yields."""
    over = defaultdict[int, list[Anywhere]](list)
    for hit in others:
        for place in range(hit.start, hit.end):
            over[place].append(hit)
    return [one for one in ones if not fills(one) or _beats(one, over)]


def _beats(one: Anywhere, over: Mapping[int, list[Anywhere]]) -> bool:
    beside = (hit for place in range(one.start, one.end) for hit in over.get(place, ()))
    later = isinstance(one, Found)
    return all(_longer(one, hit, later=later) for hit in beside)


def _longer(one: Anywhere, other: Anywhere, *, later: bool) -> bool:
    more = (one.end - one.start) - (other.end - other.start)
    return more > 0 or (more == 0 and not later and isinstance(other, Found))


def fills(hit: Anywhere) -> bool:
    """Whether it is all of its tokens, and no part of a run without spaces."""
    return not isinstance(hit, Found) or hit.fills
