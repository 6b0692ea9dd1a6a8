"""A chat in the town: lines as in a script go in, what people then see comes out."""

import re
from dataclasses import dataclass
from datetime import timedelta

from adapters.memory.ledger import Shown
from adapters.memory.places import BOT
from adapters.memory.script import step_of
from bot.app.application import Application
from bot.app.rehearsal import Rehearsal
from bot.model.events import EventId, Pressed
from bot.model.people import Platform

QUIETLY = re.compile(r"\* quietly (\d+)d")
CARD = ("Has it:", "Closed:", "Many at once")
"""What only cards say; pages and private replies do not."""


@dataclass(slots=True)
class Chat:
    """One town with a running bot."""

    town: Rehearsal

    async def __call__(self, *lines: str) -> list[Shown]:
        """Act lines out, one after another; everything that appeared since.

        `* quietly 30d` are days of which only the end matters: the bot is rung four times in
        each, not at every moment that it asks for, as on a machine that mostly sleeps.
        """
        before = len(self.town.town.ledger.entries)
        for line in lines:
            if found := QUIETLY.fullmatch(line):
                await self._days(int(found[1]))
                continue
            step = step_of(line, self.town.usual)
            assert step is not None
            await self.town.take(step)
        return self.town.town.ledger.entries[before:]

    async def _days(self, days: int) -> None:
        for _ in range(4 * days):
            self.town.clock.advance(timedelta(hours=6))
            await self.town.settle()

    @property
    def app(self) -> Application:
        """The bot that runs now."""
        assert self.town.app is not None
        return self.town.app

    async def agree(self, *names: str) -> None:
        """These people said yes to keeping things, on both platforms."""
        for name in names:
            await self(f"{name} @bot: /consent yes", f"{name} @bot/matrix: !consent yes")

    def seen(self, name: str, *, place: str = "") -> list[Shown]:
        """What this person's screens show of the bot now, oldest first."""
        return [
            one
            for one in self.town.town.ledger.now_shown()
            if name in one.screen and one.sender == BOT and place in {"", one.room}
        ]

    def pressed(
        self, who: str, action: str, about: str, answers: dict[str, str] | None = None
    ) -> Pressed:
        """A button as if this person had pressed it, wherever it stands, or made it up."""
        person = self.town.town.people[who]
        room = self.town.town.dm(who, Platform.DISCORD).room
        return Pressed(
            id=EventId(f"discord:i{self.town.town.tick()}"), at=self.town.clock.now(),
            who=person.on(Platform.DISCORD), room=room, direct=True,
            holds=person.holds(Platform.DISCORD), action=action, about=about, answers=answers or {},
        )  # fmt: skip

    def cards(self) -> list[str]:
        """The cards in the moderators' room where people usually are, as they stand now."""
        return [
            one.text
            for one in self.seen("mo", place="#moderators")
            if one.platform is self.town.usual and any(word in one.text for word in CARD)
        ]


def texts(shown: list[Shown], who: str = "") -> str:
    """All texts that a person (or anybody) was shown, one after another."""
    return "\n---\n".join(one.text for one in shown if not who or who in one.screen)


def is_taken_out(text: str) -> bool:
    """What stands where a post was taken out: nothing, where a platform can do that."""
    return not text or "has taken this post out" in text


def labels(shown: list[Shown]) -> list[str]:
    """The buttons that appeared."""
    return [button.label for one in shown for button in one.buttons]
