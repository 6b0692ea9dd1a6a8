"""A running bot in this process: the real database on disk, the town as its platforms."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from adapters.alarm.bell import ApschedulerAlarm
from adapters.alarm.clock import SystemClock
from adapters.memory.local import LocalLink
from adapters.memory.places import Person, person, residents, room_named
from adapters.memory.platform import TownPlatform
from adapters.memory.town import Town
from adapters.paging.nobody import NoDeadMan, NoPager
from bot.app.application import Application
from bot.app.content import Content
from bot.app.wiring import Outside
from bot.model.events import Invoked, Said
from bot.model.people import MessageRef, Platform, Room
from bot.settings import GivenSettings
from tests.bench.talk import line

ALARMING = "i am going to kill myself tonight"
"""Level 4, so that each incident has a card of its own, however many there are."""
ROOMS = tuple(room_named(name, one) for name in ("#general", "#vent") for one in Platform)


@dataclass(frozen=True, slots=True)
class World:
    """The bot and its town."""

    app: Application
    town: Town
    content: Content


@asynccontextmanager
async def running(folder: Path, content: Content, members: int) -> AsyncGenerator[World, None]:
    """As `porchlight run` does it, with so many members and one moderator on duty."""
    clock = SystemClock()
    town = Town(clock, townspeople(members))
    link = LocalLink(town)
    platforms = {name: TownPlatform(name, link) for name in Platform}
    settings = GivenSettings(database=folder / "data" / "bench.db", keys=folder / "keys")
    app = Application(settings, content, Outside(platforms, NoPager(), clock), NoDeadMan())
    alarm = ApschedulerAlarm()
    async with app.running(background=True):
        await alarm.start(app.tick)
        try:
            await app.receive(command(town, "mo", "duty", "on"))
            yield World(app, town, content)
        finally:
            await alarm.stop()


def townspeople(members: int) -> dict[str, Person]:
    """The six of the demo and so many more, named by numbers."""
    more = (person(f"m{number}", 100 + number) for number in range(members))
    return residents() | {one.name: one for one in more}


def said(town: Town, name: str, room: Room, text: str) -> Said:
    """A message as an adapter hands it over."""
    facts = town.event_facts(name, room, "m")
    ref = MessageRef(room, str(facts["position"]), f"https://town.example/{facts['position']}")
    return Said(**facts, text=text, message=ref)  # type: ignore[arg-type] # facts of Event


def command(town: Town, name: str, what: str, typed: str) -> Invoked:
    """A command on Discord."""
    room = room_named("#moderators" if what == "duty" else "#general", Platform.DISCORD)
    facts = town.event_facts(name, room, "i")
    return Invoked(**facts, name=what, typed=typed)  # type: ignore[arg-type] # facts of Event


def chatter(town: Town, number: int, seed: int = 1) -> list[Said]:
    """So many harmless messages of a hundred members in four rooms."""
    chance = Random(seed)  # noqa: S311 - words, not secrets
    members = [name for name in town.people if name.startswith("m")][:100]
    return [
        said(town, chance.choice(members), chance.choice(ROOMS), line(chance))
        for _ in range(number)
    ]
