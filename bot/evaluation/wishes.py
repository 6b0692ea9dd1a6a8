"""Labelled lookups: JSON Lines as `tests/corpora/lookup.md` describes them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from bot.evaluation.lines import LineError, table


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody types, what is known of them, and what must come back.

    `ids`: any of them among the first three is a hit; none: it is not judged by them.
    `country`: where the services have to be; None: worldwide only, or nowhere.
    """

    id: str
    query: str = field(repr=False)
    known: str | None
    locale: str
    kind: str
    ask: str | None
    country: str | None
    danger: bool
    quiet: bool
    gap: bool
    ids: frozenset[str]

    @property
    def language(self) -> str:
        """Of the reader, without a region."""
        return self.locale.replace("_", "-").partition("-")[0] or "-"


def parse(text: str, file: str) -> Iterator[Wish]:
    """Each row of a file, in order. Raises LineError."""
    for number, row in enumerate(text.split("\n"), 1):
        if row.strip():
            yield _wish(table(row, file, number), file, number)


def _wish(row: Mapping[str, object], file: str, number: int) -> Wish:
    want, ids = row.get("want"), row.get("ids", [])
    if not isinstance(row.get("query"), str) or not isinstance(want, dict):
        raise LineError(file, number, "a row has a query, and an object of what is wanted")
    if not isinstance(ids, list):
        raise LineError(file, number, "ids is a list")
    wanted = cast("Mapping[str, object]", want)
    kind = wanted.get("kind")
    if kind not in ("lookup", "none"):
        raise LineError(file, number, "want.kind is lookup or none")
    return Wish(
        id=str(row.get("id", f"{file}:{number}")), query=str(row["query"]),
        known=_text(row.get("country")), locale=_text(row.get("locale")) or "",
        kind=str(kind), ask=_text(wanted.get("ask")), country=_text(wanted.get("country")),
        danger=wanted.get("danger") is True, quiet=wanted.get("quiet") is True,
        gap=row.get("gap") is True, ids=frozenset(map(str, cast("list[object]", ids))),
    )  # fmt: skip


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
