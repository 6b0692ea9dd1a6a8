"""What moderators do with an incident; every change ends in the card."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from bot.cog import Call
from bot.escalation.course import closed, taken
from bot.model.incident import Incident, Outcome, State, Told
from bot.model.people import Member, Role, Unchecked
from bot.ports.delivery import Priority
from bot.ui.form import Ask, NoQuestions
from bot.ui.reply import Button, Reply, Tone, quoted
from cogs.crisis.answer import wants_quiet, ways_back
from cogs.crisis.board import Board
from cogs.crisis.card import card, is_drill
from cogs.crisis.desk import Desk
from cogs.crisis.drill import Drills
from cogs.crisis.duty import Duty
from cogs.crisis.promise import awake_now, promised
from cogs.crisis.rota import Rotas


class Ending(StrEnum):
    """How an incident ended, as a moderator says it."""

    TALKED = "talked"
    EMERGENCY = "emergency"
    PROFESSIONAL = "professional"
    LEFT = "left"
    UNREACHED = "unreached"


@dataclass(frozen=True, slots=True)
class Resolve:
    """How it ended."""

    outcome: Annotated[Ending, Ask("crisis.resolve.outcome")]
    note: Annotated[str | None, Ask("crisis.resolve.note", longest_chars=500, paragraph=True)] = (
        None
    )


@dataclass(frozen=True, slots=True)
class FalseAlarm:
    """What it was, in the moderator's own words."""

    words: Annotated[
        str | None, Ask("crisis.false_alarm.words", longest_chars=300, paragraph=True)
    ] = None


@dataclass(frozen=True, slots=True)
class Moderate:
    """The five buttons, and what follows them."""

    desk: Desk
    board: Board
    rotas: Rotas
    duty: Duty
    drills: Drills

    async def take(self, call: Call[NoQuestions]) -> Reply:
        """I've got this."""
        found = await self.desk.incidents.get(call.about)
        if found is not None and found.state is not State.CLOSED and is_drill(found):
            return await self.drills.answered(call, found)
        incident = await self._another_s(call)
        if isinstance(incident, Reply):
            return incident
        if _held(incident, call.event.who):
            return Reply(call.say("crisis.taken_already", number=incident.number))
        after = taken(incident, call.event.who, call.event.at, self.desk.reach.ladder)
        after = await self._tell_taken(after)
        await self._changed(after, "taken")
        return Reply(call.say(_you_have(after), number=incident.number))

    async def still(self, call: Call[NoQuestions]) -> Reply:
        """Still with them."""
        incident = await self._another_s(call)
        if isinstance(incident, Reply):
            return incident
        await self._changed(
            taken(incident, call.event.who, call.event.at, self.desk.reach.ladder), "still"
        )
        return Reply(call.say("crisis.still"))

    async def backup(self, call: Call[NoQuestions]) -> Reply:
        """Need backup: every moderator is called, at night too; who has it keeps it."""
        incident = await self._open(call)
        if incident is None:
            return self._gone(call)
        await self.desk.incidents.log(incident, "backup")
        if not await self._call_everybody(incident, call.event.who):
            return Reply(call.say("crisis.backup.nobody"))
        return Reply(call.say("crisis.backup" if self.desk.reach.rooms else "crisis.backup.behind"))

    async def hand_over(self, call: Call[NoQuestions]) -> Reply:
        """Hand over: nobody has it until another one takes it."""
        incident = await self._another_s(call)
        if isinstance(incident, Reply):
            return incident
        if await self.rotas.give_up(incident, call.event.who, call.event.at):
            return Reply(call.say("crisis.handed_over"))
        if not self.desk.reach.rooms and awake_now(self.desk, incident.level):
            return Reply(call.say("crisis.handed_over.nobody"))
        return Reply(promised(self.desk, "crisis.handed_over", incident.level, call.say))

    async def false_alarm(self, call: Call[FalseAlarm]) -> Reply:
        """False alarm: the rules and the moderator's own words are kept, never the member's."""
        incident = await self._another_s(call)
        if isinstance(incident, Reply):
            return incident
        await self._close(call, incident, Outcome.FALSE_ALARM, call.form.words or "")
        return Reply(call.say("crisis.false_alarm.thanks"))

    async def resolve(self, call: Call[Resolve]) -> Reply:
        """Resolve, then "how are you?"."""
        incident = await self._another_s(call)
        if isinstance(incident, Reply):
            return incident
        outcome = Outcome(call.form.outcome.value)
        await self._close(call, incident, outcome, call.form.note or "")
        return await self.duty.how_are_you(call)

    async def show(self, call: Call[NoQuestions]) -> Reply:
        """What was written, for the moderators on the case."""
        incident = await self.desk.incidents.get(call.about)
        if incident is None or incident.state is State.CLOSED:  # when words go tells who erased
            return self._gone(call)
        texts = await self.desk.incidents.texts(incident)
        words = "\n".join(text.words for text in texts if text.words)
        return Reply(quoted(words) or call.say("crisis.nothing_to_show"))

    async def open_card(self, call: Call[NoQuestions]) -> Reply:
        """Give an incident a card of its own, where it has none; else show it to who asks."""
        incident = await self._open(call)
        if incident is None:
            return self._gone(call)
        platform = call.event.who.platform
        if platform in incident.shown or not self.desk.reach.rooms_on(platform):
            texts = await self.desk.incidents.texts(incident)
            return replace(card(incident, texts, call.say, self.desk.detector), private=True)
        await self.board.show_on(incident, (platform,), call=False)
        return Reply(call.say("digest.opened", number=incident.number))

    async def _open(
        self, call: Call[NoQuestions] | Call[FalseAlarm] | Call[Resolve]
    ) -> Incident | None:
        incident = await self.desk.incidents.get(call.about)
        gone = incident is None or incident.state is State.CLOSED or is_drill(incident)
        return None if gone else incident

    async def _another_s(
        self, call: Call[NoQuestions] | Call[FalseAlarm] | Call[Resolve]
    ) -> Incident | Reply:
        """The open incident, or why not: nobody answers or ends the alert about themselves."""
        incident = await self._open(call)
        if incident is None:
            return self._gone(call)
        if any(incident.is_about(one) for one in self.desk.accounts_of(call.event.who)):
            own = promised(self.desk, "crisis.own", incident.level, call.say)
            return Reply(own, tone=Tone.CARE)
        return incident

    def _gone(self, call: Call[NoQuestions] | Call[FalseAlarm] | Call[Resolve]) -> Reply:
        return Reply(call.say("crisis.closed_already"))

    async def _changed(self, incident: Incident, entry: str) -> None:
        at = f"{self.desk.clock.now():%Y-%m-%d %H:%M}"
        await self.board.refresh(incident)
        await self.desk.incidents.log(incident, f"{at} {entry}")

    async def _close(
        self,
        call: Call[FalseAlarm] | Call[Resolve],
        incident: Incident,
        outcome: Outcome,
        note: str,
    ) -> None:
        """End it, with who ended it where nobody had it."""
        ended = closed(incident, outcome, note, call.event.at)
        ended = replace(ended, taken_by=incident.taken_by or call.event.who)
        await self._changed(ended, f"closed {outcome}")

    async def _call_everybody(self, incident: Incident, by: Member) -> bool:
        text = self.desk.say("page.backup", number=incident.number, level=int(incident.level))
        button = Button("crisis.take", self.desk.say("card.button.take"), incident.id)
        what = Reply(
            text, (button,), private=False, tone=Tone.ALERT, calls=(Role.MODERATOR,)
        )  # fmt: skip
        return await self.rotas.announce(incident, what, by)

    async def _tell_taken(self, incident: Incident) -> Incident:
        """The subject hears that a person has read it; once, and not if they want quiet."""
        subject = incident.subject
        if isinstance(subject, Unchecked) or incident.told in {Told.NOTHING, Told.TAKEN}:
            return incident
        if await wants_quiet(self.desk, incident.near or subject, incident.level):
            return incident
        known = isinstance(subject, Member)
        words = "answer.taken" if known else "answer.taken.draft"
        if not known and incident.route is None:
            return incident  # nobody can tell a ghost
        what = Reply(self.desk.texts.into(incident.locale)(words), tone=Tone.CARE)
        ways = ways_back(self.desk, incident, what)
        await self.desk.outbox.owe(
            f"taken:{incident.id}", ways, due=self.desk.clock.now(), priority=Priority.ANSWER,
            incident=f"answer:{incident.id}",
        )  # fmt: skip
        return replace(incident, told=Told.TAKEN)


def _held(incident: Incident, who: Member) -> bool:
    """Whether another one has it for sure: whoever was asked, and called others to, is not sure."""
    taken_by_another = incident.state is State.TAKEN and incident.taken_by != who
    return taken_by_another and incident.asked_at is None


def _you_have(incident: Incident) -> str:
    """What the moderator hears: what the subject was really told, and whether it can be reached."""
    if isinstance(incident.subject, Unchecked):
        return "crisis.taken.unchecked"
    if not isinstance(incident.subject, Member):
        return "crisis.taken.draft" if incident.route else "crisis.taken.ghost"
    return "crisis.taken" if incident.told is Told.TAKEN else "crisis.taken.untold"
