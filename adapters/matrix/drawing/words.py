"""What a reply says on Matrix: no buttons and no spoilers, so choices are numbered."""

from collections.abc import Sequence
from dataclasses import replace

from bot.model.people import Member, Platform, Role
from bot.ui.form import Form, Question
from bot.ui.reply import Button, File, Reply, mention, quoted


def choices_of(reply: Reply) -> tuple[Button, ...]:
    """What can be chosen below a reply; to see what is hidden is the last of it."""
    shows = (reply.reveal,) if reply.hidden and reply.reveal else ()
    return (*reply.buttons, *shows)


def words_of(reply: Reply, inline: Sequence[File] = ()) -> str:
    """All but its choices, and nothing of what is hidden. `inline` are files as if opened.

    Marks are ours in its text alone: what else stands here somebody may have written.
    """
    form = form_lines(reply.form) if reply.form else ""
    files = (f"[{one.name}]\n{quoted(one.content)}" for one in inline)
    return lines(_calls(reply), reply.text, form, *files)


def numbered(choices: Sequence[Button]) -> str:
    """A line for each choice."""
    return lines(*(f"{number}. {quoted(one.label)}" for number, one in enumerate(choices, 1)))


def form_lines(form: Form) -> str:
    """A form as text: its title, and a line for each question."""
    return lines(form.title, *(_question(one) for one in form.questions))


def lines(*parts: str) -> str:
    """Those that say something, one below the other."""
    return "\n".join(part for part in parts if part)


def _question(question: Question) -> str:
    choices = ", ".join(f"{one.value} {one.label}".strip() for one in question.choices)
    offered = f" ({choices})" if choices else ""
    given = f" [{quoted(question.answer)}]" if question.answer else ""
    return f"{question.id}: {question.label}{offered}{given}"


def _calls(reply: Reply) -> str:
    return " ".join(map(_called, reply.calls))


def _called(one: Member | Role) -> str:
    """By a mark that becomes a link, where they are here."""
    if isinstance(one, Role):
        return f"@{one.value}s"
    if one.platform is not Platform.MATRIX:
        return f"@{one.name}"
    return mention(replace(one, name=one.name or one.id))
