"""The shelf of guides: those that ship and a community's own, held together and checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.guides.errors import GuideError
from bot.guides.finding import Finder
from bot.guides.guide import Guide, Text
from bot.guides.reading import source_of
from bot.guides.schema import GuideRow

INDEX = "guides.toml"
"""The file in which the rows of a folder of guides stand."""
Texts = Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Guides:
    """All guides, in their order; themes in theirs."""

    guides: tuple[Guide, ...]
    finder: Finder = field(repr=False)

    @classmethod
    def of(cls, guides: Iterable[Guide]) -> "Guides":
        """Index them."""
        kept = tuple(guides)
        return cls(kept, Finder.of(kept))

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes that have guides."""
        return tuple(dict.fromkeys(one.theme for one in self.guides))

    def of_theme(self, theme: str) -> tuple[Guide, ...]:
        """The guides of a theme."""
        return tuple(one for one in self.guides if one.theme == theme)

    def get(self, id_: str) -> Guide | None:
        """By its id."""
        return next((one for one in self.guides if one.id == id_), None)

    def find(
        self, query: str, locale: str = "", topics: frozenset[str] = frozenset()
    ) -> tuple[Guide, ...]:
        """At most three for a free text; `topics` are the needs that the directory heard in it."""
        return self.finder.find(query, locale, topics)

    def titled(self, typed: str) -> Guide | None:
        """The guide that is called so, in any language: what a button does, typed."""
        return self.finder.titled(typed)


def guide_of(row: GuideRow, texts: Texts) -> Guide:
    """A guide from its row and its texts."""
    return Guide(
        row.id, row.theme, frozenset(row.topics), row.quiet,
        tuple(source_of(one) for one in row.source), texts,
    )  # fmt: skip


def held(row: GuideRow, texts: Texts, needed: Iterable[str], line: int, file: str = INDEX) -> Guide:
    """The guide, if its texts agree. `needed` are the languages that it must have."""
    missing = [one for one in needed if one not in texts]
    if missing:
        raise GuideError(file, line, f"id: {row.id} has no text in {', '.join(missing)}")
    if not texts:
        raise GuideError(file, line, f"id: {row.id} has no text in any language")
    regions = {one.regions for one in texts.values()}
    if len(regions) > 1:
        raise GuideError(file, line, f"id: the texts of {row.id} speak of different countries")
    named = {one.region for one in row.source}
    unknown = sorted(one for one in next(iter(regions)) if one not in named)
    if unknown:
        raise GuideError(file, line, f"source: none speaks of {', '.join(unknown)}")
    return guide_of(row, texts)
