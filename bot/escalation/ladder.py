"""The ladder: when the next rung is called, and who stands on it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum

from bot.escalation.sleep import awake_at
from bot.model.community import Ladder
from bot.model.finding import Severity
from bot.model.incident import Incident, State, Told


class Rung(IntEnum):
    """Who is called, in order; after the last one everybody is, again and again."""

    DUTY = 0
    MODERATORS = 1
    OUTSIDE = 2
    OWNERS = 3
    ALL = 4


@dataclass(frozen=True, slots=True)
class Page:
    """Call this rung now."""

    rung: Rung


@dataclass(frozen=True, slots=True)
class StillWithThem:
    """Ask the moderator who has it."""


@dataclass(frozen=True, slots=True)
class Asleep:
    """Call nobody before this moment: the moderators sleep, and it is not level 4."""

    until: datetime


Step = Page | StillWithThem | Asleep


def climb(incident: Incident, now: datetime, ladder: Ladder) -> tuple[Incident, Step]:
    """What falls due now, and the incident after it. Raises ValueError for a closed one."""
    match incident.state:
        case State.CLOSED:
            message = "a closed incident never falls due"
            raise ValueError(message)
        case State.TAKEN if incident.asked_at is None:
            asked = replace(incident, asked_at=now, due_at=now + ladder.quiet_answer)
            return asked, StillWithThem()
        case State.TAKEN:
            told = Told.CALLED if incident.told is Told.TAKEN else incident.told
            free = replace(
                incident, state=State.OPEN, taken_by=None, asked_at=None, rung=0, told=told,
                hurried=-1,
            )  # fmt: skip
            return call(free, now, ladder)
        case State.OPEN:
            return call(incident, now, ladder)


def call(incident: Incident, now: datetime, ladder: Ladder) -> tuple[Incident, Page | Asleep]:
    """Call the incident's next rung. Level 2 never climbs above those on duty.

    In sleeping hours nothing is called below level 4; the rung waits until they end.
    """
    awake = awake_at(ladder.sleep, now, incident.level)
    if awake > now:
        return replace(incident, due_at=awake), Asleep(awake)
    rung = Rung.DUTY if incident.level <= Severity.PASSIVE else Rung(min(incident.rung, Rung.ALL))
    due = now + ladder.wait_after(rung, incident.level)
    return replace(incident, rung=rung + 1, due_at=due), Page(rung)
