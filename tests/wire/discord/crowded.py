"""The whole bot in a server of many, by the clock on the wall: with hundreds of reminders owed."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

from adapters.alarm.clock import SystemClock
from adapters.memory.places import Person, person, residents
from adapters.memory.town import Town
from adapters.paging.nobody import NoDeadMan, NoPager
from bot.app.application import Application
from bot.app.content import Content
from bot.app.wiring import Outside
from bot.model.people import Direct
from bot.ports.delivery import Priority, Rung
from bot.settings import GivenSettings
from bot.ui.reply import Reply
from tests.wire.discord.bot import HERE, OnWire
from tests.wire.discord.server import Wire

REMINDED = 500
WORDS = "how are you today?"
FIRST_NUMBER = 1_000


def crowd(many: int = REMINDED) -> list[Person]:
    """Those who want a reminder."""
    return [person(f"r{n:03}", FIRST_NUMBER + n) for n in range(many)]


def town_of(people: Sequence[Person]) -> Town:
    """The six of the demo, and they."""
    return Town(SystemClock(), residents() | {one.name: one for one in people})


@asynccontextmanager
async def alive(
    wire: Wire, folder: Path, content: Content, *, background: bool = True
) -> AsyncGenerator[tuple[Application, OnWire], None]:
    """The bot on this wire until left."""
    platform = OnWire(wire)
    outside = Outside({HERE: platform}, NoPager(), wire.town.clock, Random(1))  # noqa: S311 - names
    settings = GivenSettings(database=folder / "p.db", keys=folder / "keys")
    app = Application(settings, content, outside, NoDeadMan())
    async with app.running(background=background):
        yield app, platform


async def owe(app: Application, people: Sequence[Person]) -> None:
    """Everybody's reminder is due now, as after an outage."""
    now = app.outside.clock.now()

    async def work() -> None:
        for one in people:
            rung = Rung(Direct(one.on(HERE)), Reply(WORDS))
            step = f"remind {one.name}"
            await app.house.outbox.owe(step, (rung,), due=now, priority=Priority.REMINDER)

    await app.house.store.unit("reminders", work)
