"""What a community adds, replaces and hides; a bad row is refused and the rest is served."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from pydantic import ValidationError

from bot.directory import toml
from bot.directory.errors import DirectoryError
from bot.directory.records.checks import unfit, wrong_numbers
from bot.directory.records.plan import Plans
from bot.directory.records.retired import Denylist, Retired
from bot.directory.records.rows import Service, checked
from bot.directory.records.schema import ServiceRow, first_fault
from bot.directory.records.writing import WORLD
from bot.directory.trust import emergency

HEADER = re.compile(r"\s*\[\[\s*([A-Za-z_-]+)\s*\]\]\s*(?:#.*)?$")
NOTHING = re.compile(r"\s*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class _Block:
    name: str
    file: str
    first_line: int
    source: str = field(repr=False)

    def line(self, key: str) -> int:
        """The line of a key, the header's where it stands nowhere."""
        return self.first_line + toml.line_of(self.source, key) - 1

    def error(self, mend: str) -> DirectoryError:
        """A mend begins with its field, "contact.phone: ...": it stands at that field's line."""
        path = mend.partition(":")[0].split(".")
        return DirectoryError(self.file, max(self.line(part) for part in path), mend)


@dataclass(frozen=True, slots=True)
class _Held:
    """What rows are held against: numbers that are retired, and plans where they were read."""

    denylist: Denylist
    plans: Plans | None
    countries: frozenset[str | None]


def with_overlay(
    services: Iterable[Service],
    text: str,
    file: str,
    retired: Iterable[Retired] = (),
    plans: Plans | None = None,
) -> tuple[tuple[Service, ...], list[DirectoryError]]:
    """`services` with `[[add]]`, `[[replace]]` and `[[hide]]` of a TOML text applied in order.

    Rows have the fields of the shipped data, and are held against the same rules. The list
    names file, line and mend of every row that was refused: a retired number, one that no
    numbering plan knows, hours that cannot be read, an id that is taken or unknown, a row
    that could never be shown. Emergency numbers can be replaced by such as a plan knows, never
    hidden. What is for everybody has the country "world".
    """
    kept = {service.id: service for service in services}
    countries = frozenset((None, *(service.country for service in kept.values())))
    held, refused = _Held(Denylist.of(retired), plans, countries), list[DirectoryError]()
    for block in _blocks(text, file):
        try:
            _apply(block, kept, held)
        except DirectoryError as wrong:
            refused.append(wrong)
    return tuple(kept.values()), refused


def _blocks(text: str, file: str) -> Iterator[_Block]:
    lines = text.split("\n")
    heads = [n for n, line in enumerate(lines) if HEADER.match(line)]
    for start, end in zip([0, *heads], [*heads, len(lines)], strict=True):
        head = HEADER.match(lines[start]) if start < end else None
        own = lines[start:end]
        if head or not all(NOTHING.match(line) for line in own):
            yield _Block(head[1] if head else "", file, start + 1, "\n".join(own))


def _apply(block: _Block, kept: dict[str, Service], held: _Held) -> None:
    row = _table(block)
    match block.name:
        case "hide":
            _hide(block, row, kept)
        case "add" | "replace":
            service = _service(block, row)
            for mend in _unsound(block, service, kept, held):
                raise block.error(mend)
            kept[service.id] = service
        case _:
            raise DirectoryError(
                block.file, block.first_line, "write [[add]], [[replace]] or [[hide]]"
            )


def _table(block: _Block) -> dict[str, object]:
    try:
        found = tomllib.loads(block.source)
    except tomllib.TOMLDecodeError as broken:
        at = toml.AT_LINE.search(str(broken))
        line = block.first_line + (int(at[1]) - 1 if at else block.source.count("\n"))
        raise DirectoryError(block.file, line, f"not valid TOML: {broken}") from None
    except RecursionError:
        mend = "not valid TOML: nested too deep"
        raise DirectoryError(block.file, block.first_line, mend) from None
    tables = cast("list[dict[str, object]]", found.get(block.name, [{}]))
    return tables[0]


def _hide(block: _Block, row: dict[str, object], kept: dict[str, Service]) -> None:
    id_ = row.get("id")
    if not isinstance(id_, str) or id_ not in kept:
        raise DirectoryError(block.file, block.line("id"), "id: no service of that id to hide")
    if kept[id_].numbers is not None:
        raise DirectoryError(
            block.file, block.line("id"), "id: emergency numbers are replaced, never hidden"
        )
    del kept[id_]


def _service(block: _Block, row: dict[str, object]) -> Service:
    if row.get("country") == WORLD:
        row = row | {"country": None}  # which TOML cannot say
    try:
        return checked(ServiceRow.model_validate(row), block.file, block.first_line)
    except ValidationError as broken:
        where = broken.errors(include_url=False, include_input=False)[0]["loc"]
        key = next((str(p) for p in reversed(where) if isinstance(p, str)), "")
        raise DirectoryError(block.file, block.line(key), first_fault(broken)) from None
    except DirectoryError as wrong:
        raise block.error(wrong.mend) from None


def _unsound(
    block: _Block, service: Service, kept: Mapping[str, Service], held: _Held
) -> Iterator[str]:
    """Why a row is not taken, each with its field and its mend."""
    yield from _misplaced(block.name, service, kept.get(service.id))
    if service.confidence == "memory":
        yield "confidence: a row from memory is never shown; name where it was seen"
    if service.country not in held.countries:
        yield "country: no country has this code; they are those of ISO 3166, Britain is GB"
    yield from (mend for mend, _ in unfit(service, held.denylist))
    if service.numbers is not None and emergency(service, held.denylist, {}) is None:
        yield "numbers: emergency numbers are never hidden; give one that may be shown"
    found = wrong_numbers(service, held.plans) if held.plans else ()
    yield from (mend for mend, sure in found if sure or service.numbers is not None)


def _misplaced(how: str, service: Service, old: Service | None) -> Iterator[str]:
    """Why a row may not take its id's place."""
    if how == "add" and old is not None:
        yield f"id: {service.id} is taken; write [[replace]], or give it another id"
    if how == "replace" and old is None:
        yield f"id: there is no {service.id} to replace; write [[add]]"
    if (service.numbers is None) != (old is None or old.numbers is None):
        yield "id: only an emergency row can take an emergency row's place"
    if old is not None and old.numbers is not None and old.country != service.country:
        yield "country: emergency numbers stay in their country"
