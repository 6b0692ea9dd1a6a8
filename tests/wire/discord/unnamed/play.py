"""Many people vent in every way, and everybody else does what they can with it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from adapters.memory.acts import Impossible
from adapters.memory.ledger import Shown
from adapters.memory.places import BOT, room_named
from bot.model.people import Room
from tests.wire.discord.bot import HERE
from tests.wire.discord.objects import Faced
from tests.wire.discord.rehearsal import WireRehearsal

QUIET = (
    "today was a long and sad day", "it was a bad week and nobody asked", "i feel so tired of work",
    "my family does not talk to me any more",
)  # fmt: skip
ALARMING = ("i want to kill myself", "i want to die tonight and i have the pills here")
WAYS = ("{}", '/vent text="{}"', '/vent text="{}"', '/ghost text="{}"')
POSTING = (
    "vent.post", "vent.post", "vent.ghost", "vent.ghost_post", "vent.ghost_address", "vent.preview",
    "vent.options",
)  # fmt: skip
OF_AUTHORS = (
    "vent.edit", "vent.answer", "vent.tell", "vent.close", "vent.withdraw", "listen.accept",
    "listen.refuse", "listen.speak", "listen.end", "listen.report", "crisis.safe", "vent.write",
)  # fmt: skip
OF_OTHERS: Mapping[str, tuple[str, ...]] = {
    "mo": ("vent.approve", "vent.approve", "vent.decline", "vent.mute", "vent.unmute", "vent.write",
           "vent.ban", "crisis.take", "crisis.resolve", "vent.words", "listen.transcript"),
    "kit": ("vent.approve", "crisis.take", "crisis.backup", "vent.words"),
    "ben": ("vent.report", "vent.reply"),
    "lia": ("vent.offer", "listen.speak", "listen.end", "listen.report"),
}  # fmt: skip
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "mo": ("/vents", "/incidents", "/bans"), "kit": ("/incidents",), "ben": ("/my-vents",),
    "lia": ("/my-vents",),
}  # fmt: skip
SOON = timedelta(minutes=3)
ANSWER = "i am here, tell me more"


@dataclass(slots=True)
class Play:
    """One town; `done` counts what came about."""

    town: WireRehearsal
    authors: list[Faced]
    chance: Random
    done: Counter[str] = field(default_factory=Counter[str])

    async def begins(self) -> None:
        """Somebody is on duty, and everybody said yes to what is kept."""
        await self._types("mo", self._room("mo", "#moderators"), "/duty on")
        for name in ("ben", "lia", *(one.name for one in self.authors)):
            await self._types(name, self._dm(name), "/consent yes")

    async def vents(self) -> None:
        """One more vent, and what others do then."""
        author = self.chance.choice(self.authors).name
        alarming = self.chance.random() < 0.2
        text = self.chance.choice(ALARMING if alarming else QUIET)
        openly = self.chance.random() < 0.3
        way = self.chance.choice(WAYS[1:] if openly else WAYS)
        room = self._room(author, "#general") if openly else self._dm(author)
        self._lose()
        await self._types(author, room, way.format(text))
        for _ in range(self.chance.randint(2, 4)):
            await self._presses(author, POSTING)
        self.town.clock.advance(SOON)
        await self.town.settle()
        for _ in range(self.chance.randint(4, 8)):
            await self._somebody(author)
        self.done["vents"] += 1

    async def _somebody(self, author: str) -> None:
        self._lose()
        who = self.chance.choice((author, author, *OF_OTHERS))
        if who == author and self.chance.random() < 0.3:
            await self._types(author, self._dm(author), "/my-vents")
        elif who == author:
            await self._presses(author, OF_AUTHORS)
        elif (dice := self.chance.random()) < 0.5:
            await self._presses(who, OF_OTHERS[who])
        elif dice < 0.8:
            await self._answers(who)
        else:
            where = self._room(who, "#general" if who in {"ben", "lia"} else "#moderators")
            await self._types(who, where, self.chance.choice(COMMANDS[who]))

    async def restarts(self) -> None:
        """The bot ends, and begins again."""
        await self.town.stop()
        await self.town.start()
        self.done["restarts"] += 1

    def _lose(self) -> None:
        """Some answers never arrive."""
        self.town.town.faults.lost_answers = 0.5 if self.chance.random() < 0.15 else 0.0

    async def _answers(self, who: str) -> None:
        """Under one's own name, to a post in the room."""
        posts = [
            one for one in self.town.town.ledger.now_shown()
            if one.room == "#vent" and one.sender == BOT and who in one.screen and one.text
        ]  # fmt: skip
        if posts:
            await self.town.acts.answers(who, self.chance.choice(posts[-8:]), ANSWER)
            await self.town.settle()
            self.done["answers from the room"] += 1

    async def _presses(self, who: str, actions: tuple[str, ...]) -> None:
        wanted = self.chance.choice(actions)
        seen = [
            (one, n) for one in self.town.town.ledger.now_shown()[-400:]
            if who in one.screen and one.sender == BOT
            for n, button in enumerate(one.buttons) if button.action == wanted
        ]  # fmt: skip
        if seen:
            await self._press(who, *self.chance.choice(seen[-4:]))
            self.done[wanted] += 1

    async def _press(self, who: str, shown: Shown, position: int) -> None:
        before = len(self.town.town.ledger.entries)
        try:
            await self.town.acts.presses_on(who, shown, position)
        except Impossible:
            return
        opened = [
            one for one in self.town.town.ledger.entries[before:]
            if one.form is not None and one.screen == (who,) and one.where is not None
        ]  # fmt: skip
        if opened and opened[-1].form is not None and opened[-1].where is not None:
            form = opened[-1].form
            given = {
                one.id: self.chance.choice(one.choices).value if one.choices
                else self.chance.choice(QUIET) for one in form.questions
            }  # fmt: skip
            await self.town.acts.fills(who, opened[-1].where, form, given)
        await self.town.settle()

    async def _types(self, who: str, room: Room, text: str) -> None:
        await self.town.acts.types(who, room, text)
        await self.town.settle()

    def _dm(self, name: str) -> Room:
        return self.town.town.dm(name, HERE).room

    def _room(self, name: str, place: str) -> Room:
        assert name in self.town.town.places[room_named(place, HERE)].people
        return room_named(place, HERE)
