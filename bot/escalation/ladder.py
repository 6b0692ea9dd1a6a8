"""The ladder: when the next rung is called, and who stands on it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum

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
class Ladder:
    """The times of escalation. Source: product.md, section 3; `quiet` and `quiet_answer` ours.

    `waits` follow each rung, `again` separates the calls after the last one and those of
    level 2. A taken incident without a sign for `quiet` is asked about; without an answer
    for `quiet_answer` it climbs again.
    """

    waits: tuple[timedelta, ...] = (
        timedelta(minutes=2),
        timedelta(minutes=5),
        timedelta(minutes=10),
    )
    again: timedelta = timedelta(minutes=30)
    quiet: timedelta = timedelta(minutes=30)
    quiet_answer: timedelta = timedelta(minutes=10)

    def wait_after(self, rung: int, level: Severity) -> timedelta:
        """How long to wait once this rung was called."""
        if level <= Severity.PASSIVE or rung >= len(self.waits):
            return self.again
        return self.waits[rung]


@dataclass(frozen=True, slots=True)
class Page:
    """Call this rung now."""

    rung: Rung


@dataclass(frozen=True, slots=True)
class StillWithThem:
    """Ask the moderator who has it."""


Step = Page | StillWithThem


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


def call(incident: Incident, now: datetime, ladder: Ladder) -> tuple[Incident, Page]:
    """Call the incident's next rung. Level 2 never climbs above those on duty."""
    rung = Rung.DUTY if incident.level <= Severity.PASSIVE else Rung(min(incident.rung, Rung.ALL))
    due = now + ladder.wait_after(rung, incident.level)
    return replace(incident, rung=rung + 1, due_at=due), Page(rung)
