"""The table of everything that can be asked for: built once from the cogs, refused when unclear."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.cog import (
    Action,
    Cog,
    Command,
    FreeText,
    Gathers,
    Goes,
    Job,
    Listener,
    Newcomer,
    Replied,
    Suggests,
    Undelivered,
)
from bot.model.events import AnyEvent, Invoked, Pressed
from bot.model.people import Role
from bot.ui.reading import plain
from bot.ui.texts import Say

T = TypeVar("T")
COMMAND = "command:"
"""The action that a command's form is submitted to."""


@dataclass(frozen=True, slots=True)
class Table:
    """Commands by name and word, actions by name, and what listens."""

    commands: Mapping[str, Command[Any]]
    words: Mapping[str, Command[Any]]
    actions: Mapping[str, Action[Any]]
    listeners: tuple[Listener, ...]
    jobs: tuple[Job, ...]
    free_text: FreeText | None
    undelivered: tuple[Undelivered, ...]
    newcomers: tuple[Newcomer, ...] = ()
    replied: tuple[Replied, ...] = ()
    resting: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()
    left: tuple[Goes, ...] = ()
    joined: tuple[Goes, ...] = ()
    suggests: Mapping[str, Suggests] = field(default_factory=dict[str, Suggests])
    gathers: tuple[Gathers, ...] = ()

    def command(self, name: str) -> Command[Any] | None:
        """By its name, or by one of its words."""
        slug = "-".join(plain(name).split())
        return self.commands.get(slug) or self.words.get(slug)

    def sets_up(self, event: AnyEvent) -> bool:
        """Whether it asks for what only an admin may."""
        command = self.command(event.name) if isinstance(event, Invoked) else None
        return command is not None and command.role is Role.ADMIN

    def from_outside(self, event: AnyEvent) -> bool:
        """Whether admins of a platform that is not linked may ask for this, too."""
        if isinstance(event, Invoked):
            command = self.command(event.name)
            return command is not None and command.outside
        action = self.actions.get(event.action) if isinstance(event, Pressed) else None
        return action is not None and action.outside


def table_of(cogs: Iterable[Cog], *, alarm_only: bool = False, voices: Sequence[Say] = ()) -> Table:
    """Raise ValueError when two features claim one name, in any language of `voices`.

    In alarm-only mode the features that keep what people write rest.
    """
    cogs = tuple(cogs)
    asleep = [cog for cog in cogs if alarm_only and cog.keeps]
    commands = [one for cog in cogs for one in cog.commands]
    forms = [
        Action(f"{COMMAND}{one.name}", one.run, one.form, one.role, one.texts, outside=one.outside)
        for one in commands
    ]
    actions = [*forms, *(one for cog in cogs for one in cog.actions)]
    return Table(
        commands=_by_name((one.name, one) for one in commands),
        words=_by_name((word, one) for one in commands for word in _words(one, voices)),
        actions=_by_name((one.name, one) for one in actions),
        listeners=tuple(one for cog in cogs for one in cog.listeners),
        jobs=tuple(one for cog in cogs if cog not in asleep for one in cog.jobs),
        free_text=next(
            (one.free_text for one in cogs if one.free_text and one not in asleep), None
        ),
        undelivered=tuple(cog.undelivered for cog in cogs if cog.undelivered),
        newcomers=tuple(cog.newcomer for cog in cogs if cog.newcomer and cog not in asleep),
        replied=tuple(cog.replied for cog in cogs if cog.replied and cog not in asleep),
        resting=frozenset(name for cog in asleep for name in names_of(cog)),
        asks=frozenset(name for cog in cogs if cog.asks for name in names_of(cog) - cog.asks_not),
        left=tuple(cog.left for cog in cogs if cog.left),
        joined=tuple(cog.joined for cog in cogs if cog.joined),
        suggests=_by_name(pair for cog in cogs for pair in cog.suggests.items()),
        gathers=tuple(cog.gathers for cog in cogs if cog.gathers and cog not in asleep),
    )


def names_of(cog: Cog) -> frozenset[str]:
    """Everything that a feature can be asked for, as actions are named."""
    commands = (f"{COMMAND}{one.name}" for one in cog.commands)
    return frozenset((*commands, *(one.name for one in cog.actions)))


def key_of(command: Command[Any]) -> str:
    """What a command's texts are called by in the catalogue."""
    return command.name.replace("-", "_")


def _words(command: Command[Any], voices: Sequence[Say]) -> frozenset[str]:
    """What else a command is called, also in other languages; on a message it is never typed."""
    typed = () if command.on_message else voices
    names = {say(f"{key_of(command)}.name") for say in typed} - {command.name}
    return frozenset(plain(word) for word in (*command.words, *names))


def _by_name(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    found: dict[str, T] = {}
    for name, thing in pairs:
        if name in found:
            message = f"two features claim the name {name}"
            raise ValueError(message)
        found[name] = thing
    return found
