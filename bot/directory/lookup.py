"""The directory: free text in, at most three services out. Pure, offline, nothing is kept."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Literal

from bot.directory.cards import CrisisLines, crisis_lines
from bot.directory.entries import (
    NOT_SERVED,
    REACHED,
    WEIGHTS,
    Entry,
    Wish,
    elsewhere,
    for_others,
    rank,
    reaches,
    tier,
)
from bot.directory.index import Index, Typed
from bot.directory.places.countries import Countries, Place
from bot.directory.query.folding import spaceless
from bot.directory.query.mending import Mender
from bot.directory.query.needs import Need, Needs
from bot.directory.query.words import tokens
from bot.directory.records.retired import Retired
from bot.directory.records.rows import Service
from bot.directory.trust import Emergency, Listing, Publishers

MOST_RESULTS = 3
FEWEST_RESULTS = 2
FEWEST_SAID = 3
"""Words from which on something is said, even where none of them is known."""
SHORTEST_TELLING_DIGITS = 5
WRITTEN = frozenset(("chat", "text", "whatsapp"))
AT_HOME = frozenset(("domestic-violence", "general"))
"""Who is watched and says no more is most often watched at home."""
Ask = Literal["country", "clarify"]


@dataclass(frozen=True, slots=True)
class Lookup:
    """What was found.

    `kind` "none" is no wish for help: say nothing (but pin `emergency` where it is set).
    `ask` "country": none is known; "clarify": one of `options`, ISO codes, is meant; both
    come with worldwide services only. `gap`: no line that is trusted for this need in
    `country`; `results` then hold lines for anyone and worldwide directories. At most
    three `results`, the rest in `more`. `quiet`: somebody may be watching or listening; what
    can be written to stands first, and the answer should say how to leave quickly. `wish` is what
    was understood, to be served in another country; `urgent`: there may be danger to life.
    """

    kind: Literal["lookup", "none"]
    ask: Ask | None = None
    emergency: Emergency | None = None
    results: tuple[Listing, ...] = ()
    more: tuple[Listing, ...] = ()
    country: str | None = None
    options: tuple[str, ...] = ()
    gap: bool = False
    quiet: bool = False
    wish: Wish = field(default=Wish(), repr=False)
    urgent: bool = False


class Directory:
    """All services that may be shown, indexed once; a query takes well under a millisecond."""

    def __init__(
        self,
        services: Iterable[Service],
        retired: Iterable[Retired],
        countries: Countries,
        needs: Needs,
        publishers: Publishers,
    ) -> None:
        """`services` and `retired` as parsed; rows that may not be shown are left out here."""
        self._countries = countries
        self._needs = needs
        self._index = Index.of(services, retired, needs, publishers, countries.knows)
        right = (*countries.not_typos, *needs.never_mended, *self._index.name_words())
        self._mender = Mender(needs.words, right, countries.names.words(), countries.here)

    def lookup(
        self,
        query: str,
        country: str | None,
        locale: str = "",
        *,
        danger: bool = False,
        now: datetime | None = None,
    ) -> Lookup:
        """Services for a free text.

        `country` is what is known already (ISO 3166, upper case); one named in the query
        beats it. `locale` prefers a language and never means a country. `danger` comes
        from the detector; words of a medical emergency count too. Among equals, who answers
        at `now` (aware of its zone) stands first; None: nothing is known of the time. What is
        to be said of a service's hours: `hours.opens(listing, now, tz)`.
        """
        language = locale.replace("_", "-").partition("-")[0].lower()
        known = country if country in self._countries.codes else None
        words = self._mender.mend(tokens(query), language, located=known is not None)
        place = self._countries.read(query, words, known, self._index.languages(known))
        need = self._needs.read(query, words, language)
        typed = self._index.typed(query)
        land, options = _land(place, known, typed)
        named = self._named(words, typed, land)
        wish = replace(self._wish(need, place, language, named), now=now)
        urgent = danger or need.danger or self._index.emergency(land).id in wish.named
        found = Lookup("none")
        if _asks(need, place, words, wish.named):
            found = self._in_country(land, wish) if land else self._worldwide(wish, options)
        found = replace(found, wish=wish, urgent=urgent, quiet=need.watched)
        return self._pinned(found, land)

    def serve(self, wish: Wish, country: str, *, urgent: bool = False) -> Lookup:
        """What was understood once, in a country that was chosen since."""
        found = self._in_country(country, wish)
        found = replace(found, wish=wish, urgent=urgent, quiet=wish.quiet)
        return self._pinned(found, country)

    def _pinned(self, found: Lookup, land: str | None) -> Lookup:
        if not (found.urgent or found.gap):
            return found
        return replace(found, emergency=self._index.emergency(land))

    def country_named(self, answer: str) -> tuple[str, ...]:
        """What an answer to "which country?" means: a code, several to ask about, or none."""
        return self._countries.named(answer)

    def emergency(self, country: str | None) -> Emergency:
        """The emergency numbers of a country, in words where none are known."""
        return self._index.emergency(country)

    def listings(self) -> Iterator[Listing]:
        """Everything that may be shown."""
        for country in (None, *self._index.countries()):
            yield from (one.shown for one in self._index.entries(country))

    def countries(self) -> dict[str, int]:
        """Every country that can be named (ISO 3166), and how many services it has here."""
        return dict.fromkeys(self._countries.codes, 0) | self._index.countries()

    def crisis_lines(self, country: str | None, limit: int = 2) -> CrisisLines:
        """What a crisis card may show: see `cards.crisis_lines`."""
        own = self._index.entries(country) if country else []
        world = self._index.entries(None)
        return crisis_lines(own, world, self._index.emergency(country), limit)

    def _named(
        self, words: tuple[str, ...], typed: tuple[Typed, ...], land: str | None
    ) -> frozenset[str]:
        return self._index.named(words, land) | {one.id for n in typed for one in n.owners}

    @staticmethod
    def _wish(need: Need, place: Place, locale: str, named: frozenset[str]) -> Wish:
        quiet = WRITTEN if need.watched and not need.channels else frozenset[str]()
        return Wish(
            topics=need.topics or (AT_HOME if need.watched else need.topics),
            audience=need.audience,
            channels=need.channels | quiet,
            languages=place.languages,
            locale=locale,
            region=place.region,
            named=named,
            quiet=need.watched,
        )

    def _in_country(self, land: str, wish: Wish) -> Lookup:
        every = [one for one in self._index.entries(land) if not elsewhere(one, wish)]
        ranked = self._ranked([one for one in every if not for_others(one, wish)], wish)
        serving = self._serving(ranked, wish)
        if not serving:  # rather a line for others than none
            ranked = self._ranked(every, wish)
            serving = self._serving(ranked, wish)
        found = self._filled([one.shown for one in _spread(serving, wish)], ranked, wish)
        results, more = tuple(found[:MOST_RESULTS]), tuple(found[MOST_RESULTS:])
        if wish.quiet:
            results = tuple(
                sorted(results, key=lambda one: (one.country is None, not one.writable))
            )
        return Lookup("lookup", results=results, more=more, country=land, gap=not serving)

    def _serving(self, ranked: list[Entry], wish: Wish) -> list[Entry]:
        return [one for one in ranked if tier(one, wish, self._needs) != NOT_SERVED]

    def _filled(self, serving: list[Listing], ranked: list[Entry], wish: Wish) -> list[Listing]:
        """Never fewer than three: then lines for anyone, then worldwide directories."""
        if len(serving) >= MOST_RESULTS:
            return serving
        broad = [one.shown for one in ranked if one.broad(wish.audience)]
        broad = [shown for shown in broad if shown not in serving]
        found = [*serving, *broad[: MOST_RESULTS - len(serving)]]
        if len(found) >= FEWEST_RESULTS and serving:
            return found
        world = [one.shown for one in self._ranked(self._index.entries(None), wish)]
        return [*found, *world[: MOST_RESULTS - len(found)]]

    def _worldwide(self, wish: Wish, options: tuple[str, ...]) -> Lookup:
        world = tuple(one.shown for one in self._ranked(self._index.entries(None), wish))
        ask: Ask = "clarify" if options else "country"
        results, more = world[:MOST_RESULTS], world[MOST_RESULTS:]
        return Lookup("lookup", ask, results=results, more=more, options=options)

    def _ranked(self, entries: list[Entry], wish: Wish) -> list[Entry]:
        by_id = sorted(entries, key=lambda one: one.shown.id)
        return sorted(by_id, key=lambda one: rank(one, wish, self._needs), reverse=True)


def _spread(serving: list[Entry], wish: Wish) -> list[Entry]:
    """For each thing that was said the best service stands among the first three."""
    first = serving[:1]
    for fits in _said(wish):
        best = next(filter(fits, serving), None)
        if best and len(first) < MOST_RESULTS and not any(map(fits, first)):
            first.append(best)
    chosen = {one.shown.id for one in first}
    return [*first, *(one for one in serving if one.shown.id not in chosen)]


def _said(wish: Wish) -> Iterator[Callable[[Entry], bool]]:
    """The channel, the topics, the gravest first, and whom it is for."""
    yield lambda one: reaches(one.shown, wish.channels) == REACHED
    for topic in sorted(wish.topics, key=lambda name: (-WEIGHTS.get(name, 1), name)):
        yield partial(_about, topic)
    for group in sorted(wish.audience):
        yield partial(_for, group)


def _about(topic: str, one: Entry) -> bool:
    return topic in one.shown.topics


def _for(group: str, one: Entry) -> bool:
    return group in one.groups


def _asks(need: Need, place: Place, words: tuple[str, ...], named: frozenset[str]) -> bool:
    """Whether this is a wish for help: whatever is not evidently something else.

    Who asks in words that nobody foresaw must not meet silence.
    """
    if need.asks or named or place.languages:
        return True
    told = sum(map(_size, words)) - len(place.taken) >= FEWEST_SAID
    return (told or bool(place.country or place.options)) and not need.chat


def _size(word: str) -> int:
    """How many words it stands for: a run of signs without spaces is a whole sentence."""
    return max(1, len(word) // 2) if spaceless(word) else 1


def _land(
    place: Place, known: str | None, typed: tuple[Typed, ...]
) -> tuple[str | None, tuple[str, ...]]:
    """The country to look in, or those to ask about; a long number may tell it too."""
    owners = typed[0].owners if typed else ()
    lands = tuple(sorted({one.country for one in owners if one.country}))
    telling = len(lands) == 1 and len(typed[0].digits) >= SHORTEST_TELLING_DIGITS
    if telling and lands[0] in (place.options or (known or lands[0],)):  # "+1 800 ..."
        return place.country or lands[0], ()
    if place.country or place.options:
        return place.country, place.options
    return known, () if known else lands
