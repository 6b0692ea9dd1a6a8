"""One author with one thread: written, looked at, posted, changed, answered, taken out."""

import asyncio
import re
from dataclasses import dataclass, field
from random import Random

from adapters.memory.ledger import Shown
from adapters.memory.places import room_named
from bot.model.finding import Severity
from bot.model.people import Platform
from bot.model.venting import Kind
from bot.ports.detect import Detects
from tests.chaos.hands import Hands, Seen
from tests.chaos.vented import Thread, Vented, Words, about, marks_in

SAD = ("today was a long and sad day", "nobody came to my birthday", "i miss my old street")
MEANS = "the vet gave us pills and it was a bad day"
CRISES = ("i want to die", "i wish i was dead", "i am going to kill myself tonight")
POSTED_S = 8.0
SOON, HELD = "appears in a minute or two, under the name", "A moderator reads it first; then"
NAME = re.compile(r"under the name ([^.]+)\.")
LEFT = "It is taken out of the rooms"
ANSWERED, LATELY = "crisis.answer", 200


@dataclass(slots=True)
class Author:
    """Presses again what seems to have done nothing, and gives up after some tries."""

    hands: Hands
    chance: Random
    done: Vented
    detector: Detects
    thread: Thread = field(init=False)
    stuck: bool = False
    """They gave up on a question that may still come: what they say next would answer it."""

    def __post_init__(self) -> None:
        """A thread that nobody has seen yet."""
        self.thread = Thread(self.done.mark("thread"), self.hands.name)

    async def vents(self) -> None:
        """The whole thread, as far as it comes."""
        self.done.threads[self.thread.mark] = self.thread
        draft = await self._writes()
        if draft is None or self.chance.random() < 0.1:
            return  # never posted
        ghost = about(draft, "vent.post") is None or self.chance.random() < 0.25
        confirmed = await (self._as_ghost(draft) if ghost else self._posts(draft))
        while confirmed is not None and self.chance.random() < 0.8:
            confirmed = await self._goes_on(confirmed)

    async def _writes(self) -> Shown | None:
        """The text, in private or by a command; its preview."""
        ghost, alarming = self.chance.random() < 0.15, self.chance.random() < 0.2
        text = self._text(Kind.OPENING, alarming=alarming and not ghost)
        discord = self.hands.platform is Platform.DISCORD
        if ghost or (discord and self.chance.random() < 0.4):
            public = discord and self.chance.random() < 0.5
            room = room_named("#general", Platform.DISCORD) if public else self.hands.dm
            line = f'{"ghost" if ghost else "vent"} text="{text}"'
            seen = await self.hands.command(room, line, self._drafted)
        else:
            self.thread.words[0].sure = True
            seen = await self.hands.says(text, self._drafted)
        asked = seen is not None and about(seen, "vent.preview") is not None
        return await self._looked_at(seen) if seen and asked else seen

    async def _looked_at(self, asked: Shown) -> Shown | None:
        """The preview of what may be an alarm; the bot answers that first, and asks then."""
        answered = await self.hands.sees(self._has(ANSWERED), asked.n - LATELY)
        if answered is None:
            return None
        return await self.hands.presses(asked, "vent.preview", self._preview)

    async def _posts(self, draft: Shown) -> Shown | None:
        """Reachable."""
        self.thread.words[0].pressed = True
        seen = await self.hands.presses(draft, "vent.post", self._has("vent.withdraw"))
        self._promised(self.thread.words[0], seen)
        return seen

    async def _as_ghost(self, draft: Shown) -> Shown | None:
        """No address, or one for three days; the receipt, opened."""
        asked = await self.hands.presses(draft, "vent.ghost", self._has("vent.ghost_post"))
        if asked is None:
            return None
        offered = about(asked, "vent.ghost_address") is not None
        kept = offered and self.chance.random() < 0.5
        first = self.thread.words[0]
        self.thread.ghost, first.pressed, first.waits = True, True, True
        action = "vent.ghost_address" if kept else "vent.ghost_post"
        seen = await self.hands.presses(asked, action, lambda one: "with /replies:" in one.text)
        self._promised(first, seen)
        return None if seen is None else await self._opens(seen)

    async def _opens(self, receipt: Shown) -> Shown | None:
        """What was said to a ghost, with the buttons of its thread."""
        words = receipt.text.split("with /replies:")[1].partition("Please write")[0].strip()
        seen = await self.hands.command(
            self.hands.dm, f'replies words="{words}"', self._has("vent.withdraw")
        )
        self.thread.id = about(seen, "vent.withdraw") or "" if seen else ""
        return seen

    async def _goes_on(self, confirmed: Shown) -> Shown | None:
        """Something more with the thread; None when it is over, or nothing came of it."""
        if self.chance.random() < 0.7:
            await asyncio.sleep(self.chance.uniform(0, POSTED_S))
        doing = self.chance.choice((self._answers, self._answers, self._edits, self._leaves))
        return confirmed if await doing(confirmed) else None

    async def _answers(self, confirmed: Shown) -> bool:
        """Says more under the made-up name."""
        text = self._text(Kind.ANSWER)
        self.thread.words[-1].pressed = True
        seen = await self._fills(confirmed, "vent.answer", text, self._settled)
        return self._promised(self.thread.words[-1], seen)

    async def _edits(self, confirmed: Shown) -> bool:
        """Other words for the opening."""
        text = self._text(Kind.EDIT)
        mark = self.thread.words[-1].mark
        preview = await self._fills(
            confirmed, "vent.edit", text,
            lambda one: about(one, "vent.send") is not None and mark in marks_in(one.text),
        )  # fmt: skip
        if preview is None or self.chance.random() < 0.1:
            return preview is not None
        self.thread.words[-1].pressed = True
        seen = await self.hands.presses(preview, "vent.send", self._settled)
        return self._promised(self.thread.words[-1], seen)

    async def _fills(self, shown: Shown, action: str, text: str, wanted: Seen) -> Shown | None:
        seen = await self.hands.fills(shown, action, text, wanted)
        self.stuck = seen is None and self.hands.platform is Platform.MATRIX
        return seen

    async def _leaves(self, confirmed: Shown) -> bool:
        """Takes it out."""
        self.thread.leaving = True
        seen = await self.hands.presses(confirmed, "vent.withdraw", lambda one: LEFT in one.text)
        self.thread.left = seen is not None
        return False

    def _text(self, kind: Kind, *, alarming: bool = False) -> str:
        """New words of this thread; some have to be read by a person first."""
        means = self.chance.random() < 0.15
        said = MEANS if means else self.chance.choice(CRISES if alarming else SAD)
        mark = self.done.mark("words")
        text = f"{said} {self.thread.mark} {mark}"
        level = self.detector.assess(text).level
        waits = means or self.thread.ghost or level >= Severity.ACTIVE
        self.thread.words.append(Words(mark, kind, level, waits))
        return text

    def _promised(self, words: Words, seen: Shown | None) -> bool:
        """Note what the author was told."""
        said = seen.text if seen else ""
        words.soon, words.held = SOON in said, HELD in said
        if found := NAME.search(said):
            self.thread.name = found[1]
        if seen is not None and (id_ := about(seen, "vent.withdraw")):
            self.thread.id = id_
        return words.soon or words.held

    def _drafted(self, one: Shown) -> bool:
        return about(one, "vent.preview") is not None or self._preview(one)

    def _preview(self, one: Shown) -> bool:
        return about(one, "vent.throw") is not None and self.thread.mark in marks_in(one.text)

    def _settled(self, one: Shown) -> bool:
        return (SOON in one.text or HELD in one.text) and self.thread.name in one.text

    def _has(self, action: str) -> Seen:
        return lambda one: about(one, action) is not None
