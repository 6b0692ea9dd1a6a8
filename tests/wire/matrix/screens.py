"""What the bot says on Matrix lands on the town's screens as a person's own app reads it."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from adapters.matrix.choices import choices_in
from adapters.matrix.drawing.trace import posted_with
from adapters.matrix.payload import Payload, payload_of, text_of
from adapters.memory.faces import Drawn
from adapters.memory.ledger import Shown
from adapters.memory.places import BOT, ENTRANCE, Place
from adapters.memory.town import Town
from bot.model.people import Room
from bot.ui.reply import Button, quoted
from tests.wire.matrix.hands import Hands, joined
from tests.wire.matrix.names import HERE, Names
from tests.wire.matrix.reader import Reader
from tests.wire.matrix.residence import BotAccount, Residence

SEES_ALL = "mo"
"""Whose app is looked at in rooms of several."""
REPLACES = "m.replace"


@dataclass(slots=True)
class Screens:
    """`posted` are rooms and ids of what the bot said and nobody has read yet, in order."""

    home: Residence
    town: Town
    names: Names
    hands: Hands
    bot: BotAccount
    posted: deque[tuple[str, str]] = field(default_factory=deque[tuple[str, str]])
    shown: dict[str, int] = field(default_factory=dict[str, int])
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def look(self) -> None:
        """Everything that the bot said is read. AssertionError where nobody there can."""
        async with self._turn:
            while self.posted:
                new = list(self.posted)
                found = [await self._content(room, event) for room, event in new]
                parts = {part for one in found for kind in posted_with(one) for part in kind}
                for (room, event), content in zip(new, found, strict=True):
                    if event not in parts:
                        await self._one(room, event, content)
                    self.posted.popleft()

    async def _content(self, room: str, event: str) -> Payload:
        reader = await self._reader(room)
        await reader.until(lambda: event in reader.read, f"what the bot said in {room}: {event}")
        return reader.read[event]

    async def _one(self, room: str, event: str, content: Payload) -> None:
        """With what was posted together with it: one thing on a screen."""
        reader = await self._reader(room)
        relates = payload_of(content.get("m.relates_to"))
        replaced = text_of(relates.get("event_id")) if relates.get("rel_type") == REPLACES else ""
        told = payload_of(content.get("m.new_content")) if replaced else content
        texts, pictures = posted_with(content)
        before = [await _drawn(reader, reader.read[one]) for one in texts]
        hung = [await _drawn(reader, reader.read[one]) for one in pictures]
        whole = await _drawn(reader, told)
        text = "\n".join(one.text for one in (*before, whole, *hung))
        choices = choices_in(content)
        assert whole.text.endswith(_numbered(choices)), "what is read is not what can be chosen"
        images = tuple(image for one in hung for image in one.pictures)
        self._shows(room, event, replaced, Drawn(text, choices, images))

    async def gone(self, room: str, event: str) -> None:
        """A message was taken away."""
        reader = await self._reader(room)
        await reader.until(lambda: event in reader.taken, f"that {event} is gone")
        self._shows(room, event, event, Drawn(""))

    async def _reader(self, room: str) -> Reader:
        """Somebody who is in a room; whom the bot asked into one comes."""
        if room not in self.names.there:
            await self.home.look()
            for name, reader in self.home.readers.items():
                if await joined(reader, self.bot.id) is not None:
                    self.names.private(name, room)
        where = self.names.there[room]
        if where.name != ENTRANCE:
            return self.home.readers[SEES_ALL]
        return next(
            one for one in self.home.readers.values() if self.names.private_of(one.name) == room
        )

    def _shows(self, room: str, event: str, replaced: str, drawn: Drawn) -> None:
        """One entry of the ledger; none for an edit that changes nothing that anybody sees."""
        ledger, place = self.town.ledger, self._place(self.names.there[room])
        old = ledger.get(str(self.shown.get(replaced, 0)))
        newest = None if old is None else ledger.newest(old)
        if newest and (newest.text, newest.buttons) == (drawn.text, drawn.buttons):
            return
        order = tuple(one for one in self.town.people if one in place.people)
        shown = Shown(
            ledger.next, self.town.clock.now(), order, place.room.name, HERE, BOT, drawn.text,
            drawn.buttons, place.room.name == ENTRANCE, newest.n if newest else None, place.room,
            pictures=newest.pictures if newest and drawn.text else drawn.pictures,
        )  # fmt: skip
        ledger.add(shown)
        self.shown[event] = shown.n
        self.hands.stands[shown.n] = replaced or event

    def _place(self, room: Room) -> Place:
        name = next((one for one in self.town.people if self.names.private_of(one)
                     == self.names.ids[room]), None)  # fmt: skip
        return self.town.place_of(room) if name is None else self.town.dm(name, HERE)


def _numbered(choices: Sequence[Button]) -> str:
    """How they have to stand there: a person reads no more than that."""
    return "\n".join(f"{n}. {quoted(one.label)}" for n, one in enumerate(choices, 1))


async def _drawn(reader: Reader, told: Payload) -> Drawn:
    """What stands there: words; a file as if opened; a picture by its name."""
    kind, body = told.get("msgtype"), text_of(told.get("body"))
    if kind == "m.file":
        return Drawn(f"[{body}]\n{(await reader.opened(told)).decode()}")
    if kind == "m.image":
        return Drawn(f"[{body}]", (), (await reader.opened(told),))
    return Drawn(body)
