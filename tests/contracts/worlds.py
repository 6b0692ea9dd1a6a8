"""The chat platforms that are held to the contract, each with people on it."""

from collections.abc import Sequence
from datetime import timedelta

from adapters.memory.acts import Acts
from adapters.memory.places import room_named
from adapters.memory.town import Town
from bot.model.events import AnyEvent, Said
from bot.model.people import Platform, Role, Room
from bot.ports.chat import ChatPlatform, Cursors
from bot.ports.menu import Entry, Typing
from bot.ports.mirror import Mirror
from bot.ui.form import Choice
from bot.ui.reply import Reply


class Listener:
    """A receiver that writes down what it was handed."""

    def __init__(self) -> None:
        self.events: list[AnyEvent] = []
        self.positions: dict[Room, int] = {}

    async def receive(self, event: AnyEvent) -> Reply | None:
        """Take one event in."""
        self.events.append(event)
        if event.position is not None:
            self.positions[event.room] = event.position
        return None

    async def gathered(self, event: Said) -> Reply | None:
        """Nothing comes of files."""
        del event
        return None

    async def begins_at(self, positions: Cursors) -> None:
        """The first start."""
        self.positions |= positions

    async def returned(self, platform: Platform, since: object, read: int) -> None:
        """Nothing to do."""
        del platform, since, read

    def is_urgent(self, event: Said) -> bool:
        """Nothing is."""
        del event
        return False

    async def receive_early(self, event: Said) -> Reply | None:
        """As any other."""
        return await self.receive(event)

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
        """Nothing to mirror."""
        del platform
        return Mirror()


class World:
    """A platform with people on it."""

    def __init__(self, town: Town, platform: ChatPlatform) -> None:
        self.town, self.platform, self.acts = town, platform, Acts(town)
        self.room = room_named("#general", platform.name)
        self.ana = town.people["ana"].on(platform.name)

    async def says(self, text: str) -> None:
        """Ana writes."""
        await self.acts.says("ana", self.room, text)

    def seen(self) -> list[str]:
        """What stands in the room."""
        return [one.text for one in self.town.ledger.now_shown() if one.where == self.room]


WORLDS = [
    *((where, name) for where in ("direct", "socket") for name in Platform),
    ("wire", Platform.DISCORD),
    ("simcord", Platform.DISCORD),
]
