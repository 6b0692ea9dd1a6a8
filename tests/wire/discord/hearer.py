"""A receiver that writes down what it hears, and answers as a test says."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.model.events import AnyEvent, Said
from bot.model.people import Platform, Role, Room
from bot.ports.chat import Cursors
from bot.ports.menu import Entry, Typing
from bot.ports.mirror import Mirror
from bot.ui.form import Choice
from bot.ui.reply import Reply

Answers = Callable[[AnyEvent], Reply | None]


class Hearer:
    """What was heard, in order, and what `early`. `slow_s` is how long each answer takes."""

    def __init__(self, answers: Answers = lambda _: None, slow_s: float = 0.0) -> None:
        self.answers, self.slow_s = answers, slow_s
        self.early: list[str] = []
        self.events: list[AnyEvent] = []
        self.positions: dict[Room, int] = {}
        self.away: list[int] = []
        self.mirrored = Mirror()

    async def receive(self, event: AnyEvent) -> Reply | None:
        """Take one event in."""
        self.events.append(event)
        if event.position is not None:
            known = self.positions.get(event.room, 0)
            self.positions[event.room] = max(event.position, known)
        await asyncio.sleep(self.slow_s)
        return self.answers(event)

    async def gathered(self, event: Said) -> Reply | None:
        """Nothing comes of files."""
        del event
        return None

    async def begins_at(self, positions: Cursors) -> None:
        """The first start."""
        self.positions |= positions

    async def returned(self, platform: Platform, since: datetime, read: int) -> None:
        """How much was read again."""
        del platform, since
        self.away.append(read)

    def is_urgent(self, event: Said) -> bool:
        """Whatever says so."""
        return "urgent" in event.text

    async def receive_early(self, event: Said) -> Reply | None:
        """Noted."""
        self.early.append(event.text)
        return None

    def turn(self, platform: Platform) -> timedelta:
        """Nothing waits."""
        del platform
        return timedelta(0)

    def menu(self) -> Sequence[Entry]:
        """No commands."""
        return ()

    def suggestions(self, typing: Typing) -> Sequence[Choice]:
        """Nothing is offered."""
        del typing
        return ()

    def roles(self, platform: Platform, gives: Role) -> Sequence[str]:
        """No roles."""
        del platform, gives
        return ()

    async def mirror(self, platform: Platform) -> Mirror:
        """What the test says."""
        del platform
        return self.mirrored

    def said(self) -> list[str]:
        """The texts that were heard."""
        return [one.text for one in self.events if isinstance(one, Said)]
