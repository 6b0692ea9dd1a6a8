"""The crowd: people in rooms of eight, who talk, edit, cry, and write to the bot in private."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from tests.wire.matrix.chaos.somebody import Somebody
from tests.wire.matrix.person import Person
from tests.wire.matrix.synapse import Synapse
from tests.wire.matrix.town import Space, come

CRIES = (
    "i want to die", "i can't go on anymore, i want to disappear", "i wish i was dead",
    "i am going to kill myself tonight", "i have been cutting myself again",
)  # fmt: skip
CHATS = (
    "good morning everyone", "anyone up for a game later?", "my cat fell off the sofa again",
    "thanks, that recipe was great", "how was your exam?", "the bus was late again today",
)  # fmt: skip
IN_A_ROOM = 8
PLAIN_EACH = 4
"""Every so manieth room is not encrypted."""
ROLES = '!setup-roles moderators="People in Moderators"'


@dataclass(frozen=True, slots=True)
class Wrote:
    """Something that was said: the name of its event, and of what stands in its room by it."""

    who: str
    event: str
    stands: str
    text: str
    cry: bool = False
    private: bool = False
    encrypted: bool = True


@dataclass(slots=True)
class Crowd:
    """`people` talk, `staff` moderate. `wrote` grows with each thing said, once it is sent."""

    chance: Random
    pace: float
    space: Space
    staff_room: str
    people: list[Somebody]
    staff: list[Somebody]
    home: dict[str, str]
    plain: set[str]
    wrote: list[Wrote] = field(default_factory=list[Wrote])
    said: int = 0
    is_over: bool = False

    @classmethod
    async def gathers(
        cls, at: Synapse, bot: str, many: int, chance: Random, pace: float
    ) -> "Crowd":
        """Everybody has an account, and sits in a room with up to seven others."""
        admin = await Person.arrives(at, "ada")
        staff = [await Somebody.arrives(at, name, bot) for name in ("mo", "kit")]
        people = [await Somebody.arrives(at, f"p{number:02}", bot) for number in range(many)]
        everybody = [one.person for one in (*staff, *people)]
        space = await Space.made(at, admin, bot, *(one.id for one in everybody))
        room = await space.room("Moderators", bot, *(one.person.id for one in staff))
        for one in staff:
            await come(one.person, [space.id, room])
        crowd = cls(chance, pace, space, room, people, staff, {}, set())
        for number in range(0, many, IN_A_ROOM):
            await crowd._sit(number // IN_A_ROOM, people[number : number + IN_A_ROOM], bot)
        return crowd

    async def _sit(self, number: int, who: Sequence[Somebody], bot: str) -> None:
        plain = number % PLAIN_EACH == PLAIN_EACH - 1
        ids = (one.person.id for one in who)
        room = await self.space.room(f"Talk {number}", bot, *ids, encrypted=not plain)
        if plain:
            self.plain.add(room)
        for one in who:
            await come(one.person, [self.space.id, room])
            self.home[one.person.id] = room

    async def meets(self, bot: str) -> None:
        """The bot is there: it is in every room, and everybody has a private one with it."""
        admin = self.space.admin
        private = await admin.opens(bot)
        await admin.is_with(bot, private)
        await admin.says(private, ROLES)
        await admin.until(lambda: any("People in Moderators" in text for _, text in admin.read))
        for one in self.staff:
            await one.person.is_with(bot, self.staff_room)
        for one in self.people:
            await one.person.is_with(bot, self.home[one.person.id])
            one.private = await one.person.opens(bot)
            await one.person.is_with(bot, one.private)

    async def acts(self, one: Somebody) -> None:
        """One person does one thing after another, until it is over."""
        ways: tuple[Callable[[Somebody], Awaitable[None]], ...] = (
            self._chats, self._cries, self._edits, self._edits_into_a_cry, self._writes,
            self._cries_in_private,
        )  # fmt: skip
        mean = len(self.people) / self.pace
        while not self.is_over:
            await asyncio.sleep(self.chance.expovariate(1 / mean))
            (way,) = self.chance.choices(ways, (70, 4, 8, 2, 8, 4))
            await way(one)

    def everybody(self) -> list[Somebody]:
        """All whose screens count."""
        return [*self.people, *self.staff]

    async def _chats(self, one: Somebody) -> None:
        await self._says(one, self._room(one), self._chat())

    async def _cries(self, one: Somebody) -> None:
        await self._says(one, self._room(one), self._cry(one), cry=True)

    async def _edits(self, one: Somebody) -> None:
        first = await self._says(one, self._room(one), self._chat())
        await self._edited(one, first, self._chat(), cry=False)

    async def _edits_into_a_cry(self, one: Somebody) -> None:
        first = await self._says(one, self._room(one), self._chat())
        await self._edited(one, first, self._cry(one), cry=True)

    async def _writes(self, one: Somebody) -> None:
        await self._says(one, one.private, self._chat(), private=True)

    async def _cries_in_private(self, one: Somebody) -> None:
        text = f"{self.chance.choice(CRIES)}. chapter {self._next()}"
        await self._says(one, one.private, text, cry=True, private=True)

    async def _says(
        self, one: Somebody, room: str, text: str, *, cry: bool = False, private: bool = False
    ) -> str:
        event = await one.says(room, text)
        sealed = room not in self.plain
        self.wrote.append(Wrote(one.person.id, event, event, text, cry, private, sealed))
        return event

    async def _edited(self, one: Somebody, first: str, text: str, *, cry: bool) -> None:
        room = self._room(one)
        event = await one.edits(room, first, text)
        sealed = room not in self.plain
        self.wrote.append(Wrote(one.person.id, event, first, text, cry, encrypted=sealed))

    def _room(self, one: Somebody) -> str:
        return self.home[one.person.id]

    def _chat(self) -> str:
        return f"{self.chance.choice(CHATS)} ({self._next()})"

    def _cry(self, one: Somebody) -> str:
        """Each person always in the same words: what is owed for them is known."""
        return CRIES[self.people.index(one) % len(CRIES)]

    def _next(self) -> int:
        self.said += 1
        return self.said
