"""Many people vent over Matrix in every way, and others do what they can with it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from tests.wire.discord.unnamed.play import (
    ALARMING,
    ANSWER,
    OF_AUTHORS,
    OF_OTHERS,
    POSTING,
    QUIET,
    SOON,
)
from tests.wire.matrix.unnamed.house import House
from tests.wire.matrix.unnamed.witness import Message, Witness

WAYS = ("{}", "{}", '!vent text="{}"', '!ghost text="{}"')
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "mo": ("!vents", "!incidents", "!bans"), "kit": ("!incidents",), "ben": ("!my-vents",),
    "lia": ("!my-vents",),
}  # fmt: skip
MOST_QUESTIONS = 3
RELATES = "m.relates_to"


@dataclass(slots=True)
class Play:
    """`cast` are all by their parts, `direct` their private rooms; `done` counts what came about.

    Nothing that anybody was shown is answered when it is older than `lately` messages.
    """

    house: House
    cast: Mapping[str, Witness]
    authors: list[str]
    direct: dict[str, str]
    chance: Random
    done: Counter[str] = field(default_factory=Counter[str])
    lately: int = 40

    async def begins(self) -> None:
        """Somebody is on duty, and everybody said yes to what is kept."""
        await self.types("mo", self.house.rooms["staff"], "!duty on")
        for name in ("ben", "lia", *self.authors):
            await self.types(name, self.direct[name], "!consent yes")

    async def vents(self) -> None:
        """One more vent, and what others do then."""
        author = self.chance.choice(self.authors)
        text = self.chance.choice(ALARMING if self.chance.random() < 0.2 else QUIET)
        await self.types(author, self.direct[author], self.chance.choice(WAYS).format(text))
        for _ in range(self.chance.randint(2, 3)):
            await self._presses(author, POSTING)
        self.house.clock.by += SOON
        await self.house.settles()
        for _ in range(self.chance.randint(3, 6)):
            await self._somebody(author)
        self.done["vents"] += 1

    async def restarts(self) -> None:
        """The bot ends, and begins again."""
        await self.house.stops()
        await self.house.starts()
        self.done["restarts"] += 1

    async def _somebody(self, author: str) -> None:
        who = self.chance.choice((author, author, *OF_OTHERS))
        await self.cast[who].syncs()
        if who == author:
            if self.chance.random() < 0.3:
                await self.types(author, self.direct[author], "!my-vents")
            else:
                await self._presses(author, OF_AUTHORS)
        elif (dice := self.chance.random()) < 0.6:
            await self._presses(who, OF_OTHERS[who])
        elif dice < 0.85:
            await self._answers(who)
        else:
            where = self.direct[who] if who in {"ben", "lia"} else self.house.rooms["staff"]
            await self.types(who, where, self.chance.choice(COMMANDS[who]))

    async def _answers(self, who: str) -> None:
        """Under one's own name, to a post in the room."""
        posts = [one for one in self._shown(who) if one.room == self.house.rooms["vent"]]
        if posts:
            to = self.chance.choice(posts[-8:])
            await self._says(who, to.room, ANSWER, to.event)
            self.done["answers from the room"] += 1

    async def _presses(self, who: str, actions: tuple[str, ...]) -> None:
        wanted = self.chance.choice(actions)
        found = [
            (one, number) for one in self._shown(who)
            for number, choice in enumerate(one.choices, 1) if choice.action == wanted
        ]  # fmt: skip
        if found:
            one, number = self.chance.choice(found[-4:])
            before = set(self.cast[who].shown)
            await self._says(who, one.room, str(number), one.event)
            self.done[wanted] += 1
            await self._fills(who, before)

    async def _fills(self, who: str, before: set[str]) -> None:
        """Answer what is asked, one question at a time."""
        for _ in range(MOST_QUESTIONS):
            asked = [one for name, one in self.cast[who].shown.items() if name not in before]
            if not asked or "stop" not in asked[-1].text.casefold() or asked[-1].choices:
                return
            before |= set(self.cast[who].shown)
            self.done["questions answered"] += 1
            await self.types(who, asked[-1].room, self.chance.choice(QUIET))

    def _shown(self, who: str) -> list[Message]:
        return list(self.cast[who].shown.values())[-self.lately :]

    async def types(self, who: str, room: str, text: str) -> None:
        """Say something, and read what comes of it."""
        await self._says(who, room, text, "")

    async def _says(self, who: str, room: str, text: str, to: str) -> None:
        more = {RELATES: {"m.in_reply_to": {"event_id": to}}} if to else {}
        event = await self.cast[who].says(room, text, **more)
        if not await self.house.handles(event):
            self.done["not handled in time"] += 1
        self.house.clock.by += timedelta(seconds=1)
        await self.house.settles()
        await self.cast[who].syncs()
