"""The answer to a person who may be in danger: private, kind, short, and only what is true."""

from dataclasses import dataclass

from bot.model.finding import Concerns, Severity
from bot.model.incident import Incident
from bot.model.people import (
    Direct,
    Member,
    PrivateThread,
    Room,
    SealedRoute,
    Subject,
    Whisper,
)
from bot.ports.delivery import Rung
from bot.ui.reply import Button, Reply, Tone
from bot.ui.texts import Say
from cogs.crisis.desk import COUNTRY, QUIET, Desk
from cogs.crisis.promise import promised


async def country_of(desk: Desk, subject: object) -> str | None:
    """The country that the member chose; else the community's own, which is named in the text."""
    if isinstance(subject, Member):
        chosen = await desk.preferences.get(subject, COUNTRY)
        return chosen or desk.reach.country
    return desk.reach.country


async def wants_quiet(desk: Desk, subject: object, level: Severity) -> bool:
    """Whether this member asked for no messages from the bot; level 4 is told all the same."""
    if level >= Severity.IMMINENT or not isinstance(subject, Member):
        return False
    return await desk.preferences.get(subject, QUIET) == "yes"


async def answer(
    desk: Desk, incident: Incident, level: Severity, say: Say, to: Subject
) -> Reply:  # fmt: skip
    """What the subject of an incident is told. At most 80 words with its helplines.

    `to` is the account that wrote: its country decides, never that of another one.
    """
    return answer_in(desk, incident, level, say, await country_of(desk, to))


async def late_answer(
    desk: Desk, incident: Incident, level: Severity, say: Say, to: Subject
) -> Reply:  # fmt: skip
    """The answer of whom it reaches only after moderators closed it: nobody is called any more."""
    other = incident.concerns is Concerns.OTHER
    first = say("answer.other" if other else f"answer.level.{int(level)}")
    country = await country_of(desk, to)
    lines = desk.cards.text(country, say, urgent=_urgent(level))
    text = "\n".join((first, say("answer.over"), lines))
    return Reply(text, buttons(say, incident.id), tone=Tone.CARE)


def answer_in(
    desk: Desk, incident: Incident, level: Severity, say: Say, country: str | None
) -> Reply:
    """The same for a country; where moderators read along, never the one that a member chose."""
    other = incident.concerns is Concerns.OTHER
    first = say("answer.other" if other else f"answer.level.{int(level)}")
    told = promised(desk, "answer.called.other" if other else _called(incident), level, say)
    lines = desk.cards.text(country, say, urgent=_urgent(level))
    text = f"{first}\n{told}\n{lines}"
    return Reply(text, buttons(say, incident.id), tone=Tone.CARE)


def _called(incident: Incident) -> str:
    """A thread's author is written to through the bot; a ghost by nobody, and that is said."""
    if isinstance(incident.subject, Member):
        return "answer.called"
    return "answer.called.draft" if incident.route else "answer.called.ghost"


async def private_answer(desk: Desk, who: Member, level: Severity, say: Say) -> Reply:
    """The answer to what was written for nobody's eyes: nobody was told, and it says so."""
    country = await country_of(desk, who)
    lines = desk.cards.text(country, say, urgent=_urgent(level))
    text = "\n".join((say(f"answer.level.{int(level)}"), say("answer.nobody_told"), lines))
    return Reply(text, buttons(say, ""), tone=Tone.CARE)


def buttons(say: Say, about: str) -> tuple[Button, ...]:
    """What the person may do next."""
    return (
        Button("crisis.talk", say("answer.button.talk"), about),
        Button("crisis.safe", say("answer.button.safe"), about),
        Button("resources.lines", say("answer.button.helplines"), about),
        Button("crisis.shared", say("answer.button.shared"), about),
    )


@dataclass(frozen=True, slots=True)
class Ways:
    """What is known of how to reach a subject.

    `shared` is shown where moderators read along, `neutral` in the room, as the last way.
    """

    whisper: Whisper | None = None
    room: Room | None = None
    route: SealedRoute | None = None
    neutral: Reply | None = None
    shared: Reply | None = None


def ways_to(subject: Subject, what: Reply, ways: Ways) -> tuple[Rung, ...]:
    """The rungs to a subject: whisper, DM, private thread, a neutral line; a route for a thread."""
    if not isinstance(subject, Member):
        return () if ways.route is None else (Rung(ways.route, what),)
    rungs = [Rung(ways.whisper, what)] if ways.whisper else []
    rungs.append(Rung(Direct(subject), what))
    if ways.room is not None:
        rungs.append(Rung(PrivateThread(ways.room, subject), ways.shared or what))
        rungs += [Rung(ways.room, ways.neutral)] if ways.neutral else []
    return tuple(rungs)


def ways_back(desk: Desk, incident: Incident, what: Reply) -> tuple[Rung, ...]:
    """The rungs to the subject later on: the account that wrote last, then their other one.

    That one only while both are linked: afterwards it may be somebody else's for all we know.
    """
    if not incident.accounts:
        return ways_to(incident.subject, what, Ways(room=incident.room, route=incident.route))
    last = incident.accounts[0]
    others = [one for one in desk.accounts_of(last) if one in incident.accounts[1:]]
    here = incident.room is not None and incident.room.platform is last.platform
    rungs = ways_to(last, what, Ways(room=incident.room if here else None))
    return (*rungs, *(Rung(Direct(one), what) for one in others))


def neutral_line(incident: Incident, say: Say) -> Reply:
    """A line in the room that says nothing of the content, with the answer behind its button."""
    button = Button("crisis.answer", say("answer.button.open"), incident.id)
    return Reply(say("answer.neutral"), (button,), private=False)


def _urgent(level: Severity) -> bool:
    return level >= Severity.IMMINENT
