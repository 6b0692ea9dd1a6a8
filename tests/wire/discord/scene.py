"""One town on the wire with the adapter in it, and nobody behind it yet."""

from dataclasses import dataclass

from adapters.memory.acts import Acts
from adapters.memory.town import Town
from bot.model.people import Room
from tests.wire.discord.bot import OnWire
from tests.wire.discord.server import Wire


@dataclass(frozen=True)
class Scene:
    """One town with the adapter in it."""

    town: Town
    wire: Wire
    bot: OnWire
    acts: Acts
    general: Room
