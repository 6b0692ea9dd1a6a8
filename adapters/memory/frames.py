"""What goes over the wire between the town and a bot: one JSON line for each call and answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from bot.model.events import Attached, Invoked, Joined, Left, Pressed, Said
from bot.model.people import (
    Direct,
    MessageRef,
    Pagers,
    Platform,
    PrivateThread,
    Room,
    SealedRoute,
    Whisper,
)
from bot.ports.delivery import Closed, Later, Sent
from bot.ports.survey import Survey
from bot.ui.reply import Reply

Event = Said | Invoked | Pressed | Joined | Left
To = Room | Direct | PrivateThread | Whisper | SealedRoute | Pagers


@dataclass(frozen=True, slots=True)
class Post:
    """Show something."""

    to: To
    what: Reply
    key: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace what a message shows."""

    ref: MessageRef
    what_now: Reply


@dataclass(frozen=True, slots=True)
class Find:
    """Look into the history."""

    find_in: To
    find_key: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Attach:
    """Begin to receive what happens on a platform, or with False stop."""

    platform: Platform
    on: bool


@dataclass(frozen=True, slots=True)
class Missed:
    """What was said since these cursors."""

    missed_on: Platform
    cursors: tuple[tuple[Room, int], ...]


@dataclass(frozen=True, slots=True)
class Ends:
    """The newest position of every room."""

    ends_of: Platform


@dataclass(frozen=True, slots=True)
class Look:
    """Ask what a platform knows of itself."""

    survey_of: Platform


@dataclass(frozen=True, slots=True)
class Fetch:
    """Ask for a file that came with a message."""

    fetch_on: Platform
    file: Attached
    most: int


@dataclass(frozen=True, slots=True)
class Show:
    """Show what a missed event is answered with."""

    event: Event
    reply: Reply


@dataclass(frozen=True, slots=True)
class Happened:
    """Something happened: from the town to the bot."""

    happened: Event


@dataclass(frozen=True, slots=True)
class Meet:
    """How does the town behave? The first thing that a bot asks."""

    protocol: int = 1


Ask = Meet | Post | Edit | Find | Attach | Missed | Ends | Look | Fetch | Show | Happened


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call came to; `failed` names an OSError that the network would have raised.

    `file` is one in base64; `unfit` says that there is none that could be handed over.
    """

    outcome: Sent | Closed | Later | None = None
    ref: MessageRef | None = None
    events: tuple[Event, ...] = ()
    positions: tuple[tuple[Room, int], ...] = ()
    survey: Survey | None = None
    reply: Reply | None = None
    remembers: timedelta | None = None
    failed: bool = False
    file: str = ""
    unfit: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """One line: a call or an answer, by number."""

    number: int
    ask: Ask | None = None
    answer: Answer | None = None


FRAMES: TypeAdapter[Frame] = TypeAdapter(Frame)
