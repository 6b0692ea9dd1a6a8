"""What members ask for: a person, quiet, what they shared; and worry about somebody else."""

from dataclasses import dataclass, replace
from typing import Annotated

from bot.cog import Call, Heard, Use, Worries
from bot.escalation.course import News
from bot.model.events import Invoked
from bot.model.finding import Category, Concerns, Finding, Severity
from bot.model.incident import Came, Incident, State
from bot.model.people import Member
from bot.ui.form import Ask, NoQuestions
from bot.ui.reply import Button, Reply, Tone
from cogs.crisis.answer import answer, late_answer
from cogs.crisis.desk import QUIET, Desk
from cogs.crisis.duty import SetDuty, Switch
from cogs.crisis.hear import Hearing, subject_is
from cogs.crisis.promise import promised
from cogs.crisis.rota import Rotas

ASKED = Finding(Severity.ACTIVE, Category.DISTRESS, Concerns.SELF)


@dataclass(frozen=True, slots=True)
class HelpMe:
    """Ask for a person, now."""

    note: Annotated[
        str | None, Ask("help_me.note", longest_chars=1_000, paragraph=True, cut=True)
    ] = None


@dataclass(frozen=True, slots=True)
class Asking:
    """The member's side of an incident."""

    desk: Desk
    hearing: Hearing
    rotas: Rotas
    of_posts: Worries

    async def help_me_now(self, call: Call[HelpMe]) -> Reply:
        """Level 3 at least; the note goes to the moderators, and says so beforehand."""
        level = max(Severity.ACTIVE, call.finding.level)
        finding = replace(ASKED, rules=call.finding.rules, severity=level)
        heard = self._heard(call, finding, call.form.note or "")
        incident = await self.hearing.raised(heard, News(finding, level, call.event.at, Came.ASKED))
        await self.hearing.board.refresh(replace(incident, wants_person=True))
        return Reply(promised(self.desk, "help_me.called", level, call.say))

    async def worried(self, call: Call[NoQuestions]) -> Reply:
        """Somebody worries about a message; its author never learns who, and gets no answer."""
        target = call.event.target if isinstance(call.event, Invoked) else None
        if target is None:
            return Reply(call.say("engine.needs_message"))
        if (of_thread := await self.of_posts(call)) is not None:
            return of_thread
        found = self.desk.assess(target.text)
        level = max(Severity.ACTIVE, found.level)
        where = None if call.event.direct else target.message  # nothing leads into a private room
        heard = Heard(
            target.author, found, Use.ROOM, call.event.at, self.desk.reach.locale,
            text=target.text, room=where.room if where else None, message=where,
        )  # fmt: skip
        await self.hearing.raised(heard, News(found, level, call.event.at, Came.REPORTED))
        thanks = promised(self.desk, "worried.thanks", level, call.say)
        return Reply(thanks, tone=Tone.CARE)

    async def talk(self, call: Call[NoQuestions]) -> Reply:
        """Please talk to me: whoever has it hears so, and those on duty are called."""
        incident = await self._mine(call)
        if incident is None and (nameless := await self._nameless(call)) is not None:
            return nameless
        if incident is None:
            heard = self._heard(call, ASKED, "")
            news = News(ASKED, Severity.ACTIVE, call.event.at, Came.ASKED)
            await self.hearing.raised(heard, news)
            return Reply(promised(self.desk, "answer.talk", Severity.ACTIVE, call.say))
        wanting = replace(incident, wants_person=True)
        await self.hearing.board.refresh(wanting)
        await self.rotas.call_again(wanting)
        if isinstance(incident.subject, Member):
            key = "answer.talk"
        else:
            key = "answer.talk_draft" if incident.route else "answer.talk_ghost"
        return Reply(promised(self.desk, key, incident.level, call.say))

    async def _nameless(self, call: Call[NoQuestions]) -> Reply | None:
        """A late press below the answer to a vent: it speaks for the thread, never for a name."""
        if not call.about:
            return None
        known = await self.desk.incident(call.about)
        if known is not None and isinstance(known.subject, Member):
            return None
        if known is None or known.route is None:
            return Reply(call.say("answer.talk_over"))
        at, say = call.event.at, self.desk.reach.locale
        heard = Heard(known.subject, ASKED, Use.RELAYED, at, say, text="", route=known.route)
        await self.hearing.raised(heard, News(ASKED, Severity.ACTIVE, at, Came.ASKED))
        return Reply(promised(self.desk, "answer.talk_draft", Severity.ACTIVE, call.say))

    async def _last(self, call: Call[NoQuestions]) -> Incident | None:
        """The incident that a button is about, open or closed; without one this person's last."""
        if not call.about:
            return await self._mine(call) or await self._last_of(call.event.who)
        found = await self.desk.incident(call.about)
        return found if found and subject_is(found, call.event.who) else None

    async def safe(self, call: Call[NoQuestions]) -> Reply:
        """I am safe: shown on the card; it never acknowledges, lowers or closes."""
        incident = await self._mine(call)
        if incident is None:  # a button below the answer of an incident says which
            return Reply(call.say("answer.safe_over" if call.about else "answer.safe_alone"))
        await self.hearing.board.refresh(replace(incident, says_safe=True))
        return Reply(call.say("answer.safe"))

    async def shared(self, call: Call[NoQuestions]) -> Reply:
        """Say what was shared, and with whom: the truth of the last incident, open or closed."""
        incident = await self._last(call)
        if incident is None or set(incident.ways) == {Came.REPORTED}:
            return Reply(call.say("answer.shared.nothing"))
        if not isinstance(incident.subject, Member):
            return Reply(call.say("answer.shared.draft"))
        private = Came.PRIVATE in incident.ways
        said = [one for one in incident.ways if one is not Came.PRIVATE]
        key = "both" if private and said else "private" if private else "said"
        return Reply(call.say(f"answer.shared.{key}"))

    async def reopen_answer(self, call: Call[NoQuestions]) -> Reply:
        """The answer behind a neutral line, for the one whom it is for, also after the end."""
        incident = await self._last(call)
        if incident is None:
            return Reply(call.say("answer.not_yours"))
        over = incident.state is State.CLOSED
        to = call.event.who if isinstance(incident.subject, Member) else incident.subject
        return await (late_answer if over else answer)(
            self.desk, incident, incident.level, call.say, to
        )

    async def quiet(self, call: Call[SetDuty]) -> Reply:
        """No messages from the bot below level 4; alerts go on."""
        on = call.form.state is not Switch.OFF
        await self.desk.preferences.put(call.event.who, QUIET, "yes" if on else None)
        return Reply(call.say("quiet.on" if on else "quiet.off"))

    async def no_offers(self, call: Call[NoQuestions]) -> Reply:
        """The button below an offer."""
        await self.desk.preferences.put(call.event.who, QUIET, "yes")
        return Reply(
            call.say("quiet.on"), (Button("crisis.shared", call.say("answer.button.shared")),)
        )

    async def _mine(self, call: Call[NoQuestions]) -> Incident | None:
        """The open incident that a button is about, if it is this person's.

        A button below the answer to a vent says which; it is never taken for the presser's own.
        """
        if call.about:
            found = await self.desk.incidents.get(call.about)
        else:
            found = await self._open_of(call.event.who)
        if found is None or found.state is State.CLOSED:
            return None
        return found if subject_is(found, call.event.who) else None

    async def _open_of(self, who: Member) -> Incident | None:
        """One's open incident, also where it has the name of one's other account."""
        for one in self.desk.accounts_of(who):
            found = await self.desk.incidents.open_for(one)
            if found is not None and found.is_about(who):
                return found
        return None

    async def _last_of(self, who: Member) -> Incident | None:
        """The last one, open or closed, in which this account wrote."""
        all_ = [await self.desk.incidents.last_for(one) for one in self.desk.accounts_of(who)]
        own = [one for one in all_ if one is not None and one.is_about(who)]
        return max(own, key=lambda one: one.active_at, default=None)

    def _heard(self, call: Call[HelpMe] | Call[NoQuestions], finding: Finding, note: str) -> Heard:
        event = call.event
        return Heard(
            event.who, finding, Use.ASKED, event.at, event.locale, text=note,
            room=None if event.direct else event.room, whisper=event.whisper,
        )  # fmt: skip
