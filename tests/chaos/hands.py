"""The hands of one person who writes with the bot: they press again what did nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from adapters.memory.acts import Acts
from adapters.memory.ledger import Shown
from adapters.memory.places import BOT
from adapters.memory.town import Town
from bot.model.people import Platform, Room

Seen = Callable[[Shown], bool]
PATIENCE_S = {Platform.DISCORD: 3.0, Platform.MATRIX: 12.0}
"""How long somebody waits for what the bot says. On Matrix everything waits in a history."""
TRIES = {Platform.DISCORD: 5, Platform.MATRIX: 2}
GLANCE_S = 0.1
QUESTIONS = ("Other words for your post", "Answer under your made-up name")


@dataclass(frozen=True, slots=True)
class Hands:
    """Whoever they belong to looks at their own screen alone."""

    name: str
    platform: Platform
    town: Town
    acts: Acts

    @property
    def sign(self) -> str:
        """What a command begins with."""
        return "/" if self.platform is Platform.DISCORD else "!"

    @property
    def dm(self) -> Room:
        """The private conversation with the bot."""
        return self.town.dm(self.name, self.platform).room

    async def command(self, room: Room, line: str, wanted: Seen) -> Shown | None:
        """Use a command."""
        typed = f"{self.sign}{line}"
        return await self.until(lambda: self.acts.invokes(self.name, room, typed), wanted)

    async def says(self, text: str, wanted: Seen) -> Shown | None:
        """Write to the bot."""
        return await self.until(lambda: self.acts.says(self.name, self.dm, text), wanted)

    async def fills(self, shown: Shown, action: str, text: str, wanted: Seen) -> Shown | None:
        """A form, or on Matrix one question; what the bot says to the answer."""
        if self.platform is Platform.MATRIX:
            press = partial(self.acts.presses_on, self.name, shown, at(shown, action))
            asked = await self.until(press, asks)  # pressed once: a second one would ask again
            return await self.says(text, wanted) if asked is not None else None
        for _ in range(TRIES[self.platform]):
            reply = await self.acts.presses_on(self.name, shown, at(shown, action))
            if reply is not None and reply.form is not None and shown.where is not None:
                fill = partial(self.acts.fills, self.name, shown.where, reply.form, {"text": text})
                return await self.until(fill, wanted)
            await asyncio.sleep(PATIENCE_S[self.platform] / 2)
        return None

    async def presses(self, shown: Shown, action: str, wanted: Seen) -> Shown | None:
        """Press until something comes of it."""
        since = self.town.ledger.next
        for _ in range(TRIES[self.platform]):
            await self.acts.presses_on(self.name, shown, at(shown, action))
            if seen := await self.sees(wanted, since):
                return seen
        return None

    async def until(self, act: Callable[[], Awaitable[object]], wanted: Seen) -> Shown | None:
        """Do something once, and what the bot shows for it."""
        since = self.town.ledger.next
        await act()
        return await self.sees(wanted, since)

    async def sees(self, wanted: Seen, since: int) -> Shown | None:
        """The first thing of the bot on one's own screen alone, as soon as it is there."""
        for _ in range(round(PATIENCE_S[self.platform] / GLANCE_S)):
            for one in self.town.ledger.entries[max(0, since - 1) :]:
                if one.sender == BOT and one.screen == (self.name,) and wanted(one):
                    return one
            await asyncio.sleep(GLANCE_S)
        return None


def asks(shown: Shown) -> bool:
    """Whether it is the one question of a thread's forms."""
    return any(shown.text.startswith(title) for title in QUESTIONS)


def at(shown: Shown, action: str) -> int:
    """The position of the button of this action."""
    return [one.action for one in shown.buttons].index(action)
