"""The ladder's job: whatever is due is called, until a person acts."""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from bot.escalation.course import unreached
from bot.escalation.ladder import Page, Rung, Step, StillWithThem, climb
from bot.model.finding import Severity
from bot.model.incident import Incident, State, Told
from bot.model.people import Direct, Unchecked
from bot.ports.delivery import Priority
from bot.ports.delivery import Rung as Way
from bot.ui.reply import Button, Reply, Tone
from cogs.crisis.answer import wants_quiet, ways_back
from cogs.crisis.apart import apart
from cogs.crisis.board import DIGEST, Board
from cogs.crisis.card import headline, is_drill
from cogs.crisis.desk import Desk
from cogs.crisis.drill import Drills
from cogs.crisis.rota import Rotas

T = TypeVar("T")
AGAIN = timedelta(minutes=1)
"""How soon a drill that could not be ended is looked at again. Ours."""
ANSWER = "answer"
"""How an answer's delivery names its incident, apart from the alerts'."""
UNANSWERED = {Told.CALLED, Told.UNREACHABLE, Told.NOT_ARMED, Told.ASLEEP}


@dataclass(frozen=True, slots=True)
class Climb:
    """Calls the next rung of every incident that is due, in one transaction."""

    desk: Desk
    board: Board
    rotas: Rotas
    drills: Drills

    async def due(self) -> datetime | None:
        """When the next incident falls due."""
        return await self.desk.incidents.next_due()

    async def run(self, now: datetime) -> None:
        """All that is due by now. Whole or not at all; a second run finds nothing due."""
        await self.desk.store.unit(f"ladder:{now.isoformat()}", lambda: self._climb(now))

    async def stuck(self, about: str, lost: bool) -> None:  # noqa: FBT001 - the worker's call
        """An answer found no way to its subject, or an alert does not arrive."""
        kind, _, name = about.rpartition(":")
        names: tuple[str, ...] = (name,)
        if kind == DIGEST:
            names = await self.board.undelivered(name, lost=lost)
        for one in names:
            await self._stuck(kind, one, lost=lost)

    async def _stuck(self, kind: str, name: str, *, lost: bool) -> None:
        incident = await self.desk.incidents.get(name)
        if incident is None or incident.state is State.CLOSED:
            return
        if kind == ANSWER:
            if lost:
                await self.board.refresh(unreached(incident))
        elif may_hurry(incident):
            now = self.desk.clock.now()
            await self.desk.incidents.save(replace(incident, due_at=now, hurried=incident.rung))

    async def _climb(self, now: datetime) -> None:
        """Whatever fails of one incident, or of one page, all others are called."""
        pages: defaultdict[tuple[Rung, bool], list[Incident]] = defaultdict(list)
        for incident in await self.desk.incidents.due(now):
            after, step = climb(incident, now, self.desk.reach.ladder)
            if is_drill(incident) and step == Page(Rung.ALL):
                await self._judged(incident, now)
                continue
            kept = await self._kept(incident, after, step, now)
            if kept is not None and isinstance(step, Page):  # asleep: due when the night ends
                pages[step.rung, is_drill(kept)].append(kept)
        for rung, drill in sorted(pages):
            await self._apart("page", partial(self.rotas.page, rung, pages[rung, drill]))

    async def _kept(
        self, incident: Incident, after: Incident, step: Step, now: datetime
    ) -> Incident | None:
        """The incident, shown; one whose card cannot be made is called all the same.

        None where it cannot even be kept: it stays due, and the auditor tells the owners.
        """
        changed = after.state is not incident.state
        show = partial(self._shown, after, step, now, changed=changed)
        shown = await self._apart("card", show) or await self._apart(
            "incident", partial(self._saved, after)
        )
        if shown is not None and isinstance(step, StillWithThem):
            await self._apart("still", partial(self._ask, shown, now))
        return shown

    async def _judged(self, drill: Incident, now: datetime) -> None:
        """A drill that nobody answered; where that cannot be said now, it is tried again soon."""

        async def judged() -> bool:
            await self.drills.unanswered(drill, now)
            return True

        if not await self._apart("drill", judged):
            await self._apart("drill", partial(self._saved, replace(drill, due_at=now + AGAIN)))

    async def _apart(self, what: str, work: Callable[[], Awaitable[T]]) -> T | None:
        return await apart(self.desk.store, what, work)

    async def _saved(self, incident: Incident) -> Incident:
        await self.desk.incidents.save(incident)
        return incident

    async def _shown(
        self, after: Incident, step: Step, now: datetime, *, changed: bool
    ) -> Incident:  # fmt: skip
        after = await self._tell_truth(after, step, now)
        if changed:
            await self.board.refresh(after)
            return after
        return await self._saved(after)

    def _in_vain(self, incident: Incident, step: Step, now: datetime) -> bool:
        """Every rung was called; or at level 2 those on duty twice, since it climbs no higher."""
        if not isinstance(step, Page):
            return False
        low = incident.level <= Severity.PASSIVE
        waited = now - incident.active_at >= 2 * self.desk.reach.ladder.again
        return step.rung >= Rung.OWNERS or (low and waited)

    async def _ask(self, incident: Incident, now: datetime) -> None:
        """Ask the moderator who has it, whether they are still with the person."""
        who = incident.taken_by
        if who is None:
            return
        say = self.desk.say
        buttons = (
            Button("crisis.still", say("still.button.yes"), incident.id),
            Button("crisis.hand_over", say("card.button.hand_over"), incident.id),
            Button("crisis.resolve", say("card.button.resolve"), incident.id),
        )
        text = say("still.ask", headline=headline(incident, say))
        way = Way(Direct(who), Reply(text, buttons, tone=Tone.ALERT))
        await self.desk.outbox.owe(
            f"still:{incident.id}", (way,), due=now, priority=Priority.ALERT, incident=incident.id
        )

    async def _tell_truth(self, incident: Incident, step: Step, now: datetime) -> Incident:
        """Once every rung was called in vain, the subject is told so, and what there is."""
        if not self._in_vain(incident, step, now) or incident.told not in UNANSWERED:
            return incident
        subject = incident.subject
        if isinstance(subject, Unchecked) or await wants_quiet(
            self.desk, incident.near or subject, incident.level
        ):
            return incident
        say = self.desk.texts.into(incident.locale)
        button = Button("resources.lines", say("answer.button.helplines"), incident.id)
        what = Reply(say("answer.nobody_free"), (button,), tone=Tone.CARE)
        ways = ways_back(self.desk, incident, what)
        if not ways:  # a ghost without an address: nobody can be told
            return incident
        await self.desk.outbox.owe(
            f"nobody-free:{incident.id}", ways, due=now, priority=Priority.ANSWER,
            incident=f"answer:{incident.id}",
        )  # fmt: skip
        return replace(incident, told=Told.NOBODY_FREE)


def may_hurry(incident: Incident) -> bool:
    """Whether the next rung is called at once: once for each rung, and never past the owners."""
    waiting = incident.state is State.OPEN and incident.rung <= Rung.OWNERS
    return waiting and incident.hurried < incident.rung
