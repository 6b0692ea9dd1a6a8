"""Commands and choices: what a message that was read does."""

from collections.abc import Iterator

from adapters.matrix.reading.texts import bare
from adapters.matrix.reading.typed import SHOW, Typed
from bot.model.events import Invoked, Pressed, Said, Target
from bot.ui.reply import Button


def invoked(said: Said, typed: Typed, target: Target | None = None) -> Invoked:
    """The command that a message is.

    What stands in it beside the command, such as another text in its formatted half or the name
    of a file, comes with it as answers to no question: so it is assessed, and does nothing.
    """
    beside = {f"further-{n}": one for n, one in enumerate(_beside(said, typed), 1)}
    return Invoked(
        id=said.id, at=said.at, who=said.who, room=said.room, holds=said.holds, direct=said.direct,
        position=said.position, name=typed.name, typed=typed.rest,
        answers={**dict(typed.answers), **beside}, target=target,
    )  # fmt: skip


def _beside(said: Said, typed: Typed) -> Iterator[str]:
    known = {bare(one) for one in ("", typed.covers, f"{typed.name} {typed.rest}")}
    known |= {bare(one) for _, one in typed.answers}
    return (one for one in (said.text, *said.parts) if bare(one) not in known)


def pressed(said: Said, button: Button) -> Pressed:
    """The choice that a number, or a reaction, stands for."""
    return Pressed(
        id=said.id, at=said.at, who=said.who, room=said.room, holds=said.holds, direct=said.direct,
        position=said.position, action=button.action, about=button.about,
    )  # fmt: skip


def chosen(choices: tuple[Button, ...], number: int | str) -> Button | None:
    """The choice of this number, counted from 1, or the one that shows what is hidden."""
    if number == SHOW:
        return next((one for one in choices if one.action.endswith(f".{SHOW}")), None)
    is_one = isinstance(number, int) and 0 < number <= len(choices)
    return choices[number - 1] if is_one and isinstance(number, int) else None
