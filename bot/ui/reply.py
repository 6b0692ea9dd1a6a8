"""What a person is shown: a value that each adapter draws as well as its platform can."""

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import ClassVar

from bot.model.people import Member, MessageRef, Role, Room
from bot.model.venting import PictureId
from bot.ui.form import Form

MARKS = re.compile("<(?=[@#/])")
"""How marks begin that each platform draws its own way: a person, a room, a command (`</help>`)."""
EVERYBODY = re.compile("@(?=everyone|here|room)", re.IGNORECASE)


class Tone(StrEnum):
    """How a reply is coloured where colour exists; it never carries the meaning alone."""

    PLAIN = "plain"
    CARE = "care"
    ALERT = "alert"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Button:
    """A choice. `action` names what it does, `about` which thing; both survive restarts."""

    action: str
    label: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A text file; its name is ours, never one that a person gave."""

    name: str
    content: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """A text with what may be done about it.

    `hidden` is shown only to who asks for it (a spoiler on Discord); where nothing can be
    hidden it is left out, and `reveal` is offered with the buttons.
    `calls` are the people and roles whose devices ring. `private` asks that only the person
    who acted sees it. `form` opens questions instead of, or below, the text. `gone`, in an edit,
    takes the message away where a platform can; `text` is what is left where it cannot. `answers`
    is the message of that room below which it is posted, where a platform shows such a thing.
    `hangs` names the kept pictures that hang below it, and is all that rows hold of them;
    `pictures` are their bytes, filled in at the moment of showing. Each is hidden until somebody
    wants to see it, where a platform can do that. An edit that names some leaves those that hang.
    `voice` is the pseudonym under which it is said, where a platform can show a message so; the
    text names it all the same.
    """

    __pydantic_config__: ClassVar = {"ser_json_bytes": "base64", "val_json_bytes": "base64"}

    text: str = field(repr=False)
    buttons: tuple[Button, ...] = ()
    form: Form | None = None
    files: tuple[File, ...] = ()
    private: bool = True
    tone: Tone = Tone.PLAIN
    hidden: str | None = field(default=None, repr=False)
    reveal: Button | None = None
    calls: tuple[Member | Role, ...] = field(default=(), repr=False)
    gone: bool = False
    answers: MessageRef | None = None
    hangs: tuple[PictureId, ...] = ()
    pictures: tuple[bytes, ...] = field(default=(), repr=False)
    voice: str = ""


def picture_name(number: int) -> str:
    """What a picture is called before others; counted from 1."""
    return f"picture-{number}.jpg"


def mention(member: Member) -> str:
    """A person in a text: adapters turn it into their own mention, or into the name."""
    return f"<@{member.platform}:{member.id}|{_plain(member.name)}>"


def channel(room: Room) -> str:
    """A room in a text: adapters turn it into their own link, or into the name."""
    return f"<#{room.platform}:{room.id}|{_plain(room.name)}>"


def _plain(name: str) -> str:
    """A name that cannot break out of its place: no marks, line ends, or direction changes."""
    return "".join(char for char in name if char.isprintable() and char not in "<>|@")


def quoted(words: str) -> str:
    """What a person wrote, shown to others: it mentions nobody, and calls nobody together."""
    parted = MARKS.sub("<\u200b", words)
    return EVERYBODY.sub("@\u200b", parted)


def joined(first: Reply | None, then: Reply | None) -> Reply | None:
    """Two replies as one: the first one's text above, all buttons."""
    if first is None:
        return then
    if then is None:
        return first
    text = f"{first.text}\n\n{then.text}"
    hangs = (*first.hangs, *then.hangs)
    return replace(then, text=text, buttons=(*first.buttons, *then.buttons), hangs=hangs)
