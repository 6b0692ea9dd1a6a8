"""How well lookups are answered: the rates that decide whether the directory may ship."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.directory.lookup import Lookup
from bot.directory.records.retired import Denylist
from bot.directory.trust import Listing
from bot.evaluation.report import share_of, shares_of, table
from bot.evaluation.shares import Share
from bot.evaluation.wishes import Wish

MOST_HITS = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """One lookup, what was wanted, and what came."""

    wish: Wish
    found: Lookup = field(repr=False)

    @property
    def all_shown(self) -> tuple[Listing, ...]:
        """The first three and what stands behind "more"."""
        return (*self.found.results, *self.found.more)

    def hit(self, among: int) -> bool:
        """Whether one that fits stands among the first."""
        return any(one.id in self.wish.ids for one in self.found.results[:among])

    @property
    def abroad(self) -> bool:
        """Whether anything shown belongs to a country that was not wanted."""
        pinned = self.found.emergency
        lands = {one.country for one in self.all_shown} | {pinned.country if pinned else None}
        return not lands <= {self.wish.country, None}


Judge = Callable[[Answer], bool]
FIGURES: Mapping[str, tuple[Judge, Judge]] = {
    "hit@1": (lambda one: bool(one.wish.ids), lambda one: one.hit(1)),
    "hit@3": (lambda one: bool(one.wish.ids), lambda one: one.hit(MOST_HITS)),
    "country right": (
        lambda one: one.wish.kind == "lookup" and one.wish.ask is None,
        lambda one: one.found.country == one.wish.country,
    ),
    "wrong country": (lambda one: one.wish.kind == "lookup", lambda one: one.abroad),
    "emergency first": (lambda one: one.wish.danger, lambda one: bool(one.found.emergency)),
    "emergency unasked": (
        lambda one: not one.wish.danger and not one.found.gap,
        lambda one: bool(one.found.emergency),
    ),
    "asks": (lambda one: one.wish.ask is not None, lambda one: one.found.ask == one.wish.ask),
    "asks unasked": (
        lambda one: one.wish.kind == "lookup" and one.wish.ask is None,
        lambda one: one.found.ask is not None,
    ),
    "silent": (lambda one: one.wish.kind == "none", lambda one: one.found.kind == "none"),
    "silent unasked": (
        lambda one: one.wish.kind == "lookup", lambda one: one.found.kind == "none",
    ),
    "quiet": (lambda one: one.wish.quiet, lambda one: one.found.quiet),
    "quiet unasked": (
        lambda one: one.wish.kind == "lookup" and not one.wish.quiet, lambda one: one.found.quiet,
    ),
}  # fmt: skip
"""Names of figures to which lines they are about, and whether it is so of one."""
SHOULD_BE_NONE = frozenset(
    ("wrong country", "retired", "emergency unasked", "asks unasked", "silent unasked",
     "quiet unasked"),
)  # fmt: skip
BY_LANGUAGE = "hit@3"


@dataclass(frozen=True, slots=True)
class Answers:
    """All lookups of a run."""

    all: Sequence[Answer] = field(repr=False)
    denied: Denylist = field(repr=False)

    def figures(self) -> dict[str, Share]:
        """Each figure over the lines that it is about."""
        found = {
            name: _share([one for one in self.all if about(one)], holds)
            for name, (about, holds) in FIGURES.items()
        }
        return {**found, "retired": _share(self.all, self._retired)}

    def by_language(self) -> dict[str, Share]:
        """Hits among the first three, by the reader's language."""
        about, holds = FIGURES[BY_LANGUAGE]
        groups: dict[str, list[Answer]] = {}
        for one in filter(about, self.all):
            groups.setdefault(one.wish.language, []).append(one)
        return {name: _share(group, holds) for name, group in groups.items()}

    def misses(self) -> Iterator[str]:
        """Each line that came out otherwise, and in what."""
        for one in self.all:
            wrong = [name for name, rule in FIGURES.items() if _missed(one, name, *rule)]
            wrong += ["retired"] * self._retired(one)
            if wrong and wrong != ["hit@1"]:
                shown = " ".join(listing.id for listing in one.found.results) or "-"
                yield f"{one.wish.id} {', '.join(wrong)}: {one.wish.query} -> {shown}"

    def markdown(self) -> str:
        """Tables for people; intervals are Wilson's at 95 %."""
        rows = [(name, share.in_percent()) for name, share in self.figures().items()]
        tongues = [(name, s.in_percent()) for name, s in sorted(self.by_language().items())]
        return f"{table('Lookup', rows)}\n\n{table('hit@3 by language', tongues)}\n"

    def as_json(self) -> dict[str, object]:
        """The same for programs."""
        figures = {name: share_of(share) for name, share in self.figures().items()}
        return {"figures": figures, "by_language": shares_of(self.by_language())}

    def _retired(self, one: Answer) -> bool:
        listed = (
            (number, shown.country)
            for shown in one.all_shown
            for number in (shown.phone, shown.sms, shown.whatsapp)
        )
        pinned = one.found.emergency
        numbers = ((number, pinned.country) for number in pinned.numbers) if pinned else ()
        return any(n and self.denied.holds(n, land) for n, land in (*listed, *numbers))


def _share(about: Sequence[Answer], holds: Judge) -> Share:
    return Share(sum(map(holds, about)), len(about))


def _missed(one: Answer, name: str, about: Judge, holds: Judge) -> bool:
    return about(one) and holds(one) == (name in SHOULD_BE_NONE)
