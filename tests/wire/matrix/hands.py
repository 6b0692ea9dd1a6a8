"""What people do on Matrix: the town's events become what their apps really send."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from collections.abc import Mapping
from typing import Any, assert_never

from nio.crypto import encrypt_attachment

from adapters.memory.acts import Impossible
from adapters.memory.ledger import Shown
from adapters.memory.places import BOT
from adapters.memory.town import Town
from bot.model.events import AnyEvent, Invoked, Joined, Left, Pressed, Said
from bot.model.people import Room
from tests.wire.matrix.names import HERE, Names
from tests.wire.matrix.reader import Reader
from tests.wire.matrix.residence import BotAccount, Residence

RELATES = "m.relates_to"


class Hands:
    """Everybody's. `stands` are the ids of events by the numbers of the ledger's entries."""

    def __init__(self, home: Residence, town: Town, names: Names, bot: BotAccount) -> None:
        self._home, self._town, self._names, self._bot = home, town, names, bot
        self.stands: dict[int, str] = {}
        self.is_up = False

    async def do(self, event: AnyEvent, shown: Shown | None = None) -> str:
        """Do it; the id of the event that comes of it. `shown` is what was typed, on a screen."""
        reader = self._home.readers[event.who.name]
        await reader.looks()
        room = await self._room(event, reader)
        match event:
            case Said():
                shown = self._town.ledger.get(event.message.id)
                sent = await self._says(reader, room, event)
            case Invoked():
                sent = await self._invokes(reader, room, event)
            case Pressed():
                typed = shown.text if shown else self._number(event)
                about = {} if shown is None else self._at(event, shown)
                sent = await self._sends(reader, room, typed, about)
            case Joined() | Left():
                message = "nobody comes or goes in these stories"
                raise Impossible(message)
            case _:
                assert_never(event)
        if shown is not None:
            self.stands[shown.n] = sent
        return sent

    async def _room(self, event: AnyEvent, reader: Reader) -> str:
        """The real one; a private one is made where there is none."""
        if not event.direct:
            return self._names.ids[event.room]
        return self._names.private_of(reader.name) or await self._asks_in(reader)

    async def _asks_in(self, reader: Reader) -> str:
        """Take the bot's invitation, or ask it into a new room."""
        if (found := await joined(reader, self._bot.id)) is None:
            found = await reader.person.opens(self._bot.id, encrypted=self._home.encrypted)
            if self.is_up:
                await reader.person.is_with(self._bot.id, found)
        self._names.private(reader.name, found)
        return found

    async def _says(self, reader: Reader, room: str, event: Said) -> str:
        if event.attached:
            return await self._sends_file(reader, room, event)
        if event.edited:
            return await self._edits(reader, room, event)
        more = {} if event.reply_to is None else self._answers(int(event.reply_to.id))
        return await self._sends(reader, room, event.text, more)

    async def _sends_file(self, reader: Reader, room: str, event: Said) -> str:
        """A message is one file there; its words are the file's caption."""
        one, *more_files = event.attached
        if more_files:
            message = "a message on Matrix is one file"
            raise Impossible(message)
        file, client = self._town.uploads.kept[one.handle], reader.person.client
        sealed = client.rooms[room].encrypted
        given, opens = encrypt_attachment(file.content) if sealed else (file.content, {})
        url = await reader.person.uploads(given)
        lies = {"file": {**opens, "url": url}} if sealed else {"url": url}
        about = {"mimetype": file.kind, "size": len(file.content), "w": 24, "h": 16}
        more = {"msgtype": "m.image", "filename": file.name, "info": about, **lies}
        return await self._sends(reader, room, event.text or file.name, more)

    async def _edits(self, reader: Reader, room: str, event: Said) -> str:
        shown = self._town.ledger.get(event.message.id)
        assert shown is not None
        old = self.stands[self._town.ledger.first(shown).n]
        new = {"msgtype": "m.text", "body": event.text}
        relates = {"rel_type": "m.replace", "event_id": old}
        return await self._sends(
            reader, room, f"* {event.text}", {"m.new_content": new, RELATES: relates}
        )

    async def _invokes(self, reader: Reader, room: str, event: Invoked) -> str:
        text = f"!{event.name} {event.typed}".rstrip(" ")
        more = {} if event.target is None else self._answers(int(event.target.message.id))
        return await self._sends(reader, room, text, more)

    def _answers(self, number: int) -> dict[str, Any]:
        return {RELATES: {"m.in_reply_to": {"event_id": self.stands[number]}}}

    def _at(self, event: Pressed, typed: Shown) -> dict[str, Any]:
        """What is not the bot's newest message in a room is answered as a reply."""
        ours = [
            one for one in self._town.ledger.now_shown()
            if one.where == event.room and one.sender == BOT and one.n != typed.n
        ]  # fmt: skip
        meant = [one for one in ours if _has(one, event)]
        firsts = [self._town.ledger.first(one).n for one in (*ours, *meant[-1:])]
        if not meant or firsts[-1] == max(firsts):
            return {}
        return self._answers(firsts[-1])

    def _number(self, event: Pressed) -> str:
        """What was typed while the bot was away stands on a screen; its number is sought there."""
        seen = [one for one in self._town.ledger.now_shown() if one.where == event.room]
        meant = [one for one in seen if _has(one, event)]
        if not meant:
            message = f"{event.who.name} sees no such choice"
            raise Impossible(message)
        buttons = meant[-1].buttons
        found = [one for one in buttons if (one.action, one.about) == (event.action, event.about)]
        return str(buttons.index(found[0]) + 1)

    async def _sends(self, reader: Reader, room: str, text: str, more: Mapping[str, Any]) -> str:
        if reader.person.client.rooms[room].encrypted and self.is_up:
            await reader.knows(self._bot.id)
        async with reader.turn:
            return await reader.person.says(room, text, **more)


def _has(shown: Shown, event: Pressed) -> bool:
    return any((one.action, one.about) == (event.action, event.about) for one in shown.buttons)


async def joined(reader: Reader, by: str) -> str | None:
    """Take an invitation by this account; the room. None where there is none."""
    client = reader.person.client
    asked = [room for room, one in client.invited_rooms.items() if one.inviter == by]
    if not asked:
        return None
    await client.join(asked[0])
    await reader.until(lambda: asked[0] in client.rooms, "the room that they were asked into")
    return str(asked[0])


def typed_by(town: Town, name: str, room: Room) -> Shown | None:
    """What this person typed last in a room."""
    mine = [one for one in town.ledger.entries if one.where == room and one.sender == name]
    return mine[-1] if mine and room.platform is HERE else None
