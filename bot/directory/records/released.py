"""The rows of the last release in short: ids never vanish, and what changed can be told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.directory.errors import DirectoryError
from bot.directory.records.rows import Service
from bot.directory.records.schema import Confidence, Status, first_fault

WAYS = ("phone", "sms", "whatsapp", "chat_url", "email")


class Released(BaseModel):
    """What a release said of one id."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    id: str
    name: str
    country: str | None
    status: Status
    confidence: Confidence
    hours: str
    ways: dict[str, str]

    @classmethod
    def of(cls, service: Service) -> "Released":
        """A row in short."""
        ways = {name: getattr(service, name) for name in WAYS}
        if service.numbers:
            ways["general"] = " / ".join(service.numbers.general)
            ways |= service.numbers.roles
        return cls(
            id=service.id,
            name=service.name,
            country=service.country,
            status=service.status,
            confidence=service.confidence,
            hours=service.hours,
            ways={name: value for name, value in ways.items() if value},
        )


@dataclass(frozen=True, slots=True)
class Release:
    """Rows by id."""

    rows: Mapping[str, Released]

    @classmethod
    def of(cls, services: Iterable[Service]) -> "Release":
        """What a release of these rows would say."""
        return cls({service.id: Released.of(service) for service in services})

    @classmethod
    def parse(cls, text: str, file: str) -> "Release":
        """Read `released.jsonl`; a DirectoryError names file, line and mend."""
        found = dict[str, Released]()
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                row = _row(line, file, number)
                found[row.id] = row
        return cls(found)

    def written(self) -> str:
        """The file, a line for each id, in their order."""
        found = sorted(self.rows.values(), key=lambda row: row.id)
        return "".join(f"{row.model_dump_json()}\n" for row in found)


def _row(line: str, file: str, number: int) -> Released:
    try:
        return Released.model_validate_json(line)
    except ValidationError as broken:
        raise DirectoryError(file, number, first_fault(broken)) from None
