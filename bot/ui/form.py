"""Forms: one dataclass is the slash options, the modal and the questions asked one by one."""

from dataclasses import MISSING, dataclass, field, fields
from enum import Enum, StrEnum
from types import NoneType, UnionType
from typing import Annotated, Union, get_args, get_origin, get_type_hints

from bot.ui.texts import Say


class Kind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    WORD = "word"
    LINE = "line"
    PARAGRAPH = "paragraph"
    YES_NO = "yes-no"
    ROOMS = "rooms"
    ROLES = "roles"


PICKED = frozenset({Kind.ROOMS, Kind.ROLES})
"""What is picked from the platform's own list where it has one, and typed by name elsewhere."""


@dataclass(frozen=True, slots=True)
class Ask:
    """How a field is asked for: `key` names its texts in the catalogue.

    `longest_chars` bounds an answer; a longer one is refused, or with `cut` shortened, where
    nothing may stand in the way. `paragraph` asks for a larger field where one exists, `one_word`
    for a single word where commands are typed. `picks` says that rooms or roles are asked for;
    where they are picked from a list, the question is that under `key` with `.pick`. `suggests`
    names who offers answers while one is being typed (`Cog.suggests`), where the set of them is
    long but known.
    """

    key: str
    longest_chars: int = 200
    paragraph: bool = False
    one_word: bool = False
    cut: bool = False
    picks: Kind | None = None
    suggests: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that may be picked; `also` are further words that mean it."""

    value: str
    label: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form, in the words of one language.

    `name` is what it is called as an option of a command; empty where it is none. `suggests` says
    that answers are offered while one is being typed.
    """

    id: str
    label: str
    kind: Kind
    required: bool
    choices: tuple[Choice, ...] = ()
    longest_chars: int = 200
    answer: str = field(default="", repr=False)
    name: str = ""
    suggests: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """Questions to one person. `submit` is the action that receives the answers."""

    title: str
    submit: str
    questions: tuple[Question, ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class NoQuestions:
    """The form of a command that asks nothing."""


@dataclass(frozen=True, slots=True)
class Blank:
    """One field of a form's dataclass, with its type taken apart."""

    id: str
    type: type[object]
    required: bool
    ask: Ask


def blanks(form: type) -> tuple[Blank, ...]:
    """The questions that a dataclass asks, in order."""
    hints = get_type_hints(form, include_extras=True)
    return tuple(_blank(one.name, hints[one.name], one.default is MISSING) for one in fields(form))


def _blank(name: str, hint: object, required: bool) -> Blank:  # noqa: FBT001 - private
    if get_origin(hint) is not Annotated:
        message = f"the field {name} of a form has no Ask"
        raise TypeError(message)
    inner, ask = get_args(hint)[:2]
    options: tuple[type, ...] = (
        get_args(inner) if isinstance(inner, UnionType) or get_origin(inner) is Union else (inner,)
    )
    (kind,) = (one for one in options if one is not NoneType)
    return Blank(name, kind, required, ask)


def questions_of(form: type, say: Say, *, picks: bool = False) -> tuple[Question, ...]:
    """The questions of a dataclass in the language of `say`; `picks` where there are lists."""
    return tuple(_question(blank, say, picks=picks) for blank in blanks(form))


def _question(blank: Blank, say: Say, *, picks: bool) -> Question:
    label = say(f"{blank.ask.key}.pick" if picks and blank.ask.picks else f"{blank.ask.key}.ask")
    choices = choices_of(blank, say)
    return Question(
        blank.id, label, _kind(blank, picks=picks), blank.required, choices, blank.ask.longest_chars
    )


def _kind(blank: Blank, *, picks: bool) -> Kind:
    if members_of(blank.type):
        return Kind.CHOICE
    if blank.type is bool:
        return Kind.YES_NO
    if picks and blank.ask.picks is not None:
        return blank.ask.picks
    if blank.ask.one_word:
        return Kind.WORD
    return Kind.PARAGRAPH if blank.ask.paragraph else Kind.LINE


def members_of(kind: type[object]) -> tuple[Enum, ...]:
    """The members of a closed set of answers; none for any other type."""
    return tuple(kind) if issubclass(kind, Enum) else ()


def choices_of(blank: Blank, say: Say) -> tuple[Choice, ...]:
    """The answers of a question that has a closed set of them; the label comes first."""
    if members := members_of(blank.type):
        return tuple(_choice(blank.ask.key, one, say) for one in members)
    if blank.type is bool:
        return (_said("yes", say("form.yes")), _said("no", say("form.no")))
    return ()


def _choice(key: str, one: Enum, say: Say) -> Choice:
    return _said(str(one.value), say(f"{key}.{one.name.lower()}"))


def _said(value: str, words: str) -> Choice:
    label, *also = (word.strip() for word in words.split("|"))
    return Choice(value, label, tuple(also))
