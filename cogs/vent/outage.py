"""Which commands and buttons of vents wait while nothing can be written, and which do not."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from bot.cog import Action, Command
from bot.outage import Run, at_once, kept_back, put_off, shown
from cogs.vent.desk import Desk, Surroundings

T = TypeVar("T", Command[Any], Action[Any])
SHOWS = frozenset({
    "my-vents", "replies", "vents", "thread", "bans", "vent.preview", "vent.ghost",
    "vent.earlier", "vent.show", "vent.words", "listen.transcript", "reply-anonymously",
})  # fmt: skip
AT_ONCE = frozenset({
    "vent", "ghost", "lockdown", "vent.worried", "vent.tell", "vent.answer", "vent.edit",
    "vent.post", "vent.send", "vent.reply",
})  # fmt: skip
"""They call moderators from memory, or look at the real rows before they say what will be."""
WRITES_ANEW = frozenset({"vent.options", "listen.speak"})
"""What was written is looked at before it goes on, or answered by somebody who waits."""
PRESSES_ANEW = frozenset({
    "vent.ghost_post", "vent.ghost_address", "vent.only", "listen.accept",
})  # fmt: skip
"""Their answer is the only way on: a receipt, the buttons of a conversation."""


def guarded(desk: Desk, parts: Iterable[T]) -> tuple[T, ...]:
    """What is named nowhere waits: a new button drops nothing and says nothing false."""
    return tuple(replace(one, run=_guard(one.name, one.run, desk.around)) for one in parts)


def _guard(name: str, run: Run[Any], around: Surroundings) -> Run[Any]:
    if name in SHOWS:
        return shown(run, around.outage, "vent.unread")
    if name in AT_ONCE:
        return at_once(run, around.outage, "vent.later")
    if name in WRITES_ANEW:
        return kept_back(run, around.failing, "vent.not_now")
    if name in PRESSES_ANEW:
        return kept_back(run, around.failing, "vent.press_again")
    return put_off(run, around.outage, "vent.later")
