"""Hearing: what a finding makes of an incident, and what is owed for it in the same transaction."""

from dataclasses import dataclass, replace

from bot.cog import Heard, Use
from bot.escalation.course import (
    News,
    answered,
    folded,
    opened,
    owes_answer,
    reopened,
    takes_up,
)
from bot.escalation.sleep import awake_at
from bot.model.finding import Severity
from bot.model.incident import Came, Incident, State, Text
from bot.model.people import Member, SealedRoute, Thread, Unchecked
from bot.ports.delivery import Priority
from bot.ui.reply import Reply
from cogs.crisis.answer import (
    Ways,
    answer,
    answer_in,
    neutral_line,
    private_answer,
    wants_quiet,
    ways_to,
)
from cogs.crisis.board import Board
from cogs.crisis.desk import Desk
from cogs.crisis.offer import Offers
from cogs.crisis.promise import told_now
from cogs.crisis.rota import Rotas

CAME = {
    Use.ROOM: Came.SAID,
    Use.DRAFT: Came.DRAFT,
    Use.GHOST: Came.DRAFT,
    Use.RELAYED: Came.DRAFT,
    Use.PRIVATE: Came.PRIVATE,
}


ASKS = {Came.ASKED, Came.REPORTED}
"""Somebody asked for a person, or worries: people are called, whatever is open already."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """Opens, folds and reopens incidents, and owes the answer and the card together."""

    desk: Desk
    board: Board
    rotas: Rotas
    offers: Offers

    async def __call__(self, heard: Heard) -> Reply | None:
        """Act on a text that was assessed."""
        level = heard.finding.level
        if heard.use is Use.ASKED and heard.finding.severity is not None:
            return None
        if level < Severity.PASSIVE:
            await self.offers.make(heard)
            return None
        if _kept_private(heard):
            await self._private(heard)
            return None
        came = Came.UNREADABLE if isinstance(heard.subject, Unchecked) else CAME[heard.use]
        if came is Came.PRIVATE:  # who and how urgent is told, never what: no reasons, no room
            heard = replace(heard, room=None, finding=replace(heard.finding, rules=()))
        incident = await self.raised(heard, News(heard.finding, level, heard.at, came))
        return await self._returned(heard, incident)

    async def _returned(self, heard: Heard, incident: Incident) -> Reply | None:
        """A ghost has no address to owe an answer to: it is given within the event, or never.

        Where somebody waits for a reply of their own it is given there as well: their DMs may be
        closed, and then what is owed reaches nobody.
        """
        nobody = heard.here or _route(heard, incident) is None
        if not isinstance(heard.subject, Thread) or not nobody or incident.answered_at != heard.at:
            return None
        return await answer(
            self.desk, incident, heard.finding.level, self.desk.texts.into(heard.locale),
            incident.subject,
        )  # fmt: skip

    async def raised(self, heard: Heard, news: News) -> Incident:
        """The subject's incident after this news, with everything owed for it."""
        known = await self._known(heard, news)
        first = _other_wrote_last(heard, known)
        incident, call = await self._course(heard, news, known)
        incident = _as_written(incident, heard, news)
        line = known is None or (known.level, known.state) != (incident.level, incident.state)
        await self.desk.incidents.save(incident)
        await self.desk.incidents.add_text(incident, _text(heard, news))
        await self.desk.incidents.log(
            incident, f"{news.at:%Y-%m-%d %H:%M} {news.came} {int(news.level)}"
        )
        if news.came is not Came.REPORTED:
            incident = await self._answer(heard, incident, news.level, first=first)
        awake = awake_at(self.desk.reach.ladder.sleep, news.at, incident.level) <= news.at
        call = awake and (call or news.came in ASKS)
        return await self._show(incident, call=call, line=line)

    async def _known(self, heard: Heard, news: News) -> Incident | None:
        """The last incident of its subject; one of their other account where that is taken up.

        Not for what others report, nor to a case of reports alone: a card that named both would
        tell what was said to nobody.
        """
        own, subject = await self.desk.incidents.last_for(heard.subject), heard.subject
        if not isinstance(subject, Member) or news.came is Came.REPORTED:
            return own
        if own is not None and own.state is not State.CLOSED:
            return own
        for one in self.desk.accounts_of(subject)[1:]:
            other = await self.desk.incidents.last_for(one)
            if other is None or set(other.ways) == {Came.REPORTED}:
                continue
            again = takes_up(other, news.at) and not (own and takes_up(own, news.at))
            if other.state is not State.CLOSED or again:
                return other
        return own

    async def _course(
        self, heard: Heard, news: News, known: Incident | None
    ) -> tuple[Incident, bool]:
        """The incident after the news, and whether people are called for it now."""
        ladder = self.desk.reach.ladder
        if known is not None and known.state is not State.CLOSED:
            return folded(known, news, ladder)
        if known is not None and takes_up(known, news.at):
            again = reopened(known, news, ladder)
            return replace(again, room=heard.room, locale=heard.locale, route=heard.route), True
        id_, number = await self.desk.incidents.name(heard.subject)
        new = opened(id_, number, heard.subject, news, ladder)
        return replace(new, room=heard.room, locale=heard.locale, route=heard.route), True

    async def _show(self, incident: Incident, *, call: bool, line: bool) -> Incident:
        posts = bool(self.desk.reach.rooms)  # without a room people are called, and no card stands
        fresh = posts and not incident.shown and not incident.digest
        if posts and incident.only_listed and incident.level >= Severity.IMMINENT:
            platforms = await self.board.platforms_for(incident)
            return await self.board.show_on(incident, platforms, call=True)
        if fresh and not isinstance(incident.subject, Unchecked):
            await self.rotas.raise_if_empty(self, incident.active_at)
        if fresh:
            return await self.board.post(incident, call=call)
        return await self._again(incident, call=call, line=line)

    async def _again(self, incident: Incident, *, call: bool, line: bool) -> Incident:
        """There was news of what is shown already.

        At level 4 a line of a digest is not enough for those who are called: where somebody opened
        it on another platform, it gets its card here, too. Source: product.md, 3.
        """
        await self.board.refresh(incident, line=line)
        if call and incident.level >= Severity.IMMINENT and self.desk.reach.rooms:
            platforms = await self.board.platforms_for(incident)
            incident = await self.board.show_on(incident, platforms, call=False)
        if call:
            await self.rotas.call_again(incident)
        elif incident.taken_by is not None:
            await self.rotas.wrote_again(incident)
        return incident

    async def _answer(
        self, heard: Heard, incident: Incident, level: Severity, *, first: bool
    ) -> Incident:
        """Owe the subject an answer, if one is due; it goes with the card, never before it.

        It goes to the account that wrote; the `first` words after the other one's are answered.
        """
        subject = heard.subject if isinstance(heard.subject, Member) else incident.subject
        if isinstance(subject, Unchecked):
            return incident
        if not (first or owes_answer(incident, level, heard.at)):
            return incident
        if await wants_quiet(self.desk, subject, level):
            return incident
        say = self.desk.texts.into(heard.locale)
        what = await answer(self.desk, incident, level, say, subject)
        room = heard.room if heard.use in {Use.ROOM, Use.ASKED} else None
        neutral = neutral_line(incident, say) if _public(heard) else None
        shared = answer_in(self.desk, incident, level, say, self.desk.reach.country)
        ways = Ways(heard.whisper, room, _route(heard, incident), neutral, shared)
        if rungs := ways_to(subject, what, ways):
            await self.desk.outbox.owe(
                f"answer:{incident.id}:{int(level)}", rungs, due=heard.at,
                priority=Priority.ANSWER, incident=f"answer:{incident.id}",
            )  # fmt: skip
        return answered(incident, level, heard.at, told_now(self.desk, level))

    async def _private(self, heard: Heard) -> None:
        """What was written for nobody's eyes, below level 4: an answer, and nobody is told."""
        if not isinstance(heard.subject, Member):
            return
        say = self.desk.texts.into(heard.locale)
        what = await private_answer(self.desk, heard.subject, heard.finding.level, say)
        rungs = ways_to(heard.subject, what, Ways(heard.whisper))
        await self.desk.outbox.owe("answer:private", rungs, due=heard.at, priority=Priority.ANSWER)


def _other_wrote_last(heard: Heard, known: Incident | None) -> bool:
    """Whether the account that writes is not the one that was answered last.

    What the other one was told spares this one nothing: there may be two persons after all.
    """
    subject = heard.subject
    return known is not None and isinstance(subject, Member) and known.accounts[0] != subject


def _as_written(incident: Incident, heard: Heard, news: News) -> Incident:
    """With the account that wrote, where the incident has the name of another one of theirs."""
    subject = heard.subject
    if not isinstance(subject, Member) or news.came is Came.REPORTED:
        return incident
    if subject == incident.subject:
        return replace(incident, near=None)
    also = tuple(dict.fromkeys((*incident.also, subject)))
    return replace(incident, also=also, near=subject)


def _kept_private(heard: Heard) -> bool:
    """Whether it was written for nobody's eyes, and is below level 4."""
    found = heard.finding.severity
    return heard.use is Use.PRIVATE and found is not None and found < Severity.IMMINENT


def subject_is(incident: Incident, who: Member) -> bool:
    """Whether this member is the subject; a thread's author proves it by the button's name."""
    return incident.is_about(who) or not isinstance(incident.subject, Member)


def _route(heard: Heard, incident: Incident) -> SealedRoute | None:
    return heard.route or incident.route


def _public(heard: Heard) -> bool:
    return heard.message is not None


def _text(heard: Heard, news: News) -> Text:
    """What is kept: never the words of what was written in private."""
    kept = "" if news.came is Came.PRIVATE else heard.text
    by = heard.subject if isinstance(heard.subject, Member) else None
    return Text(news.at, news.level, news.came, news.finding.rules, kept, heard.message, by)
