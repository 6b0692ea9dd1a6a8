"""A row as it stands in a file: one line, the order of the schema, nothing that is empty."""

import json
from collections.abc import Mapping

from bot.directory.records.rows import lines, shape
from bot.directory.records.schema import ServiceRow

WORLD = "world"


def written(row: ServiceRow) -> str:
    """The one way to write `row`, so that a change of a field is a change of that field alone."""
    fields = row.model_dump(exclude_defaults=True)
    return json.dumps({name: fields[name] for name in ServiceRow.model_fields if name in fields},
                      ensure_ascii=False)  # fmt: skip


def file_of(row: ServiceRow) -> str:
    """The file in which a row stands: one for each country, one for what serves the world."""
    return f"{row.country or WORLD}.jsonl"


def tidied(files: Mapping[str, str]) -> Mapping[str, str]:
    """The files as they should be: each row written in the one way, in the file of its country.

    Raises DirectoryError for a row that cannot be read.
    """
    found: dict[str, list[str]] = {name: [] for name in files}
    for file, number, text in lines(files):
        row = shape(text, file, number)
        found.setdefault(file_of(row), []).append(written(row))
    return {name: "".join(f"{line}\n" for line in own) for name, own in found.items()}
