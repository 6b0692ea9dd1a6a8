"""Incidents as they are kept."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

from bot.model.incident import Incident, IncidentId, Text
from bot.model.people import Member, Subject


class Incidents(Protocol):
    """Every incident, its texts and its log. Writing needs a unit of work."""

    async def name(self, subject: Subject) -> tuple[IncidentId, int]:
        """A name and a number for a new incident of this subject.

        The name is the same after a crash. No number ever means two incidents.
        """
        ...

    async def open_for(self, subject: Subject) -> Incident | None:
        """The open incident of this subject."""
        ...

    async def last_for(self, subject: Subject) -> Incident | None:
        """The last incident of this subject, open or closed."""
        ...

    async def all_for(self, subject: Subject) -> Sequence[Incident]:
        """Every incident of this subject, oldest first."""
        ...

    async def get(self, about: str) -> Incident | None:
        """By its name, or by its number."""
        ...

    async def save(self, incident: Incident) -> None:
        """Keep it."""
        ...

    async def add_text(self, incident: Incident, text: Text) -> None:
        """Keep a text, once for each event."""
        ...

    async def texts(self, incident: Incident) -> Sequence[Text]:
        """Its texts, oldest first."""
        ...

    async def forget(self, incident: Incident) -> None:
        """Drop it with its texts and its log."""
        ...

    async def forget_texts(self, incident: Incident, by: Member | None = None) -> None:
        """Drop its texts, or those of one account alone; the log stays."""
        ...

    async def due(self, now: datetime) -> Sequence[Incident]:
        """Open incidents that are due, rota first, then by level, oldest first."""
        ...

    async def next_due(self) -> datetime | None:
        """When the next open incident falls due."""
        ...

    async def opened_since(self, moment: datetime) -> Sequence[Incident]:
        """Incidents that were opened since then, oldest first."""
        ...

    async def open_ones(self) -> Sequence[Incident]:
        """Every open incident, oldest first."""
        ...

    async def log(self, incident: Incident, entry: str) -> None:
        """One line of what was done, without any text of the member."""
        ...

    async def entries(self, incident: Incident) -> Sequence[str]:
        """The log, oldest first."""
        ...


async def with_account(incidents: Incidents, who: Member) -> list[Incident]:
    """Incidents of others' names in which this account wrote as the subject's other one."""
    found = await incidents.opened_since(datetime.min.replace(tzinfo=UTC))
    return [one for one in found if who in one.also]
