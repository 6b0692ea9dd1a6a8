"""The directory's feature put together over one house."""

from adapters.sql.house import House
from bot.app.content import Content
from bot.ports.time import Clock
from cogs.resources.carried import Carrying
from cogs.resources.desk import Desk
from cogs.resources.feature import Resources


def resources_over(house: House, content: Content, clock: Clock) -> Resources:
    """The feature with its ports."""
    return Resources(
        Desk(
            directory=content.directory,
            carrying=Carrying.of(content.directory, house.carried),
            preferences=house.preferences, reminders=house.reminders, community=house.community,
            mistakes=house.mistakes, outbox=house.outbox, texts=content.texts, clock=clock,
        )
    )  # fmt: skip
