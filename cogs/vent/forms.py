"""What the vent feature asks. What can be chosen is a closed set; the free text is the vent."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from bot.model.venting import Wants, Warns
from bot.ui.form import Ask

LONGEST_VENT = 1_500
"""Characters: with its head a post fits into one message of every platform (Discord: 2,000)."""
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Write:
    """What is on somebody's mind."""

    text: Annotated[str, Ask("vent.text", longest_chars=LONGEST_VENT, paragraph=True)] = field(
        repr=False
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said next in one's own thread."""

    text: Annotated[str, Ask("vent.answer.text", longest_chars=LONGEST_VENT, paragraph=True)] = (
        field(repr=False)
    )


@dataclass(frozen=True, slots=True)
class AnswerTo:
    """What is said to somebody whom nobody can see, by somebody whom nobody can see."""

    text: Annotated[str, Ask("vent.reply.text", longest_chars=LONGEST_VENT, paragraph=True)] = (
        field(repr=False)
    )


@dataclass(frozen=True, slots=True)
class Tell:
    """What moderators are told by somebody whom they cannot see."""

    text: Annotated[str, Ask("vent.tell.text", longest_chars=LONGEST_VENT, paragraph=True)] = field(
        repr=False
    )


@dataclass(frozen=True, slots=True)
class ToOther:
    """What one side of a listening conversation says to the other."""

    text: Annotated[str, Ask("listen.text", longest_chars=LONGEST_VENT, paragraph=True)] = field(
        repr=False
    )


@dataclass(frozen=True, slots=True)
class Options:
    """What one would like to hear, and what readers are told before they read."""

    wants: Annotated[Wants, Ask("vent.wants")]
    warns: Annotated[Warns, Ask("vent.warns")] = Warns.NONE


@dataclass(frozen=True, slots=True)
class ReceiptWords:
    """The words of a receipt."""

    words: Annotated[str, Ask("vent.receipt", longest_chars=200)] = field(repr=False)


class Why(StrEnum):
    """Why a post is not published, in words that can be told to its author."""

    METHOD = "method"
    IDENTITY = "identity"
    HURTS = "hurts"
    CONTACT = "contact"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Decline:
    """A kind reason, and perhaps a word of one's own."""

    why: Annotated[Why, Ask("vent.decline.why")]
    words: Annotated[
        str | None, Ask("vent.decline.words", longest_chars=LONGEST_NOTE, paragraph=True)
    ] = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class BanWhy:
    """Why somebody is banned, for the other moderators."""

    reason: Annotated[str, Ask("vent.ban.reason", longest_chars=LONGEST_NOTE)] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ToAuthor:
    """What a moderator writes to somebody whom nobody can see."""

    text: Annotated[str, Ask("vent.write.text", longest_chars=LONGEST_VENT, paragraph=True)] = (
        field(repr=False)
    )


@dataclass(frozen=True, slots=True)
class Named:
    """A thread by its made-up name."""

    name: Annotated[str, Ask("vent.name", longest_chars=60)]


@dataclass(frozen=True, slots=True)
class ToAuthorOf:
    """The same, by the number of the incident."""

    number: Annotated[str, Ask("incident.number", longest_chars=12, one_word=True)]
    text: Annotated[str, Ask("vent.write.text", longest_chars=LONGEST_VENT, paragraph=True)] = (
        field(repr=False)
    )


@dataclass(frozen=True, slots=True)
class Numbered:
    """A ban by its number."""

    number: Annotated[str, Ask("vent.ban.number", longest_chars=12, one_word=True)]


class Switch(StrEnum):
    """On or off."""

    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Lockdown:
    """Whether everything waits for a person."""

    state: Annotated[Switch | None, Ask("vent.lockdown.state")] = None
