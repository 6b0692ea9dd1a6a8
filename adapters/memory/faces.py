"""How each pretended platform draws a reply: what it can and cannot show."""

import re
from dataclasses import dataclass, field, replace

from bot.model.people import Member, Platform, Role
from bot.ui.form import Form, Question
from bot.ui.reply import Button, Reply, picture_name

COMMAND = re.compile(r"</([\w-]{1,32})>")
SIGNS = {Platform.DISCORD: "/", Platform.MATRIX: "!"}
MENTION = re.compile(r"<([@#])(\w+):[^|>]{1,200}\|([^>]{0,200})>")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What stands on a screen: the text, and what can be pressed or answered by number."""

    text: str = field(repr=False)
    buttons: tuple[Button, ...] = ()
    pictures: tuple[bytes, ...] = field(default=(), repr=False)


def draw(reply: Reply, platform: Platform) -> Drawn:
    """A reply as this platform shows it."""
    match platform:
        case Platform.DISCORD:
            return _discord(reply)
        case Platform.MATRIX:
            return _matrix(reply)


def _discord(reply: Reply) -> Drawn:
    """Buttons and spoilers exist."""
    hidden = f"||{_inside(reply.hidden)}||" if reply.hidden else ""
    form = form_lines(reply.form) if reply.form else ""
    hung = _hung(reply, "SPOILER_")
    text = _lines(_calls(reply), reply.text, hidden, form, _files(reply), hung)
    return Drawn(_named(text, Platform.DISCORD), reply.buttons, reply.pictures)


def _inside(hidden: str) -> str:
    """Marks that would end a spoiler are parted; taken away, they would join what stands beside."""
    return hidden.replace("|", "|\u200b")


def _matrix(reply: Reply) -> Drawn:
    """No buttons, no spoilers: choices are numbered, and what is hidden is asked for.

    So are the pictures that hang on something hidden.
    """
    reply = replace(reply, pictures=()) if reply.hidden else reply
    choices = (*reply.buttons, *((reply.reveal,) if reply.hidden and reply.reveal else ()))
    numbered = [f"{n}. {button.label}" for n, button in enumerate(choices, 1)]
    form = form_lines(reply.form) if reply.form else ""
    text = _lines(_calls(reply), reply.text, form, _files(reply), _hung(reply), *numbered)
    return Drawn(_named(text, Platform.MATRIX), choices, reply.pictures)


def form_lines(form: Form) -> str:
    """A form as text: its title, and a line for each question."""
    return _lines(form.title, *(_question(one) for one in form.questions))


def _question(question: Question) -> str:
    choices = ", ".join(f"{one.value} {one.label}".strip() for one in question.choices)
    offered = f" ({choices})" if choices else ""
    given = f" [{question.answer}]" if question.answer else ""
    return f"{question.id}: {question.label}{offered}{given}"


def _files(reply: Reply) -> str:
    """A file as if it had been opened."""
    return _lines(*(f"[{one.name}]\n{one.content}" for one in reply.files))


def _hung(reply: Reply, before: str = "") -> str:
    """The pictures by their names."""
    return _lines(*(f"[{before}{picture_name(n)}]" for n, _ in enumerate(reply.pictures, 1)))


def _calls(reply: Reply) -> str:
    return " ".join(f"@{_called(one)}" for one in reply.calls)


def _called(one: Member | Role) -> str:
    return f"{one.value}s" if isinstance(one, Role) else one.name


def _named(text: str, platform: Platform) -> str:
    def name(match: re.Match[str]) -> str:
        sign, where, called = match[1], match[2], match[3]
        here = called if called.startswith(sign) else f"{sign}{called}"
        return here if where == platform else f"{called} ({where})"

    return COMMAND.sub(rf"{SIGNS[platform]}\1", MENTION.sub(name, text))


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
