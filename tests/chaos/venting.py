"""The crowd's venting hands: authors with their threads, who replies, who approves."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from adapters.memory.acts import Acts, Impossible
from adapters.memory.ledger import Shown
from adapters.memory.places import BOT, room_named
from adapters.memory.town import Town
from bot.model.people import Platform, Room
from bot.ports.detect import Detects
from bot.ui.reply import Reply
from tests.chaos.author import Author
from tests.chaos.hands import Hands
from tests.chaos.vented import Ruled, Vented, about, marks_in

LATELY = 20
"""How many posts, or cards, of a room somebody looks back."""
APPROVES = 0.75
REPLIES = ("i hear you", "you are not alone with this", "that sounds hard, tell us more")
MOST_AT_ONCE = 6
"""Threads that are written at one time; of their authors each has one."""


@dataclass(slots=True)
class Venters:
    """People who vent, one thread after another, and those who answer and moderate them."""

    town: Town
    chance: Random
    pause_s: float
    detector: Detects
    done: Vented = field(default_factory=Vented)
    _acts: Acts = field(init=False)
    _idle: list[str] = field(init=False)
    _readers: list[str] = field(init=False)

    def __post_init__(self) -> None:
        """Find them."""
        self._acts = Acts(self.town)
        self._idle = [name for name in self.town.people if name.startswith("author")]
        self._readers = [name for name in self.town.people if name.startswith("p")]

    def all(self) -> tuple[Callable[[], Awaitable[None]], ...]:
        """What they do, all at once."""
        return (*[self._vents] * MOST_AT_ONCE, self._replies, self._moderates)

    async def act(self, doing: Callable[[], Awaitable[None]]) -> None:
        """Do this for ever."""
        while True:
            with suppress(Impossible):
                await doing()
            await asyncio.sleep(self.chance.expovariate(1 / self.pause_s))

    async def _vents(self) -> None:
        """One thread from its first word to where its author leaves it."""
        if not self._idle:
            return
        name = self._idle.pop(self.chance.randrange(len(self._idle)))
        hands = Hands(name, self.chance.choice(list(Platform)), self.town, self._acts)
        author = Author(hands, self.chance, self.done, self.detector)
        await author.vents()
        if not author.stuck:
            self._idle.append(name)

    async def _replies(self) -> None:
        """Somebody answers a post that stands in a room."""
        posts = self._standing("#vent", self.chance.choice(list(Platform)), "vent.report")
        if not posts:
            return
        post = self.chance.choice(posts)
        (thread,) = (mark for mark in marks_in(post.text) if mark.startswith("thread"))
        mark = self.done.mark("reply")
        self.done.replies[mark] = thread
        text = f"{self.chance.choice(REPLIES)} {mark}"
        await self._acts.answers(self.chance.choice(self._readers), post, text)

    async def _moderates(self) -> None:
        """A moderator decides on a post that waits."""
        platform = self.chance.choice(list(Platform))
        cards = self._standing("#moderators", platform, "vent.approve")
        if not cards:
            return
        card, who = self.chance.choice(cards), self.chance.choice(("mo", "kit"))
        # without dialogs there is no reason to give on Matrix
        approve = platform is Platform.MATRIX or self.chance.random() < APPROVES
        action, n = "vent.approve" if approve else "vent.decline", self.town.ledger.next
        ruled = Ruled(about(card, action) or "", n, approve)
        self.done.rulings.append(ruled)  # before the press: it may be done, and we cut off
        reply = await self._press(who, card, action)
        if reply is not None and reply.form is not None and card.where is not None:
            reply = await self._acts.fills(who, card.where, reply.form, {"why": "other"})
        said = reply.text if reply else ""
        ruled.confirmed = said.startswith("Approved." if approve else "Declined.")

    async def _press(self, who: str, shown: Shown, action: str) -> Reply | None:
        position = [one.action for one in shown.buttons].index(action)
        return await self._acts.presses_on(who, shown, position)

    def _standing(self, name: str, platform: Platform, action: str) -> list[Shown]:
        """What stands in a room with such a button."""
        room: Room = room_named(name, platform)
        return [
            one for one in self.town.ledger.now_shown()
            if one.where == room and one.sender == BOT and one.key and about(one, action)
        ][-LATELY:]  # fmt: skip
