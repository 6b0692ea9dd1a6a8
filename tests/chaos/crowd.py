"""The crowd: people who write, check in and moderate, and a note of everything they did."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from random import Random

from adapters.memory.acts import Acts, Impossible
from adapters.memory.places import Person, person, residents, room_named
from adapters.memory.town import Town
from bot.model.finding import Severity
from bot.model.people import Member, Platform, Room
from bot.ports.detect import Detects

STRANGERS, AUTHORS = 60, 30
SHY = 6
"""So many of them take no DMs on Discord: their answers come in a private thread."""
TAKE, RESOLVE = "I've got this", "Resolve…"
LATELY = 200
"""How many entries of the ledger a moderator looks back."""
CRISES = (
    "i want to die",
    "i can't go on anymore, i want to disappear",
    "i am going to kill myself tonight",
    "i wish i was dead",
    "i have been cutting myself again",
)
BENIGN = (
    "good morning everyone", "anyone up for a game later?", "my cat fell off the sofa again",
    "thanks, that recipe was great", "how was your exam?", "the bus was late again today",
)  # fmt: skip


@dataclass(slots=True)
class Said:
    """Something alarming that somebody wrote: its entry in the ledger, and its own words."""

    n: int
    text: str
    level: Severity
    direct: bool


@dataclass(slots=True)
class CheckedIn:
    """A check-in, told from others by its note; whether it was confirmed; whether it can wait."""

    note: str
    who: Member
    confirmed: bool = False
    waits: bool = False


@dataclass(slots=True)
class Done:
    """What the crowd did."""

    crises: list[Said] = field(default_factory=list[Said])
    checkins: list[CheckedIn] = field(default_factory=list[CheckedIn])
    benign: int = 0
    pressed: int = 0


def townspeople() -> dict[str, Person]:
    """The six of the demo, sixty more, and those who vent and do nothing else."""
    more = [person(f"p{number:02}", 100 + number) for number in range(STRANGERS)]
    more += [person(f"author{number:02}", 200 + number) for number in range(AUTHORS)]
    return residents() | {one.name: one for one in more}


@dataclass(slots=True)
class Crowd:
    """Some people at once, each doing one thing after another at random moments."""

    town: Town
    detector: Detects
    chance: Random
    pause_s: float
    done: Done = field(default_factory=Done)
    _acts: Acts = field(init=False)
    _names: list[str] = field(init=False)

    def __post_init__(self) -> None:
        """Find the strangers; some of them take no DMs."""
        self._acts = Acts(self.town)
        self._names = [name for name in self.town.people if name.startswith("p")]
        shy = self._names[:SHY]
        self.town.faults.closed_dms |= {self._on(name, Platform.DISCORD) for name in shy}

    async def begin(self) -> None:
        """A moderator goes on duty, and everybody agrees, before anything happens."""
        await self._acts.invokes("mo", room_named("#moderators", Platform.DISCORD), "/duty on")
        for name in self._names:
            for platform, sign in ((Platform.DISCORD, "/"), (Platform.MATRIX, "!")):
                room = room_named("#general", platform)
                await self._acts.invokes(name, room, f"{sign}consent yes")

    async def act(self) -> None:
        """Do things for ever."""
        doings: tuple[Callable[[], Awaitable[None]], ...] = (
            self._alarms, self._writes_to_the_bot, self._chats, self._checks_in, self._moderates,
            self._edits,
        )  # fmt: skip
        weights = (5, 3, 6, 4, 4, 1)
        while True:
            (doing,) = self.chance.choices(doings, weights)
            await doing()
            await asyncio.sleep(self.chance.expovariate(1 / self.pause_s))

    async def _alarms(self) -> None:
        """Somebody writes something alarming in a room; each account always the same."""
        name, room = self._somebody(), self._room()
        await self._says(name, room, self._own(name, CRISES), direct=False)

    async def _writes_to_the_bot(self) -> None:
        """Something alarming in private: a thread of its own each time."""
        name = self.chance.choice(self._names[SHY:])
        room = self.town.dm(name, self.chance.choice(list(Platform))).room
        text = f"{self.chance.choice(CRISES)}. chapter {self.town.ledger.next}"
        await self._says(name, room, text, direct=True)

    async def _chats(self) -> None:
        self.done.benign += 1
        await self._acts.says(self._somebody(), self._room(), self.chance.choice(BENIGN))

    async def _edits(self) -> None:
        """Somebody edits an earlier message of theirs into something alarming."""
        name, room = self._somebody(), self._room()
        await self._acts.says(name, room, self.chance.choice(BENIGN))
        text = self._own(name, CRISES)
        self._note(text, self.town.ledger.next, direct=False)
        await self._acts.edits(name, room, text)

    async def _says(self, name: str, room: Room, text: str, *, direct: bool) -> None:
        self._note(text, self.town.ledger.next, direct=direct)
        await self._acts.says(name, room, text)

    def _note(self, text: str, n: int, *, direct: bool) -> None:
        self.done.crises.append(Said(n, text, self.detector.assess(text).level, direct))

    async def _checks_in(self) -> None:
        """A check-in; on Matrix it waits in the history for a bot that is away."""
        name, room = self._somebody(), self._room()
        note = f"entry {len(self.done.checkins)}"
        one = CheckedIn(note, self._on(name, room.platform), waits=room.platform is Platform.MATRIX)
        self.done.checkins.append(one)
        sign = "!" if one.waits else "/"
        mood = self.chance.randint(1, 5)
        reply = await self._acts.invokes(name, room, f'{sign}checkin mood={mood} note="{note}"')
        one.confirmed = reply is not None and reply.form is None

    async def _moderates(self) -> None:
        """A moderator presses something on the newest card that has it."""
        who, platform = self.chance.choice(("mo", "kit")), self.chance.choice(list(Platform))
        room = room_named("#moderators", platform)
        label, answers = self.chance.choice((
            (TAKE, None), (TAKE, None), ("Need backup", None), ("Hand over", None),
            (RESOLVE, {"outcome": "talked"}), (self._listed(room), None),
        ))  # fmt: skip
        if platform is Platform.MATRIX and label == RESOLVE:
            return  # there it is a dialog; the button alone would leave one open
        try:
            await self._acts.presses(who, room, label, answers)
        except Impossible:
            return
        self.done.pressed += 1

    def _listed(self, room: Room) -> str:
        """One of the incidents that the newest digest, or page, offers to open."""
        for one in reversed(self.town.ledger.entries[-LATELY:]):
            offers = [each.label for each in one.buttons if each.action == "crisis.open"]
            if one.where == room and offers:
                return self.chance.choice(offers)
        return TAKE

    def _somebody(self) -> str:
        return self.chance.choice(self._names)

    def _room(self) -> Room:
        name = self.chance.choice(("#general", "#vent"))
        return room_named(name, self.chance.choice(list(Platform)))

    def _own(self, name: str, among: tuple[str, ...]) -> str:
        return among[self._names.index(name) % len(among)]

    def _on(self, name: str, platform: Platform) -> Member:
        return replace(self.town.people[name].on(platform))
