"""The course of an incident: what each thing that happens makes of it. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.escalation.ladder import call
from bot.model.community import Ladder
from bot.model.finding import Concerns, Finding, Severity
from bot.model.incident import Came, Incident, IncidentId, Outcome, State, Told
from bot.model.people import Member, Subject, Unchecked

REOPENS_FOR = timedelta(hours=24)
"""How long a closed incident takes up a new message of its subject. Source: product.md, 3."""
ANSWER_COOLDOWN = timedelta(hours=6)
"""How long a member is spared a second answer at the same or a lower level. Source: same."""


@dataclass(frozen=True, slots=True)
class News:
    """What came in: a finding at a level, when, and by which way."""

    finding: Finding
    level: Severity
    at: datetime
    came: Came


def opened(id_: IncidentId, number: int, subject: Subject, news: News, ladder: Ladder) -> Incident:
    """A new incident. Its first rung counts as called: the caller pages it."""
    incident = Incident(
        id=id_, number=number, subject=subject, level=news.level, category=news.finding.category,
        concerns=news.finding.subject, opened_at=news.at, due_at=news.at, active_at=news.at,
        rung=0, came=news.came, ways=(news.came,), rules=news.finding.rules,
        reported=news.came is Came.REPORTED,
    )  # fmt: skip
    return call(incident, news.at, ladder)[0]


def folded(incident: Incident, news: News, ladder: Ladder) -> tuple[Incident, bool]:
    """A further message of the same subject; whether that pages again: the level rose, say."""
    rose = news.level > incident.level or _somebody_else(incident)
    incident = _about(incident, news.finding.subject)
    more = replace(
        incident, level=max(incident.level, news.level), texts=incident.texts + 1,
        active_at=news.at, says_safe=False,
        rules=tuple(dict.fromkeys((*incident.rules, *news.finding.rules))),
        category=news.finding.category if news.level > incident.level else incident.category,
        reported=incident.reported or news.came is Came.REPORTED,
        ways=tuple(dict.fromkeys((*incident.ways, news.came))),
    )  # fmt: skip
    return (_risen(more, news.at, ladder), True) if rose else (more, False)


def _somebody_else(incident: Incident) -> bool:
    """What could not be checked may come from another person than what a moderator took.

    Until whoever has it answers, the next ones page nobody anew: the ladder climbs already.
    """
    unknown = isinstance(incident.subject, Unchecked) and incident.state is State.TAKEN
    return unknown and incident.asked_at is None


def _about(incident: Incident, concerns: Concerns) -> Incident:
    """Who worries about a friend and then speaks of themselves is in danger, and is answered."""
    if incident.concerns is not Concerns.OTHER or concerns is Concerns.OTHER:
        return incident
    return replace(incident, concerns=concerns, answered_level=Severity.NONE)


def reopened(incident: Incident, news: News, ladder: Ladder) -> Incident:
    """A message within a day of the end: open again, at the level of that message."""
    again = replace(
        incident, state=State.OPEN, level=news.level, texts=incident.texts + 1, rung=0,
        rules=news.finding.rules, category=news.finding.category, active_at=news.at,
        concerns=news.finding.subject, taken_by=None, asked_at=None, closed_at=None, outcome=None,
        says_safe=False, wants_person=False, due_at=news.at, came=news.came, ways=(news.came,),
        reported=news.came is Came.REPORTED, answered_at=None, answered_level=Severity.NONE,
        told=Told.NOTHING, digest=False, shown=(), hurried=-1, note="",
    )  # fmt: skip
    return call(again, news.at, ladder)[0]


def takes_up(incident: Incident, now: datetime) -> bool:
    """Whether a closed incident is reopened by a new message rather than followed by another."""
    return incident.closed_at is not None and now - incident.closed_at < REOPENS_FOR


def taken(incident: Incident, who: Member, now: datetime, ladder: Ladder) -> Incident:
    """A moderator has it, or says that they are still with the person."""
    return replace(
        incident, state=State.TAKEN, taken_by=who, asked_at=None, active_at=now, rung=0,
        due_at=now + ladder.quiet,
    )  # fmt: skip


def handed_over(incident: Incident, now: datetime, ladder: Ladder) -> Incident:
    """Nobody has it any more; others are called at once."""
    free = replace(
        incident, state=State.OPEN, taken_by=None, asked_at=None, active_at=now, rung=0,
        told=_nobody_yet(incident.told), hurried=-1,
    )  # fmt: skip
    return call(free, now, ladder)[0]


def closed(incident: Incident, outcome: Outcome, note: str, now: datetime) -> Incident:
    """It ended, with an outcome and the moderator's own words."""
    return replace(
        incident, state=State.CLOSED, outcome=outcome, note=note, closed_at=now, due_at=None
    )


def owes_answer(incident: Incident, level: Severity, now: datetime) -> bool:
    """Whether the subject is owed an answer: a rise always, else once in six hours."""
    if incident.answered_at is None or level > incident.answered_level:
        return True
    return now - incident.answered_at >= ANSWER_COOLDOWN


def answered(incident: Incident, level: Severity, now: datetime, told: Told) -> Incident:
    """The subject was answered, and told this."""
    return replace(incident, answered_at=now, answered_level=level, told=told)


def unreached(incident: Incident) -> Incident:
    """What was owed to the subject found no way: the next message is owed an answer again."""
    return replace(incident, told=Told.UNREACHABLE, answered_at=None, answered_level=Severity.NONE)


def _risen(incident: Incident, now: datetime, ladder: Ladder) -> Incident:
    if incident.state is State.TAKEN:
        due = now + ladder.wait_after(0, incident.level)
        return replace(incident, asked_at=now, due_at=due)
    return call(replace(incident, rung=0), now, ladder)[0]


def _nobody_yet(told: Told) -> Told:
    """Nobody has it any more, so that the subject can still be told when nobody is free."""
    return Told.CALLED if told is Told.TAKEN else told
