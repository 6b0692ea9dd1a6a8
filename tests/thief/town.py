"""A town to be robbed: thousands of members, some of whom vent over days, and the truth of it.

It is over 300 lines because everything that people do here shares one plan and one set of truths.
"""

import heapq
import itertools
import logging
import re
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from adapters.memory.places import Person, person, room_named
from bot.app.application import Application
from bot.app.content import Content
from bot.app.logs import set_up_logs
from bot.app.rehearsal import Rehearsal
from bot.model.events import Invoked, Pressed, Said
from bot.model.people import MessageRef, Platform, Room, ThreadId
from bot.model.venting import Stage
from bot.ui.reply import Reply
from tests.thief.tap import Tap, copied

WORDS = (
    "today", "again", "tired", "nobody", "listens", "work", "home", "night", "sleep", "quiet",
    "slowly", "morning", "rain", "heavy", "alone", "family", "school", "money", "worry", "empty",
)  # fmt: skip
ALARMING = "i want to die"
TICK = timedelta(minutes=30)
JITTER = timedelta(seconds=135)
"""A little longer than a post waits before it appears."""
RECEIPT = re.compile(r"with /replies:\s+(.+?)\s+Please write", re.DOTALL)
Do = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Size:
    """How big the town is, and for how long it lives."""

    members: int = 5_000
    authors: int = 50
    vents: int = 1_000
    days: int = 4
    others: int = 1_200
    """Check-ins and commands of people who do not vent, and of those who do."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What only the town knows of a thread."""

    thread: str
    author: str
    ghost: bool
    alarming: bool
    sent: datetime
    words: str = field(repr=False)


@dataclass(slots=True)
class Loot:
    """What the thief carries away; the keys are in a folder of their own."""

    folder: Path
    people: dict[str, Person] = field(repr=False)
    truths: list[Truth] = field(repr=False)
    tap: Tap = field(repr=False)
    texts: list[str] = field(repr=False)

    @property
    def database(self) -> Path:
        """The file as it stood at the end, its log still beside it."""
        return self.folder / "stolen" / "p.db"

    @property
    def keys(self) -> Path:
        """The keys as they are at the end."""
        return self.folder / "stolen" / "keys"

    def files(self) -> list[Path]:
        """Everything but the keys: database, log, backups, logs of the program."""
        backups = sorted(self.folder.glob("backup-*.db"))
        stolen = [one for one in (self.folder / "stolen").iterdir() if one.is_file()]
        return [*stolen, *backups, self.folder / "log"]


async def play(size: Size, folder: Path, content: Content, seed: int = 1) -> Loot:
    """Live through the days. Logs of all libraries go to a file at DEBUG."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    with (folder / "log").open("w", encoding="utf-8") as log:
        set_up_logs("DEBUG", log)
        try:
            days = Days(size, folder, Rehearsal(folder / "p.db", content=content), seed)
            return await days.live()
        finally:
            root.setLevel(level)
            root.handlers[:] = handlers


class Days:
    """The plan of what happens when, and the hands that do it."""

    def __init__(self, size: Size, folder: Path, town: Rehearsal, seed: int) -> None:
        """Draw everything from one seed; nobody has habits by which two vents could be joined."""
        self._size, self._folder, self._rehearsal = size, folder, town
        self._chance = Random(seed)  # noqa: S311 - a town, no secrets
        more = (person(f"citizen{n:05}", 1_000 + n) for n in range(size.members))
        self._people = {one.name: one for one in more}
        town.town.people.update(self._people)
        names = list(self._people)
        self._chance.shuffle(names)
        self._authors, self._others = names[: size.authors], names[size.authors :]
        self._plan: list[tuple[datetime, int, Do]] = []
        self._order = itertools.count()
        self._truths: list[Truth] = []
        self._texts: list[str] = []
        self._known: set[str] = set()
        self._agreed: set[str] = set()
        self._tap = Tap(folder / "p.db-wal")

    async def live(self) -> Loot:
        """From the first day to the last."""
        async with self._rehearsal.running():
            self._begin_tap()
            await self._acts("mo", room_named("#moderators", Platform.DISCORD), "duty", "on")
            self._draw()
            while self._plan:
                at, _, do = heapq.heappop(self._plan)
                self._rehearsal.clock.move_to(at)
                await do()
                await self._rehearsal.settle()
                self._tap.look()
            self._steal()
        return Loot(self._folder, self._people, self._truths, self._tap, self._texts)

    def _begin_tap(self) -> None:
        with closing(sqlite3.connect(self._folder / "p.db")) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._tap.begin(self._folder / "p.db")

    def _steal(self) -> None:
        stolen = self._folder / "stolen"
        stolen.mkdir()
        for file in self._folder.glob("p.db*"):
            if file.is_file():
                copied(file, stolen / file.name)
        (stolen / "keys").mkdir()
        for file in (self._folder / "p.keys").iterdir():
            copied(file, stolen / "keys" / file.name)

    # the plan ---------------------------------------------------------------------------------

    def _draw(self) -> None:
        size, start = self._size, self._now
        length = timedelta(days=size.days)
        for n in range(size.vents):
            author = self._authors[n % size.authors]
            self._at(start + length * self._chance.random(), self._venting(author))
        for _ in range(size.others):
            who = self._chance.choice(
                self._others if self._chance.random() < 0.7 else self._authors
            )
            self._at(start + length * self._chance.random(), self._living(who))
        for n in range(int(length / TICK)):
            self._at(start + TICK * n, self._nothing)
        for day in range(1, size.days + 1):
            self._at(start + timedelta(days=day), self._backup(day))

    def _at(self, when: datetime, do: Do) -> None:
        heapq.heappush(self._plan, (when, next(self._order), do))

    def _soon(self, do: Do) -> None:
        self._at(self._now + timedelta(minutes=5) + timedelta(hours=6) * self._chance.random(), do)

    async def _nothing(self) -> None:
        """The bell rings."""

    def _backup(self, day: int) -> Do:
        async def do() -> None:
            with closing(sqlite3.connect(self._folder / "p.db")) as other:
                other.execute("VACUUM INTO ?", (str(self._folder / f"backup-{day}.db"),))

        return do

    def _living(self, who: str) -> Do:
        """A check-in, or a command, on either platform."""

        async def do() -> None:
            platform = self._platform()
            room = self._rehearsal.town.dm(who, platform).room
            what = self._chance.random()
            if what < 0.6:
                if who not in self._agreed:
                    self._agreed.add(who)
                    await self._acts(who, room, "consent", "yes")
                await self._acts(who, room, "checkin", f"mood={self._chance.randint(1, 5)}")
            else:
                name = "help" if what < 0.8 else "my-vents"
                await self._acts(who, room, name, "")

        return do

    def _venting(self, who: str) -> Do:
        async def do() -> None:
            platform, ghost = self._platform(), self._chance.random() < 0.4
            alarming = self._chance.random() < 0.1
            words = self._sentence(who) + (f" {ALARMING}" if alarming else "")
            before = self._now
            reply = await self._writes(who, platform, words)
            if ghost:
                reply = await self._presses(who, platform, reply, "vent.ghost")
            button = "vent.ghost_post" if ghost else "vent.post"
            reply = await self._presses(who, platform, reply, button)
            thread = await self._new_thread()
            self._truths.append(Truth(thread, who, ghost, alarming, before, words))
            self._at(self._now + JITTER, self._nothing)
            self._soon(self._approving())
            if self._chance.random() < 0.5:
                self._soon(self._replying(thread))
            self._later(who, platform, thread, reply)

        return do

    def _later(self, who: str, platform: Platform, thread: str, reply: Reply) -> None:
        """Some answer, some change their words, some take it out."""
        what = self._chance.random()
        found = RECEIPT.search(reply.text)
        if what < 0.4:
            self._soon(self._authoring(who, platform, thread, found[1] if found else "", what))

    # what people do ---------------------------------------------------------------------------

    def _authoring(self, who: str, platform: Platform, thread: str, words: str, what: float) -> Do:
        async def do() -> None:
            room = self._rehearsal.town.dm(who, platform).room
            about = thread
            if words:
                reply = await self._acts(who, room, "replies", f'words="{words}"')
                buttons = reply.buttons if reply else ()
                about = next((one.about for one in buttons if one.about), thread)
            if what < 0.2:
                await self._does(who, platform, "vent.answer", about, self._sentence(who))
            elif what < 0.3:
                changed = await self._does(who, platform, "vent.edit", about, self._sentence(who))
                if changed and any(one.action == "vent.send" for one in changed.buttons):
                    await self._presses(who, platform, changed, "vent.send")
            else:
                await self._does(who, platform, "vent.withdraw", about, "")

        return do

    def _approving(self) -> Do:
        async def do() -> None:
            for post in await self._app.house.vents.in_stage(Stage.HELD):
                await self._does("mo", Platform.DISCORD, "vent.approve", post.id, "")
            for incident in await self._app.house.incidents.open_ones():
                given = {"outcome": "talked"}
                await self._does(
                    "mo", Platform.DISCORD, "crisis.resolve", incident.id, "", given=given
                )
            self._at(self._now + JITTER, self._nothing)

        return do

    def _replying(self, thread: str) -> Do:
        async def do() -> None:
            house = self._app.house
            posts = await house.vents.posts_of(ThreadId(thread))
            slots = [slot for post in posts for slot, _ in post.slots]
            ref = await house.outbox.posting(self._chance.choice(slots)) if slots else None
            if ref is not None:
                who = self._chance.choice(self._others)
                facts = self._rehearsal.town.event_facts(who, ref.room, "m")
                said = Said(**facts, text="that sounds hard", message=ref, reply_to=ref)  # type: ignore[arg-type] # facts of Event
                await self._app.receive(said)

        return do

    async def _writes(self, who: str, platform: Platform, words: str) -> Reply:
        """A vent by DM, or by command where there are forms; the preview, however it came."""
        room = self._rehearsal.town.dm(who, platform).room
        self._texts.append(words)
        if platform is Platform.DISCORD and self._chance.random() < 0.3:
            reply = await self._acts(who, room, "vent", f'text="{words}"')
        else:
            facts = self._rehearsal.town.event_facts(who, room, "m")
            from_town = self._rehearsal.town.shows(
                self._rehearsal.town.place_of(room), who, words, private=True
            )
            ref = MessageRef(room, str(from_town.n))
            reply = await self._app.receive(Said(**facts, text=words, message=ref))  # type: ignore[arg-type]
        await self._rehearsal.settle()
        if reply is None or not any(one.action.startswith("vent.") for one in reply.buttons):
            shown = [one for one in self._rehearsal.town.ledger.entries[-40:] if one.where == room]
            offers = [b for one in shown for b in one.buttons if b.action == "vent.preview"]
            reply = Reply("", tuple(offers[-1:]))
        if any(one.action == "vent.preview" for one in reply.buttons):
            reply = await self._presses(who, platform, reply, "vent.preview")
        return reply

    async def _presses(self, who: str, platform: Platform, reply: Reply, action: str) -> Reply:
        about = next(one.about for one in reply.buttons if one.action == action)
        self._rehearsal.clock.advance(timedelta(seconds=self._chance.randint(2, 40)))
        pressed = await self._does(who, platform, action, about or "", "")
        assert pressed is not None
        return pressed

    async def _does(  # noqa: PLR0913 - who, where, what button, about what, with which words
        self, who: str, platform: Platform, action: str, about: str, text: str, *,
        given: dict[str, str] | None = None,
    ) -> Reply | None:  # fmt: skip
        room = self._rehearsal.town.dm(who, platform).room
        if who == "mo":
            room = room_named("#moderators", platform)
        if text:
            self._texts.append(text)
        facts = self._rehearsal.town.event_facts(who, room, "i")
        answers = given or ({"text": text} if text else None)
        return await self._app.receive(
            Pressed(**facts, action=action, about=about, answers=answers)  # type: ignore[arg-type]
        )

    async def _acts(self, who: str, room: Room, name: str, typed: str) -> Reply | None:
        facts = self._rehearsal.town.event_facts(who, room, "i")
        return await self._app.receive(Invoked(**facts, name=name, typed=typed))  # type: ignore[arg-type]

    async def _new_thread(self) -> str:
        rows = await self._app.house.store.rows.all("SELECT id FROM vents")
        (new,) = {row["id"] for row in rows} - self._known
        self._known.add(new)
        return str(new)

    def _sentence(self, who: str) -> str:
        """Words of no habit; nobody says who they are."""
        del who
        count = self._chance.randint(8, 60)
        mark = self._chance.getrandbits(60)
        return f"{' '.join(self._chance.choices(WORDS, k=count))} w{mark:x}"

    def _platform(self) -> Platform:
        return self._chance.choice(list(Platform))

    @property
    def _now(self) -> datetime:
        return self._rehearsal.clock.now()

    @property
    def _app(self) -> Application:
        assert self._rehearsal.app is not None
        return self._rehearsal.app
