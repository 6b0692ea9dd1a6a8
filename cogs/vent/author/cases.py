"""Incidents about a person's anonymous texts, posted or not: shown to them, and erased with them.

No row says whose they are: only the sealed way back does, which is opened for whoever asks about
themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.model.incident import Incident, State
from bot.model.people import Member, Thread
from cogs.vent.desk import Desk

EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cases:
    """What the vent feature keeps beside its threads."""

    desk: Desk

    async def of(self, who: Member) -> list[Incident]:
        """The incidents of every thread whose sealed way leads to this person."""
        person, vault = self.desk.vault.person(who), self.desk.vault
        return [
            one
            for one in await self.desk.incidents.opened_since(EVER)
            if isinstance(one.subject, Thread)
            and one.route is not None
            and await vault.person_behind(one.route) == person
        ]

    async def open(self, who: Member) -> bool:
        """Whether moderators still need the way back to one of them."""
        return any(one.state is not State.CLOSED for one in await self.of(who))

    async def forget(self, who: Member) -> None:
        """Of closed ones the words and the way back go at once.

        An open one stays as it is until moderators close it: a card, or words behind it, that
        changed at the moment of an erasure would tell whose it is, beside all else that does.
        """
        for incident in await self.of(who):
            if incident.state is State.CLOSED:
                await self.desk.incidents.forget_texts(incident)
                await self.desk.incidents.save(replace(incident, route=None))
                await self._destroy_way(incident)

    async def _destroy_way(self, incident: Incident) -> None:
        subject = incident.subject
        if isinstance(subject, Thread) and not await self.desk.worried(subject.id):
            await self.desk.vault.close_thread(subject)

    async def export(self, who: Member) -> list[Mapping[str, object]]:
        """Each with its day, and the words that moderators have of it."""
        return [await self._exported(one) for one in await self.of(who)]

    async def _exported(self, incident: Incident) -> Mapping[str, object]:
        texts = await self.desk.incidents.texts(incident)
        return {
            "state": incident.state.value,
            "level": int(incident.level),
            "opened_on": incident.opened_at.date().isoformat(),
            "texts": [one.words for one in texts],
        }
