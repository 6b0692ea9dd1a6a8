"""A feature as a table of values: its commands, actions, listeners, jobs, and how it forgets."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from bot.model.events import Invoked, Joined, Pressed, Said
from bot.model.finding import Concerns, Finding
from bot.model.people import Member, MessageRef, Platform, Role, Room, SealedRoute, Subject, Whisper
from bot.ui.form import Choice, NoQuestions
from bot.ui.reply import Reply
from bot.ui.texts import Say

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Call(Generic[F]):
    """What a handler gets: the event, its filled form, a voice in the person's language.

    `finding` is the worst that the detector found in the event's texts, `heard` what listeners
    were told of it, if they were.
    """

    event: Invoked | Pressed
    form: F
    say: Say
    finding: Finding
    heard: "Heard | None" = None

    @property
    def about(self) -> str:
        """Which thing a pressed button is about; empty for a command."""
        return self.event.about if isinstance(self.event, Pressed) else ""


class Use(StrEnum):
    """What a text is for, which decides who may learn of it (product.md, section 3).

    ROOM was said where others read it. PRIVATE is the member's own (notes, lookups). DRAFT is
    a vent that is being written: its subject is a thread, never the member. GHOST is one for
    which no address may be kept, from the first moment on. RELAYED goes through the relay.
    ASKED comes with a cry for a person, which its own handler answers.
    """

    ROOM = "room"
    PRIVATE = "private"
    DRAFT = "draft"
    GHOST = "ghost"
    RELAYED = "relayed"
    ASKED = "asked"

    @property
    def nameless(self) -> bool:
        """Whether nobody may learn who wrote it, not even from a row beside it."""
        return self in {Use.DRAFT, Use.GHOST, Use.RELAYED}


@dataclass(frozen=True, slots=True)
class Command(Generic[F]):
    """Something that people ask for by name.

    `key` names its description in the catalogue. `words` are further names where commands are
    typed. `on_message` makes it an entry of a message's context menu; `calls_for` says for whom
    it calls people there, who come where it fails, too.
    """

    name: str
    form: type[F]
    run: Callable[[Call[F]], Awaitable[Reply | None]]
    role: Role = Role.MEMBER
    words: tuple[str, ...] = ()
    on_message: bool = False
    texts: Use = Use.PRIVATE
    calls_for: Concerns | None = None
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Action(Generic[F]):
    """What a button does, or where a form goes.

    `calls_for` says for whom it calls people, who come without a name where it fails, too. `known`
    gives what is picked already on a platform, as answers: its lists show that. One that is
    `outside` is for the admins of a platform that is not linked, too.
    """

    name: str
    run: Callable[[Call[F]], Awaitable[Reply | None]]
    form: type[F] = field(default=NoQuestions)  # type: ignore[assignment] # F is NoQuestions then
    role: Role = Role.MEMBER
    texts: Use = Use.PRIVATE
    calls_for: Concerns | None = None
    known: Callable[[Platform], Mapping[str, str] | None] | None = None
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """A text that was assessed, and that a listener may act on in the same transaction.

    For a thread there is no message, no whisper and no member anywhere in it: the way back
    is `route`, and `here` says that whoever acted waits for a reply that only they see.
    """

    subject: Subject
    finding: Finding
    use: Use
    at: datetime
    locale: str
    text: str = field(repr=False)
    room: Room | None = None
    message: MessageRef | None = None
    whisper: Whisper | None = None
    route: SealedRoute | None = None
    here: bool = False


Listener = Callable[[Heard], Awaitable[Reply | None]]
FreeText = Callable[[Said, Say, Finding, Heard | None], Awaitable[Reply | None]]
"""Takes a text that a person wrote to the bot in private, and that answers no question."""
Gathers = Callable[[Said, Say], Awaitable[Reply | None]]
"""Takes the files that came with such a text, once that has reached its end state: outside every
transaction, because it may take a while. What it returns is shown instead."""
Newcomer = Callable[[Joined], Awaitable[None]]
"""Told of a person who came into the community."""
Replied = Callable[[Said, Finding], Awaitable[None]]
"""Told of a message that answers one of the bot's own."""
Suggests = Callable[[str, Say], Sequence[Choice]]
"""Answers that half a word may mean, the likeliest first. Pure: it asks and keeps nothing."""
Worries = Callable[[Call[NoQuestions]], Awaitable[Reply | None]]
"""Takes a worry about a message, if that is one for which it speaks; else None."""
Undelivered = Callable[[str, bool], Awaitable[None]]
"""Told of an incident whose delivery is stuck, or (True) has no rung left."""


@dataclass(frozen=True, slots=True)
class Job:
    """Work that falls due by rows. `due` says when next; `run` does all that is due by then.

    `in_memory` jobs also run, due or not, over what is in memory while the database cannot be
    written. A job that tidies up must not: to it everything else looks gone.
    """

    name: str
    due: Callable[[], Awaitable[datetime | None]]
    run: Callable[[datetime], Awaitable[None]]
    in_memory: bool = False


Goes = Callable[[Member], Awaitable[None]]
"""Told that a member left, came back, or no longer wants anything kept; inside a unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cog:
    """One feature. One that `keeps` what people write rests while there are no keys for it.

    One that `asks` keeps something private under the member's own name: consent is asked before
    its commands and buttons, but for those named in `asks_not` (`command:` before a command's
    name), which only show or take out. A feature that may not have a row of who uses it never
    asks. `stop` ends what goes on by itself, after a withdrawal; `left` all that ends at once
    when a member leaves. `stays` names what a member who erases has to be told, before anything is
    dropped: the sentences `privacy.erase.NAME` about what goes later, and what stays. `suggests`
    are those that an `Ask` may name, of whatever feature.
    """

    name: str
    forget: Callable[[Member], Awaitable[None]]
    export: Callable[[Member], Awaitable[Mapping[str, object]]]
    commands: tuple[Command[Any], ...] = ()
    actions: tuple[Action[Any], ...] = ()
    listeners: tuple[Listener, ...] = ()
    jobs: tuple[Job, ...] = ()
    free_text: FreeText | None = None
    gathers: Gathers | None = None
    newcomer: Newcomer | None = None
    replied: Replied | None = None
    undelivered: Undelivered | None = None
    keeps: bool = False
    asks: bool = False
    asks_not: frozenset[str] = frozenset()
    stop: Goes | None = None
    left: Goes | None = None
    joined: Goes | None = None
    stays: Callable[[Member], Awaitable[Sequence[str]]] | None = None
    suggests: Mapping[str, Suggests] = field(default_factory=dict[str, Suggests])
