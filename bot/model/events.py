"""What happened: one value for each thing that one person did once.

architecture.md calls these Said, Command, Action and Joined; the two in the middle are named
Invoked and Pressed here, because Command and Action are what a cog declares.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

from bot.model.people import Member, MessageRef, Role, Room, Whisper

EventId = NewType("EventId", str)
"""The platform's own id of an event, unique in the deployment; stored only as a keyed hash."""

NAMED_ANSWER = re.compile(r"""\w{1,40}=["\u201c]([^"\u201c\u201d]*)["\u201d]""")
"""`note="…"` in a typed command: the marks are ours, not a quotation of somebody else."""

Answers = Mapping[str, str]
"""What a person answered, by the id of the question, as they wrote it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What every event has.

    `position` is the cursor of its room after this event; a later event has a higher one,
    whichever room of the platform it is in (a snowflake, a place in the sync stream).

    `holds` are the ids of the platform's own roles, which the community turns into `roles`;
    `direct` says that the room is the bot's private conversation with `who`.
    """

    id: EventId = field(repr=False)
    at: datetime
    who: Member
    room: Room
    roles: frozenset[Role] = frozenset({Role.MEMBER})
    holds: frozenset[str] = field(default=frozenset(), repr=False)
    locale: str = "en"
    direct: bool = False
    position: int | None = None
    whisper: Whisper | None = None


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a text, by a name that only its adapter understands.

    `kind` is what it is said to be ("image/png"), `size` in bytes; both may be wrong.
    """

    handle: str = field(repr=False)
    kind: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Event):
    """A text: a message, an edit, a thread title, something forwarded, a poll.

    `parts` are the further texts that came with it (file names, forwarded messages …).
    `unreadable` names why the adapter could not read it, without its content. `reply_to` is the
    message of the bot's own that it answers. `attached` are the files themselves, to be fetched.
    """

    text: str = field(repr=False)
    message: MessageRef
    parts: tuple[str, ...] = field(default=(), repr=False)
    edited: bool = False
    unreadable: str | None = None
    reply_to: MessageRef | None = None
    attached: tuple[Attached, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The message that a context-menu command was used on."""

    message: MessageRef
    author: Member
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoked(Event):
    """A command. `typed` is what stood behind its name where commands are plain text."""

    name: str
    answers: Answers = field(default_factory=dict[str, str], repr=False)
    typed: str = field(default="", repr=False)
    target: Target | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed(Event):
    """A pressed button, or a filled form; the meaning rides on the event, none is kept."""

    action: str
    about: str = field(default="", repr=False)
    answers: Answers | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined(Event):
    """A person came into the community."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left(Event):
    """A person left the community, or was taken out of it; `who` is the one who is gone."""


AnyEvent = Said | Invoked | Pressed | Joined | Left


def texts_of(event: AnyEvent) -> tuple[str, ...]:
    """Every text that a human wrote in this event, in order; empty ones left out."""
    match event:
        case Said(text=text, parts=parts):
            found = (text, *parts)
        case Invoked(typed=typed, answers=answers):
            found = (NAMED_ANSWER.sub(r"\n\1\n", typed), *answers.values())
        case Pressed(answers=answers):
            found = tuple((answers or {}).values())
        case Joined() | Left():
            found = ()
    return tuple(text for text in found if text.strip())
