"""What can be asked for, as a platform lists it: each command with its questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.ui.form import Question


@dataclass(frozen=True, slots=True)
class Entry:
    """One command. `names`, `about` and `questions` are by language; English is always there.

    `name` is what it is known by, whatever it is called. `on_message` makes it an entry of a
    message's own menu, where it is called what it is about. `words` are further names by which it
    is known where commands are typed.
    """

    name: str
    names: Mapping[str, str]
    about: Mapping[str, str]
    questions: Mapping[str, Sequence[Question]]
    on_message: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Typing:
    """An option of a command while somebody types it: half a word, which nobody has sent.

    It is never assessed, kept or logged: what is meant comes again, with the command itself.
    """

    command: str
    question: str
    text: str = field(repr=False)
    locale: str = "en"
