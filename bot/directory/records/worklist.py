"""What a person should look at: rows that nobody may see yet, and what was reported as wrong."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from bot.directory.records.retired import Denylist
from bot.directory.records.rows import Service

Why = Literal["reported", "disputed", "retired", "memory", "ways", "fields", "roles"]
ORDER: tuple[Why, ...] = ("reported", "disputed", "retired", "memory", "ways", "roles", "fields")


class Reported(Protocol):
    """Somebody said what is wrong with services. The words are theirs: for a reviewer's eyes."""

    @property
    def services(self) -> tuple[str, ...]:
        """Ids of the directory."""
        ...

    @property
    def on(self) -> date:
        """The day."""
        ...

    @property
    def words(self) -> str:
        """What they wrote, empty where it was not passed on."""
        ...


@dataclass(frozen=True, slots=True)
class Task:
    """One row to look at, and why; `about` names fields, or what was reported."""

    id: str
    why: Why
    service: Service | None
    about: tuple[str, ...] = field(default=(), repr=False)


def worklist(
    services: Iterable[Service], denylist: Denylist, reports: Iterable[Reported] = ()
) -> tuple[Task, ...]:
    """Every task, what people reported first. A report of a row that is gone is told, too."""
    known = {service.id: service for service in services}
    told = (
        Task(id_, "reported", known.get(id_), (one.on.isoformat(), one.words))
        for one in sorted(reports, key=lambda report: report.on)
        for id_ in one.services
    )
    own = (task for service in known.values() for task in _tasks(service, denylist))
    return (*told, *sorted(own, key=lambda task: ORDER.index(task.why)))


def _tasks(service: Service, denylist: Denylist) -> Iterator[Task]:
    if service.confidence == "memory":
        yield Task(service.id, "memory", service)
        return
    if service.status == "disputed":
        yield Task(service.id, "disputed", service)
    elif any(denylist.holds(number, service.country) for number in service.said):
        yield Task(service.id, "retired", service)
    if service.one_source_fields:
        yield Task(service.id, "ways", service, tuple(sorted(service.one_source_fields)))
    if service.memory_fields:
        yield Task(service.id, "fields", service, tuple(sorted(service.memory_fields)))
    if service.roles_disputed:
        yield Task(service.id, "roles", service, tuple(sorted(service.roles_disputed)))
