"""Who is called: those on duty, all moderators, the other platform, pagers, owners, everybody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Protocol

from bot.cog import Heard, Use
from bot.escalation.course import News, closed, handed_over
from bot.escalation.ladder import Rung
from bot.escalation.sleep import awake_at
from bot.model.finding import Finding, Severity
from bot.model.incident import Came, Incident, Outcome
from bot.model.people import ROTA, Direct, Member, Pagers, Platform, Role, Room, Unchecked
from bot.ports.delivery import Priority
from bot.ports.delivery import Rung as Way
from bot.ui.reply import Button, Reply, Tone
from cogs.crisis.apart import apart
from cogs.crisis.board import Board, on
from cogs.crisis.card import headline, is_drill
from cogs.crisis.desk import ANYWHERE, Desk

MOST_LISTED = 10
NO_BODY = Finding.unknown(ROTA)


class Raises(Protocol):
    """Opens incidents."""

    async def raised(self, heard: Heard, news: News) -> Incident:
        """The subject's incident after this news."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """One message of a page: its name among the others, where it goes, whom it calls there.

    Of several rooms each stands behind the one before it.
    """

    step: str
    to: tuple[Room, ...] | Direct | Pagers
    calls: tuple[Member | Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Rotas:
    """Calls people, and raises an alert of its own when nobody is on duty."""

    desk: Desk
    board: Board

    async def raise_if_empty(self, raises: Raises, at: datetime) -> None:
        """Nobody on duty is an alert; while one is open it is not raised again.

        It is an attempt of its own: its failure must not cost anybody's cry its answer and card.
        """
        await apart(self.desk.store, "rota", partial(self._raise_if_empty, raises, at))

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
        """The level rose, or somebody asked for a person: whoever is first is called at once.

        In sleeping hours only the one who has it, who is awake.
        """
        now = self.desk.clock.now()
        places: list[Place] = []
        if awake_at(self.desk.reach.ladder.sleep, now, incident.level) <= now:
            places = await self._duty((incident,))
        elif incident.taken_by is not None:
            places = [_by_dm(incident.taken_by)]
        for place in places:
            await self._call(place, (incident,))

    async def wrote_again(self, incident: Incident) -> None:
        """The one who has it hears of a further message; it is no sign of life of theirs."""
        if incident.taken_by is None:
            return
        text = self.desk.say("page.wrote_again", number=incident.number)
        button = Button("crisis.still", self.desk.say("still.button.yes"), incident.id)
        what = Reply(text, (button,), tone=Tone.ALERT)
        await self._owe_reply("wrote", (incident,), self._ways_to(incident.taken_by, what))

    async def give_up(self, incident: Incident, by: Member, at: datetime) -> bool:
        """Nobody has it any more: others are called at once, and not who gave it up.

        In sleeping hours only those on duty and whoever had it. Whether anybody is called.
        """
        free = handed_over(incident, at, self.desk.reach.ladder)
        await self.board.refresh(free)
        await self.desk.incidents.log(free, f"{self.desk.clock.now():%Y-%m-%d %H:%M} handed over")
        on_duty = [one for one in await self.desk.rota.on_duty() if one != by]
        having = [one for one in (incident.taken_by,) if one is not None and one != by]
        people = dict.fromkeys((*on_duty, *having))
        if awake_at(self.desk.reach.ladder.sleep, at, free.level) > at:
            for one in people:
                ways = self._ways_to(one, self._words((free,)))
                await self._owe_reply(_by_dm(one).step, (free,), ways)
            return bool(people)
        return await self._call_others(self._people(on_duty, (free,), people), free, by)

    async def _call_others(self, places: Sequence[Place], incident: Incident, by: Member) -> bool:
        """Call these but not who asks for it, who knows; whether anybody is left to call."""
        others = [one for one in places if one.to != Direct(by)]
        for place in others:
            await self._call(place, (incident,))
        return bool(others)

    def _ways_to(self, who: Member, what: Reply) -> tuple[Way, ...]:
        """By DM; where that is closed they are called in their platform's moderators' room."""
        shown = replace(what, private=False, calls=(who,))
        rooms = self.desk.reach.rooms_on(who.platform)
        return (Way(Direct(who), what), *(Way(room, shown) for room in rooms))

    async def announce(self, incident: Incident, what: Reply, by: Member) -> bool:
        """Say something to the moderators of every platform, whatever the hour.

        Without a room whoever else is behind is called. Whether anybody is.
        """
        if not self.desk.reach.rooms:
            return await self._call_others(await self._duty((incident,)), incident, by)
        for platform in self.desk.reach.platforms:
            ways = tuple(Way(room, what) for room in self.desk.reach.rooms_on(platform))
            await self._owe_reply(f"said:{platform}", (incident,), ways)
        return True

    async def page(self, rung: Rung, incidents: Sequence[Incident]) -> None:
        """Call one rung for some incidents, in one message for each place.

        Each place and each new card is an attempt of its own. What failed comes with the next rung.
        """
        if rung in {Rung.OUTSIDE, Rung.ALL}:
            await self._show_everywhere(incidents)
        for place in await self._places(rung, incidents):
            await self._call_apart(place, incidents)

    async def _places(self, rung: Rung, incidents: Sequence[Incident]) -> list[Place]:
        """Where one rung is called."""
        everywhere = self._rooms(self.desk.reach.platforms, (Role.MODERATOR,))
        match rung:
            case Rung.DUTY:
                return await self._duty(incidents)
            case Rung.MODERATORS:
                return self._rooms(self._home(incidents), (Role.MODERATOR,))
            case Rung.OUTSIDE:
                return [*everywhere, *self._pagers()]
            case Rung.OWNERS:
                return self._owners()
            case Rung.ALL:
                return [*everywhere, *self._pagers(), *self._owners()]

    async def _duty(self, incidents: Sequence[Incident]) -> list[Place]:
        on_duty = await self.desk.rota.on_duty()
        having = (one.taken_by for one in incidents if one.taken_by is not None)
        return self._people(on_duty, incidents, dict.fromkeys((*on_duty, *having)))

    def _people(
        self, calls: Sequence[Member], incidents: Sequence[Incident], direct: Iterable[Member]
    ) -> list[Place]:
        """These are called in the rooms, every moderator where there are none; those by DM.

        Where no room is set nobody else would hear of it for a long time: pagers and owners do.
        """
        in_rooms: tuple[Member | Role, ...] = tuple(calls) or (Role.MODERATOR,)
        rooms = self._rooms(self._home(incidents), in_rooms)
        behind = () if self.desk.reach.rooms else (*self._pagers(), *self._owners())
        people = {one.to: one for one in map(_by_dm, direct)}
        return [*rooms, *people.values(), *(one for one in behind if one.to not in people)]

    def _owners(self) -> list[Place]:
        owners = self.desk.reach.owners
        return [Place(f"owner:{one.platform}:{one.id}", Direct(one)) for one in owners]

    def _pagers(self) -> list[Place]:
        return [Place("pagers", Pagers())] if self.desk.reach.pagers else []

    def _rooms(
        self, platforms: tuple[Platform, ...], calls: tuple[Member | Role, ...]
    ) -> list[Place]:
        found = [(one, rooms) for one in platforms if (rooms := self.desk.reach.rooms_on(one))]
        return [Place(f"room:{one}", rooms, on(calls, one)) for one, rooms in found]

    async def _show_everywhere(self, incidents: Sequence[Incident]) -> None:
        """The other platform's moderators get the cards too; one not made now is tried again."""
        platforms = self.desk.reach.platforms
        for one in incidents:
            if not one.only_listed and not set(platforms) <= set(one.shown):
                show = partial(self.board.show_on, one, platforms, call=False)
                await apart(self.desk.store, "card", show)

    async def _call_apart(self, place: Place, incidents: Sequence[Incident]) -> None:
        """One message for all of them; where it cannot be made, one for each."""

        async def called() -> bool:
            await self._call(place, incidents)
            return True

        if not await apart(self.desk.store, "page", called) and len(incidents) > 1:
            for one in incidents:
                await self._call_apart(place, (one,))

    async def _call(self, place: Place, incidents: Sequence[Incident]) -> None:
        outside = isinstance(place.to, Pagers)
        what = self._outside(incidents) if outside else self._words(incidents)
        if isinstance(place.to, tuple):
            shown = replace(what, private=False, calls=place.calls)
            ways = tuple(Way(room, shown) for room in place.to)
        else:
            ways = (Way(place.to, what),)
        await self._owe_reply(place.step, incidents, ways, hurries=not outside)

    def _outside(self, incidents: Sequence[Incident]) -> Reply:
        """Pagers outside never learn who, where or what: only that somebody is needed."""
        level = max(one.level for one in incidents)
        key = "drill.outside" if is_drill(incidents[0]) else "page.outside"
        return Reply(self.desk.say(key, level=int(level), number=len(incidents)))

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
        """Where their cards stand and somebody can still be called; else wherever they can."""
        shown = dict.fromkeys(one for incident in incidents for one in incident.shown)
        called = tuple(one for one in shown if self.desk.reach.rooms_on(one))
        return called or self.desk.reach.platforms


def _by_dm(who: Member) -> Place:
    return Place(f"duty:{who.platform}:{who.id}", Direct(who))
