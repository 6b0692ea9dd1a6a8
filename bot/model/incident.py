"""An incident: one subject that may be in danger, from the first message to its end."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.model.finding import Category, Concerns, Severity
from bot.model.people import Member, MessageRef, Platform, Room, SealedRoute, Subject

IncidentId = NewType("IncidentId", str)


class State(StrEnum):
    """Open: nobody has it. Taken: a moderator has. Closed: it has an outcome."""

    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"


class Told(StrEnum):
    """What the subject was truthfully told last."""

    NOTHING = "nothing"
    CALLED = "called"
    TAKEN = "taken"
    NOBODY_FREE = "nobody-free"
    NOT_ARMED = "not-armed"
    ASLEEP = "asleep"
    UNREACHABLE = "unreachable"


class Outcome(StrEnum):
    """How an incident ended."""

    TALKED = "talked"
    EMERGENCY = "emergency"
    PROFESSIONAL = "professional"
    LEFT = "left"
    UNREACHED = "unreached"
    FALSE_ALARM = "false-alarm"
    MENDED = "mended"
    DRILLED = "drilled"
    DRILL_UNANSWERED = "drill-unanswered"


class Came(StrEnum):
    """By which way a text came to the moderators."""

    SAID = "said"
    REPORTED = "reported"
    ASKED = "asked"
    PRIVATE = "private"
    DRAFT = "draft"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Text:
    """One text of an incident. What was written in private is never kept here.

    `by` is the account that wrote it; None in a thread, and of what was kept before there were
    links: the subject's then.
    """

    at: datetime
    level: Severity
    came: Came
    rules: tuple[str, ...] = ()
    words: str = field(default="", repr=False)
    message: MessageRef | None = field(default=None, repr=False)
    by: Member | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What is known. `due_at` is None only once closed; `rung` is the next one to be called.

    `room` is where the first text stood, `route` the way back to a thread's author.
    `asked_at` is when the one who has it was asked "still with them?". `shown` are the
    platforms whose moderators see the card; one of a `digest` has a line there, and a card only
    where it is `shown`. `ways` are
    all by which its texts came; `hurried` is the rung that was last skipped because its calls
    did not arrive. `started_by` is the admin who asked for a drill. `also` are linked accounts of
    the subject that wrote as well, `near` the one that wrote last, if it is one of those.
    """

    id: IncidentId
    number: int
    subject: Subject = field(repr=False)
    level: Severity
    category: Category
    concerns: Concerns
    opened_at: datetime
    due_at: datetime | None
    active_at: datetime
    state: State = State.OPEN
    rung: int = 1
    came: Came = Came.SAID
    room: Room | None = None
    locale: str = "en"
    route: SealedRoute | None = None
    rules: tuple[str, ...] = ()
    texts: int = 1
    taken_by: Member | None = field(default=None, repr=False)
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    answered_level: Severity = Severity.NONE
    told: Told = Told.NOTHING
    wants_person: bool = False
    says_safe: bool = False
    reported: bool = False
    shown: tuple[Platform, ...] = ()
    digest: bool = False
    ways: tuple[Came, ...] = ()
    hurried: int = -1
    closed_at: datetime | None = None
    outcome: Outcome | None = None
    note: str = field(default="", repr=False)
    started_by: Member | None = field(default=None, repr=False)
    also: tuple[Member, ...] = field(default=(), repr=False)
    near: Member | None = field(default=None, repr=False)

    def is_about(self, who: Member) -> bool:
        """Whether this account is its subject, or wrote in it as the subject's other one."""
        return self.subject == who or who in self.also

    @property
    def accounts(self) -> tuple[Member, ...]:
        """Every account of its subject that wrote, the last one first; none of a thread's."""
        if not isinstance(self.subject, Member):
            return ()
        last = (self.near,) if self.near is not None else ()
        return tuple(dict.fromkeys((*last, self.subject, *self.also)))

    def wrote(self, text: Text, who: Member) -> bool:
        """Whether this account wrote this text of it."""
        return (text.by or self.subject) == who

    @property
    def only_listed(self) -> bool:
        """Whether a line of a digest is all that there is of it."""
        return self.digest and not self.shown
