"""What the crisis feature keeps about a member: shown, erased, and what ends when they leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.model.incident import Incident, State
from bot.model.people import Member
from cogs.crisis.board import Board
from cogs.crisis.desk import QUIET, Desk
from cogs.crisis.duty import Duty
from cogs.crisis.rota import Rotas


@dataclass(frozen=True, slots=True)
class Kept:
    """Incidents whose subject is a member, duty, and the choice to be left in peace."""

    desk: Desk
    board: Board
    duty: Duty
    rotas: Rotas

    async def forget(self, who: Member) -> None:
        """Closed incidents go whole. An open one goes on without a word of the member's."""
        for incident in await self.desk.incidents.all_for(who):
            if incident.state is State.CLOSED:
                await self.desk.incidents.forget(incident)
                continue
            await self.desk.incidents.forget_texts(incident)
            await self.desk.incidents.log(incident, f"{self.desk.clock.now():%Y-%m-%d} erased")
            await self.board.refresh(incident)
        for incident in await self.desk.with_account(who):
            await self._without(incident, who)
        await self._off_duty(who)
        await self.desk.preferences.put(who, QUIET, None)

    async def _without(self, incident: Incident, who: Member) -> None:
        """One of the other account's name, in which this one wrote: its words and its name go."""
        await self.desk.incidents.forget_texts(incident, who)
        also = tuple(one for one in incident.also if one != who)
        near = None if incident.near == who else incident.near
        left = replace(incident, also=also, near=near)
        if incident.state is State.CLOSED:
            await self.desk.incidents.save(left)
        else:
            await self.board.refresh(left)

    async def _of(self, who: Member) -> list[Incident]:
        return [*await self.desk.incidents.all_for(who), *await self.desk.with_account(who)]

    async def stays(self, who: Member) -> Sequence[str]:
        """What an erasure says: that a case goes on, that cards stay where they were shown."""
        found = await self._of(who)
        is_open = any(one.state is not State.CLOSED for one in found)
        return [*(["case.crisis"] if is_open else []), *(["cards"] if found else [])]

    async def left(self, who: Member) -> None:
        """Duty ends, and what they had others are called to; an incident about them goes on."""
        await self._off_duty(who)
        for incident in await self.desk.incidents.open_ones():
            if incident.state is State.TAKEN and incident.taken_by == who:
                await self.rotas.give_up(incident, who, self.desk.clock.now())

    async def _off_duty(self, who: Member) -> None:
        if who in await self.desk.rota.on_duty():
            await self.duty.leave(who)

    async def export(self, who: Member) -> Mapping[str, object]:
        """Every incident about a member, with what they wrote, and their choices.

        Words of this account alone: whoever was talked into a link shows nobody what they told
        the moderators.
        The log is the moderators' own, and may tell that somebody worried: it is left out.
        """
        incidents = await self._of(who)
        return {
            "incidents": [await self._exported(one, who) for one in incidents],
            "on_duty": who in await self.desk.rota.on_duty(),
            "quiet": await self.desk.preferences.get(who, QUIET) == "yes",
        }

    async def _exported(self, incident: Incident, who: Member) -> Mapping[str, object]:
        kept = await self.desk.incidents.texts(incident)
        texts = [one for one in kept if incident.wrote(one, who)]
        return {
            "number": incident.number,
            "state": incident.state.value,
            "level": int(incident.level),
            "opened_at": incident.opened_at.isoformat(),
            "closed_at": None if incident.closed_at is None else incident.closed_at.isoformat(),
            "texts": [{"at": one.at.isoformat(), "text": one.words} for one in texts],
        }
