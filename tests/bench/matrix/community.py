"""A community on a real Synapse: who cries, who talks, and a moderator who looks at a screen."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

import asyncio
import secrets
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

from nio import Event, MatrixRoom, MegolmEvent, RoomMessage
from nio.exceptions import EncryptionError

from tests.bench.matrix.bot import Bot
from tests.wire.matrix.chaos.crowd import ROLES
from tests.wire.matrix.chaos.somebody import FAILS, FILTER
from tests.wire.matrix.person import Person
from tests.wire.matrix.synapse import Synapse
from tests.wire.matrix.town import Space, come

URGENT = "i am going to kill myself tonight"
ON_DUTY = "on duty"
HOLDS_MS = 20_000
SET_UP_WITHIN_S = 120.0
AGAIN_S, LOOKS_S = 0.1, 0.02


@dataclass(slots=True)
class Screen:
    """What somebody's app shows of the bot, and since when."""

    person: Person
    bot: str
    shown: list[tuple[float, str]] = field(default_factory=list[tuple[float, str]])
    _sealed: list[Any] = field(default_factory=list[Any])

    def __post_init__(self) -> None:
        """It looks again at once where its homeserver was away."""
        client = self.person.client
        client.config = replace(client.config, max_timeout_retry_wait_time=AGAIN_S)
        client.add_event_callback(self._reads, RoomMessage)
        client.add_event_callback(self._cannot, MegolmEvent)

    async def _reads(self, room: MatrixRoom, event: Event) -> None:
        del room
        self._shows(event)

    async def _cannot(self, room: MatrixRoom, event: Event) -> None:
        del room
        self._sealed.append(event)

    def _shows(self, event: Event) -> None:
        if event.sender == self.bot:
            self.shown.append((monotonic(), str(event.source["content"])))

    async def lives(self) -> None:
        """The app is open, and its homeserver tells it of news as soon as there is some."""
        client = self.person.client
        while True:
            with suppress(*FAILS):
                await client.sync(HOLDS_MS, sync_filter=FILTER)
                if client.should_query_keys:
                    await client.keys_query()
                for room in list(client.invited_rooms):
                    await client.join(room)
            for event in list(self._sealed):
                with suppress(EncryptionError):
                    self._shows(client.decrypt_event(event))
                    self._sealed.remove(event)
            await asyncio.sleep(0)

    def told_of(self, words: str) -> float | None:
        """Since when something with these words stands there; None where nothing does."""
        return next((at for at, text in self.shown if words in text), None)

    async def shows(self, words: str, within_s: float) -> float:
        """As above, once it is there."""
        async with asyncio.timeout(within_s):
            while (at := self.told_of(words)) is None:  # noqa: ASYNC110 - nio tells callbacks
                await asyncio.sleep(LOOKS_S)
        return at


@dataclass(slots=True)
class Community:
    """`home` are the rooms where people talk; `staff` is the moderator's screen."""

    bot: Bot
    admin: Person
    staff: Screen
    people: list[Person]
    home: dict[str, str]

    async def says(self, one: Person, text: str) -> str:
        """Somebody says something where they are; its id, as often as it takes."""
        while True:
            with suppress(*FAILS):
                event = await one.says(self.home[one.name], text)
                if event.startswith("$"):
                    return event
            await asyncio.sleep(AGAIN_S)

    async def cries(self, one: Person) -> tuple[float, str]:
        """Somebody is in danger; when they sent it off, and its id."""
        began = monotonic()
        return began, await self.says(one, URGENT)

    async def meets(self) -> None:
        """The bot runs: who moderates is said once."""
        bot, staff = self.bot.id, self.staff.person
        for one in self.people:
            await one.is_with(bot, self.home[one.name])
        await staff.is_with(bot, self.bot.staff_room)
        private = await self.admin.opens(bot)
        await self.admin.is_with(bot, private)
        await self.admin.says(private, ROLES)
        await self.admin.until(
            lambda: any("People in Moderators" in text for _, text in self.admin.read)
        )


@asynccontextmanager
async def living(
    synapse: Synapse, bot: Bot, rooms: Sequence[int], *, encrypted: bool = True
) -> AsyncGenerator[Community, None]:
    """A community with so many people in each of its rooms, and the bot among them, up."""
    async with AsyncExitStack() as stack:
        community = await _founded(synapse, bot, rooms, encrypted=encrypted)
        everybody = [community.admin, community.staff.person, *community.people]
        for one in everybody:
            stack.push_async_callback(one.leaves)
        stack.push_async_callback(bot.stop)
        await bot.start()
        await community.meets()
        looking = asyncio.ensure_future(community.staff.lives())
        try:
            await community.staff.person.says(bot.staff_room, "!duty on")
            await community.staff.shows(ON_DUTY, SET_UP_WITHIN_S)
            yield community
        finally:
            looking.cancel()
            await asyncio.wait((looking,))


async def _founded(
    synapse: Synapse, bot: Bot, rooms: Sequence[int], *, encrypted: bool
) -> Community:
    mark = secrets.token_hex(3)
    admin, mo = [await Person.arrives(synapse, f"{name}-{mark}") for name in ("ada", "mo")]
    people = [await Person.arrives(synapse, f"c{n:03}-{mark}") for n in range(sum(rooms))]
    space = await Space.made(synapse, admin, bot.id, mo.id, *(one.id for one in people))
    home, rest = dict[str, str](), iter(people)
    for number, many in enumerate(rooms):
        inside = [next(rest) for _ in range(many)]
        ids = (one.id for one in inside)
        room = await space.room(f"Talk {number}", bot.id, *ids, encrypted=encrypted)
        for one in inside:
            await come(one, [space.id, room])
            home[one.name] = room
    staff = await space.room("Moderators", bot.id, mo.id)
    await come(mo, [space.id, staff])
    bot.space, bot.staff_room = space.id, staff
    return Community(bot, admin, Screen(mo, bot.id), people, home)
