"""Venting: threads, what is posted in them, and proofs that name nobody."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from bot.model.finding import Severity
from bot.model.people import MessageRef, Platform, Room, SealedRoute, ThreadId

OwnerProof = NewType("OwnerProof", str)
"""A keyed hash of a thread and its author, in hex: another one in every thread."""
PersonTag = NewType("PersonTag", str)
"""A keyed hash of an account, in hex, for bans alone; of linked ones the vault knows which."""
DraftId = NewType("DraftId", str)
PostId = NewType("PostId", str)
PictureId = NewType("PictureId", str)


class Wants(StrEnum):
    """What somebody who vents would like to hear."""

    LISTEN = "listen"
    ADVICE = "advice"
    DISTRACT = "distract"


class Warns(StrEnum):
    """What readers are told before they read."""

    NONE = "none"
    DEATH = "death"
    HARM = "harm"
    ABUSE = "abuse"
    FOOD = "food"
    LOSS = "loss"
    HEAVY = "heavy"


class Mode(StrEnum):
    """Reachable: a sealed address is kept. Ghost: none is, and a receipt opens the replies."""

    REACHABLE = "reachable"
    GHOST = "ghost"


class Kind(StrEnum):
    """What a post is: the first of its thread, a new wording of it, an answer, a listener's."""

    OPENING = "opening"
    EDIT = "edit"
    ANSWER = "answer"


class Stage(StrEnum):
    """HELD waits for a person, WAITING for its moment; the others are where it ended."""

    HELD = "held"
    WAITING = "waiting"
    POSTED = "posted"
    DECLINED = "declined"
    REMOVED = "removed"
    FAILED = "failed"


class Because(StrEnum):
    """Why a post waits for a person."""

    GHOST = "ghost"
    LEVEL = "level"
    UNCHECKED = "unchecked"
    METHOD = "method"
    PICTURE = "picture"
    LOCKDOWN = "lockdown"
    FLOOD = "flood"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Answered:
    """A post that somebody answers in a thread of their own, and under which name it stands."""

    post: PostId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody wrote and has not posted. Whoever holds its id may post it.

    There is no author in it: `thread` names the thread that it continues (or the one made when
    the text was assessed), `route` the way back that was made then. `answers` is what a new thread
    will answer. `pictures` were attached to it and drawn anew, `left_out` counts what was attached
    and does not come along. `only` is the one platform on which it is to appear; None means all.
    """

    id: DraftId
    kind: Kind
    text: str = field(repr=False)
    level: Severity
    checked: bool = True
    method: bool = False
    wants: Wants = Wants.LISTEN
    warns: Warns = Warns.NONE
    thread: ThreadId | None = None
    route: SealedRoute | None = None
    from_ghost: bool = False
    answers: Answered | None = None
    pictures: tuple[PictureId, ...] = ()
    left_out: int = 0
    only: Platform | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vent:
    """A thread: its pseudonym, its mode, the way back. `active_on` is the last day of activity.

    `route_until` is the last day on which a ghost's sealed address is kept. `ends_at` is when the
    thread of somebody who was erased leaves the rooms; nothing in it leads to them any more.
    `answers` is the post of another thread to which this one is an anonymous answer. `only` is
    the one platform on which its author wants it, whichever they write from; None means all.
    """

    id: ThreadId
    name: str
    mode: Mode
    wants: Wants = Wants.LISTEN
    warns: Warns = Warns.NONE
    route: SealedRoute | None = None
    route_until: date | None = None
    muted: bool = False
    closed: bool = False
    active_on: date
    ends_at: datetime | None = None
    answers: Answered | None = None
    only: Platform | None = None


@dataclass(frozen=True, slots=True)
class Early:
    """A reply to `ref`, of which is not known yet whose post it is; `words` tell its author."""

    ref: MessageRef
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One text of a thread on its way to the rooms. `due` is known only while it waits.

    `carded` counts the cards that moderators have of it, `approved` says that one of them let it
    pass; `slots` are the rooms where it stands; `early` are replies that may answer it. `reports`
    counts those of its present words; `reported` says that a report waits for a moderator.
    `pictures` hang below its words.
    """

    id: PostId
    thread: ThreadId
    kind: Kind
    stage: Stage
    text: str = field(repr=False)
    because: tuple[Because, ...] = ()
    level: Severity = Severity.NONE
    due: datetime | None = None
    carded: int = 0
    approved: bool = False
    slots: tuple[tuple[str, Room], ...] = ()
    early: tuple[Early, ...] = ()
    reports: int = 0
    reported: bool = False
    pictures: tuple[PictureId, ...] = ()


class Voice(StrEnum):
    """Who speaks in a line that is kept for a thread's author."""

    ROOM = "room"
    MODERATOR = "moderator"
    PORCHLIGHT = "porchlight"


@dataclass(frozen=True, slots=True)
class Line:
    """Something said to a thread's author that waits in the thread, for a ghost to fetch.

    `of` is the anonymous post that says it, if it is one: with that it goes.
    """

    voice: Voice
    text: str = field(repr=False)
    on: date
    of: PostId | None = None


@dataclass(frozen=True, slots=True)
class Ban:
    """A person who posts nothing anonymous. `number` is how moderators call it."""

    number: int
    on: date
    reason: str = field(default="", repr=False)


class Talk(StrEnum):
    """How far a listening conversation has come."""

    OFFERED = "offered"
    OPEN = "open"
    ENDED = "ended"


class Side(StrEnum):
    """The two sides of a listening conversation."""

    AUTHOR = "author"
    LISTENER = "listener"

    @property
    def other(self) -> "Side":
        """The one across."""
        return Side.LISTENER if self is Side.AUTHOR else Side.AUTHOR


@dataclass(frozen=True, slots=True)
class Spoken:
    """One thing that was said in a listening conversation, and under which made-up name."""

    name: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A listener and the author of a thread, both under made-up names, both behind sealed ways.

    `listener` is the listener's own thread; `person` keeps the same listener from offering again.
    To a side that is `gone` nothing is passed on; the other hears of the end some hours later.
    """

    id: str
    thread: ThreadId
    name: str
    listener: ThreadId
    listener_name: str
    route: SealedRoute
    listener_route: SealedRoute
    person: PersonTag
    stage: Talk = Talk.OFFERED
    on: date
    spoken: tuple[Spoken, ...] = ()
    reported: bool = False
    gone: Side | None = None
