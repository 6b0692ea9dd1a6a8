"""The crowd: people who cry once each, in every way that there is, and a note of who did how."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random

from adapters.memory.acts import Acts
from adapters.memory.ledger import Shown
from adapters.memory.places import BOT, Person, person, residents, room_named
from adapters.memory.town import Town
from bot.model.people import Platform, Room

HERE = Platform.DISCORD
CRIES = (
    "i want to die", "i can't go on anymore, i want to disappear", "i wish i was dead",
    "i am going to kill myself tonight", "i have been cutting myself again",
)  # fmt: skip
CHATS = ("good morning everyone", "my cat fell off the sofa again", "how was your exam?")
PEOPLE, SHY = 12, 3
ROOMS = ("#general", "#vent")
ASKS_AGAIN_S, TIMES = 3.0, 40
"""Whoever asks for a person asks again, until the bot has answered."""
ANSWERS = {"crisis.safe", "crisis.answer"}
"""Each stands below an answer only."""


def townspeople() -> dict[str, Person]:
    """The six of the demo, and those who cry."""
    more = [person(f"p{number:02}", 100 + number) for number in range(PEOPLE)]
    return residents() | {one.name: one for one in more}


@dataclass(slots=True)
class Crowd:
    """`cried` are those for whom moderators are called, once.

    `threads` are the texts of those who `wrote` in private.
    """

    town: Town
    chance: Random
    cried: set[str] = field(default_factory=set[str])
    asked: set[str] = field(default_factory=set[str])
    threads: set[str] = field(default_factory=set[str])
    wrote: set[str] = field(default_factory=set[str])
    _acts: Acts = field(init=False)

    def __post_init__(self) -> None:
        """Some take no DMs."""
        self._acts = Acts(self.town)
        shy = [f"p{number:02}" for number in range(SHY)]
        self.town.faults.closed_dms |= {self.town.people[name].on(HERE) for name in shy}

    async def begin(self) -> None:
        """Everybody has written to the bot before.

        Of a private conversation that it does not know Discord tells a bot nothing later: a first
        message of all that is written while it is away is heard only with the next one.
        """
        for name in self.talkers:
            await self._acts.says(name, self.town.dm(name, HERE).room, "hello")

    @property
    def talkers(self) -> list[str]:
        """Those who take messages of the bot's."""
        return [f"p{number:02}" for number in range(SHY, PEOPLE)]

    def greeted(self) -> bool:
        """Whether the bot said something to all of them."""
        ours = [one for one in self.town.ledger.entries if one.sender == BOT and one.private]
        return {*self.talkers} <= {name for one in ours for name in one.screen}

    async def cry(self, name: str) -> None:
        """One person, in one of the ways."""
        ways: tuple[Callable[[str], Awaitable[None]], ...] = (
            self._says, self._edits, self._asks, self._writes,
        )  # fmt: skip
        (way,) = self.chance.choices(ways, (5, 2, 3, 3))
        if way == self._writes and name not in self.talkers:
            way = self._says
        await way(name)

    async def chat(self) -> None:
        """Talk."""
        await self._acts.says("ben", self._room(), self.chance.choice(CHATS))

    async def _says(self, name: str) -> None:
        self.cried.add(name)
        await self._acts.says(name, self._room(), self.chance.choice(CRIES))

    async def _edits(self, name: str) -> None:
        room = self._room()
        await self._acts.says(name, room, self.chance.choice(CHATS))
        await asyncio.sleep(self.chance.uniform(0.0, 0.5))
        self.cried.add(name)
        await self._acts.edits(name, room, self.chance.choice(CRIES))

    async def _writes(self, name: str) -> None:
        """In private: a draft, of which nobody may learn whose it is."""
        text = f"{self.chance.choice(CRIES)}. chapter {self.town.ledger.next}"
        self.threads.add(text)
        self.wrote.add(name)
        await self._acts.says(name, self.town.dm(name, HERE).room, text)

    async def _asks(self, name: str) -> None:
        self.asked.add(name)
        for _ in range(TIMES):
            await self._acts.invokes(name, self._room(), "/help-me-now")
            await asyncio.sleep(ASKS_AGAIN_S)
            if self.answered(name):
                return

    def answered(self, name: str) -> bool:
        """Whether somebody sees an answer of the bot's."""
        entries = self.town.ledger.entries
        return any(one.sender == BOT and name in one.screen and _answers(one) for one in entries)

    def all_answered(self) -> bool:
        """Whether everybody who cried sees one."""
        return all(map(self.answered, self.cried | self.asked | self.wrote))

    def id_of(self, name: str) -> str:
        """Somebody's id on Discord."""
        return self.town.people[name].on(HERE).id

    def _room(self) -> Room:
        return room_named(self.chance.choice(ROOMS), HERE)


def _answers(shown: Shown) -> bool:
    return any(one.action in ANSWERS for one in shown.buttons)
