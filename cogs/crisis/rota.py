"""Who is called: those on duty, all moderators, the other platform, pagers, owners, everybody."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Protocol

from bot.cog import Heard, Use
from bot.escalation.course import News, closed
from bot.escalation.ladder import Rung
from bot.escalation.sleep import awake_at
from bot.model.finding import Finding, Severity
from bot.model.incident import Came, Incident, Outcome
from bot.model.people import ROTA, Direct, Member, Pagers, Platform, Role, Unchecked
from bot.ports.delivery import Priority
from bot.ports.delivery import Rung as Way
from bot.ports.store import StoreUnavailable
from bot.ui.reply import Button, Reply, Tone
from cogs.crisis.board import Board
from cogs.crisis.card import headline, is_drill
from cogs.crisis.desk import ANYWHERE, Desk

LOG = logging.getLogger(__name__)
MOST_LISTED = 10
NO_BODY = Finding.unknown(ROTA)


class Raises(Protocol):
    """Opens incidents."""

    async def raised(self, heard: Heard, news: News) -> Incident:
        """The subject's incident after this news."""
        ...


@dataclass(frozen=True, slots=True)
class Rotas:
    """Calls people, and raises an alert of its own when nobody is on duty."""

    desk: Desk
    board: Board

    async def raise_if_empty(self, raises: Raises, at: datetime) -> None:
        """Nobody on duty is an alert; while one is open it is not raised again.

        It is an attempt of its own: its failure must not cost anybody's cry its answer and card.
        """
        try:
            await self.desk.store.attempt(partial(self._raise_if_empty, raises, at))
        except StoreUnavailable:
            raise
        except Exception as broken:  # noqa: BLE001 - a cry comes first; every moderator is called
            LOG.critical("an empty rota cannot be told: %s", type(broken).__name__)

    async def _raise_if_empty(self, raises: Raises, at: datetime) -> None:
        if await self.desk.rota.on_duty() or not self.desk.reach.rooms:
            return
        subject = self.subject()
        if await self.desk.incidents.open_for(subject) is None:
            heard = Heard(subject, NO_BODY, Use.ROOM, at, self.desk.reach.locale, text="")
            await raises.raised(heard, News(NO_BODY, Severity.ACTIVE, at, Came.UNREADABLE))

    async def mend(self, who: Member, at: datetime) -> None:
        """Somebody is on duty: the alert about the rota has ended."""
        if not self.desk.reach.rooms:
            return
        incident = await self.desk.incidents.open_for(self.subject())
        if incident is not None:
            ended = closed(replace(incident, taken_by=who), Outcome.MENDED, "", at)
            await self.board.refresh(ended)

    def subject(self) -> Unchecked:
        """What an empty rota is an incident about."""
        return Unchecked(ANYWHERE, ROTA)

    async def call_again(self, incident: Incident) -> None:
        """The level rose, or it was handed over: whoever is first is called at once.

        In sleeping hours only the one who has it, who is awake.
        """
        now = self.desk.clock.now()
        if awake_at(self.desk.reach.ladder.sleep, now, incident.level) <= now:
            await self.page(Rung.DUTY, (incident,))
        elif incident.taken_by is not None:
            who = incident.taken_by
            await self._owe(f"duty:{who.platform}:{who.id}", (incident,), (Direct(who),))

    async def wrote_again(self, incident: Incident) -> None:
        """The one who has it hears of a further message; it is no sign of life of theirs."""
        if incident.taken_by is None:
            return
        text = self.desk.say("page.wrote_again", number=incident.number)
        button = Button("crisis.still", self.desk.say("still.button.yes"), incident.id)
        way = Way(Direct(incident.taken_by), Reply(text, (button,), tone=Tone.ALERT))
        await self._owe_reply("wrote", (incident,), (way,))

    async def announce(self, incident: Incident, what: Reply) -> None:
        """Say something to the moderators of every platform."""
        for platform in self.desk.reach.platforms:
            ways = tuple(Way(room, what) for room in self.desk.reach.rooms_on(platform))
            await self._owe_reply(f"said:{platform}", (incident,), ways)

    async def page(self, rung: Rung, incidents: Sequence[Incident]) -> None:
        """Call one rung for some incidents, in one message for each place."""
        match rung:
            case Rung.DUTY:
                await self._duty(incidents)
            case Rung.MODERATORS:
                await self._rooms(incidents, self._home(incidents), (Role.MODERATOR,))
            case Rung.OUTSIDE:
                await self._outside(incidents)
            case Rung.OWNERS:
                await self._owners(incidents)
            case Rung.ALL:
                await self._rooms(incidents, self.desk.reach.platforms, (Role.MODERATOR,))
                await self._pagers(incidents)
                await self._owners(incidents)

    async def _duty(self, incidents: Sequence[Incident]) -> None:
        """Those on duty; where no room is set nobody else would hear of it for a long time."""
        on_duty = await self.desk.rota.on_duty()
        calls: tuple[Member | Role, ...] = tuple(on_duty) or (Role.MODERATOR,)
        await self._rooms(incidents, self._home(incidents), calls)
        having = (one.taken_by for one in incidents if one.taken_by is not None)
        for member in dict.fromkeys((*on_duty, *having)):
            await self._owe(f"duty:{member.platform}:{member.id}", incidents, (Direct(member),))
        if not self.desk.reach.rooms:
            await self._pagers(incidents)
            await self._owners(incidents)

    async def _outside(self, incidents: Sequence[Incident]) -> None:
        """The other platform's moderators get the cards too, and the pagers ring."""
        for incident in incidents:
            if not incident.digest:
                await self.board.show_on(incident, self.desk.reach.platforms, call=False)
        await self._rooms(incidents, self.desk.reach.platforms, (Role.MODERATOR,))
        await self._pagers(incidents)

    async def _owners(self, incidents: Sequence[Incident]) -> None:
        for owner in self.desk.reach.owners:
            await self._owe(f"owner:{owner.platform}:{owner.id}", incidents, (Direct(owner),))

    async def _pagers(self, incidents: Sequence[Incident]) -> None:
        """Pagers outside never learn who, where or what: only that somebody is needed."""
        if not self.desk.reach.pagers:
            return
        level = max(one.level for one in incidents)
        key = "drill.outside" if is_drill(incidents[0]) else "page.outside"
        text = self.desk.say(key, level=int(level), number=len(incidents))
        await self._owe_reply("pagers", incidents, (Way(Pagers(), Reply(text)),), hurries=False)

    async def _rooms(
        self,
        incidents: Sequence[Incident],
        platforms: tuple[Platform, ...],
        calls: tuple[Member | Role, ...],
    ) -> None:
        for platform in platforms:
            rooms = self.desk.reach.rooms_on(platform)
            if not rooms:
                continue
            here = tuple(one for one in calls if isinstance(one, Role) or one.platform is platform)
            reply = replace(self._words(incidents), private=False, calls=here or (Role.MODERATOR,))
            ways = tuple(Way(room, reply) for room in rooms)
            await self._owe_reply(f"room:{platform}", incidents, ways)

    async def _owe(self, step: str, incidents: Sequence[Incident], to: tuple[Direct, ...]) -> None:
        ways = tuple(Way(one, self._words(incidents)) for one in to)
        await self._owe_reply(step, incidents, ways)

    async def _owe_reply(
        self, step: str, incidents: Sequence[Incident], ways: tuple[Way, ...], *,
        hurries: bool = True,
    ) -> None:  # fmt: skip
        """A page that could not be sent yet is replaced by the newer one, never joined by it."""
        first = incidents[0]
        slot = f"page:{step}:{first.id}"
        await self.desk.outbox.cancel(slot)
        await self.desk.outbox.owe(
            slot, ways, due=self.desk.clock.now(), priority=Priority.ALERT, slot=slot,
            incident=first.id if hurries else None,
        )  # fmt: skip

    def _words(self, incidents: Sequence[Incident]) -> Reply:
        say = self.desk.say
        drill = is_drill(incidents[0])
        lines = [say("drill.waits") if drill else say.many("page.waits", len(incidents))]
        lines += [headline(one, say) for one in incidents[:MOST_LISTED]]
        return Reply("\n".join(lines), self._buttons(incidents), tone=Tone.ALERT)

    def _buttons(self, incidents: Sequence[Incident]) -> tuple[Button, ...]:
        say = self.desk.say
        if len(incidents) == 1:
            rota = incidents[0].subject == self.subject()
            name = "on_duty" if rota else "take"
            answer = Button(f"crisis.{name}", say(f"card.button.{name}"), incidents[0].id)
            return (answer,) if self.desk.reach.rooms else (answer, self._opens(incidents[0]))
        return tuple(map(self._opens, incidents[:MOST_LISTED]))

    def _opens(self, incident: Incident) -> Button:
        return Button(
            "crisis.open", self.desk.say("digest.open", number=incident.number), incident.id
        )

    def _home(self, incidents: Sequence[Incident]) -> tuple[Platform, ...]:
        shown = tuple(dict.fromkeys(one for incident in incidents for one in incident.shown))
        return shown or self.desk.reach.platforms
