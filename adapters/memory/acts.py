"""What people in the town do: say, edit, use commands, press buttons, fill forms, worry."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from adapters.memory.ledger import Shown, button_of
from adapters.memory.places import BOT, ENTRANCE, Place, room_named
from adapters.memory.town import Town
from adapters.memory.uploads import Upload
from bot.model.events import Invoked, Joined, Left, Pressed, Said
from bot.model.events import Target as On
from bot.model.people import Member, MessageRef, Platform, Room
from bot.ui.form import Form
from bot.ui.reply import Button, Reply

ANSWERS = re.compile(r"""(\w+)=(?:"([^"]*)"|(\S+))""")
SHOW = "show"


class Impossible(Exception):  # noqa: N818 - what somebody tried can not be done
    """Nobody could do that: no such room, button or person."""


@dataclass(frozen=True, slots=True)
class Acts:
    """A person's hands. Everything typed appears on the screens that would show it."""

    town: Town

    def room(self, name: str, place: str, platform: Platform) -> Room:
        """The room that a person calls so."""
        if name not in self.town.people:
            message = f"nobody here is called {name}"
            raise Impossible(message)
        if place == ENTRANCE:
            return self.town.dm(name, platform).room
        room = room_named(place, platform)
        found = self.town.places.get(room) or self._thread(place, platform)
        if found is None or name not in found.people:
            message = f"{name} sees no room called {place} on {platform}"
            raise Impossible(message)
        return found.room

    async def types(self, name: str, room: Room, text: str) -> Reply | None:
        """Type something: a command, an answer by number, or words."""
        slash = text.startswith("/") or (text.startswith("!") and room.platform is Platform.MATRIX)
        if slash and len(text) > 1:
            return await self.invokes(name, room, text)
        if room.platform is Platform.MATRIX and (button := self._numbered(name, room, text)):
            return await self._press(name, room, button, text, None)
        if (form := self._open_form(name, room)) and (answers := answers_in(text)):
            return await self.fills(name, room, form, answers)
        return await self.says(name, room, text)

    async def says(
        self, name: str, room: Room, text: str, reply_to: MessageRef | None = None,
        files: Sequence[Upload] = (),
    ) -> Reply | None:  # fmt: skip
        """Write a message. What is written while the bot is away waits in the history."""
        place = self.town.place_of(room)
        shown = self.town.shows(place, name, text, private=room.name == ENTRANCE)
        facts = self.town.event_facts(name, room, "m")
        ref = MessageRef(room, str(shown.n), f"https://{room.platform}.town.example/{shown.n}")
        said = Said(
            **facts, text=text, message=ref, reply_to=reply_to,  # type: ignore[arg-type] # facts of Event
            parts=tuple(named for one in files for named in one.texts),
            attached=self.town.uploads.take(files, shown.n),
        )  # fmt: skip
        self.town.history[room].append(said)
        return await self.town.happens(said, name)

    async def replies(self, name: str, room: Room, text: str) -> Reply | None:
        """Answer the newest message of the bot that everybody in this room sees."""
        return await self.answers(name, self._newest(name, room), text)

    async def answers_nameless(self, name: str, room: Room, text: str) -> Reply | None:
        """Answer it by its menu, without a name, in the form that opens."""
        reply = await self.uses_on(name, self._newest(name, room), "reply-anonymously")
        form = reply.form if reply else self._open_form(name, room)
        return await self.fills(name, room, form, {"text": text}) if form else reply

    def _newest(self, name: str, room: Room) -> Shown:
        ours = [
            one
            for one in self.town.ledger.now_shown()
            if one.where == room and one.sender == BOT and name in one.screen and not one.private
        ]
        if not ours:
            message = f"there is nothing of the bot in {room.name} that {name} could answer"
            raise Impossible(message)
        return ours[-1]

    async def answers(self, name: str, shown: Shown, text: str) -> Reply | None:
        """Answer this very message, where it stands."""
        first = self.town.ledger.first(shown)
        room = first.where
        if room is None or name not in shown.screen:
            message = f"{name} sees no such message"
            raise Impossible(message)
        ref = MessageRef(room, str(first.n), f"https://{room.platform}.town.example/{first.n}")
        return await self.says(name, room, text, ref)

    async def edits(self, name: str, room: Room, text: str) -> Reply | None:
        """Edit one's newest message in this room."""
        mine = [
            one for one in self.town.ledger.now_shown() if one.where == room and one.sender == name
        ]
        if not mine:
            message = f"{name} wrote nothing here that could be edited"
            raise Impossible(message)
        place, old = self.town.place_of(room), mine[-1]
        shown = self.town.ledger.add(
            replace(old, n=self.town.ledger.next, text=text, edits=old.n, at=self.town.clock.now())
        )
        facts = self.town.event_facts(name, place.room, "e")
        ref = MessageRef(room, str(shown.n), f"https://{room.platform}.town.example/{shown.n}")
        said = Said(**facts, text=text, message=ref, edited=True)  # type: ignore[arg-type]
        self.town.history[room].append(said)
        return await self.town.happens(said, name)

    async def invokes(self, name: str, room: Room, text: str) -> Reply | None:
        """Use a command. On Matrix it is a message that the room sees."""
        command, _, rest = text[1:].partition(" ")
        matrix = room.platform is Platform.MATRIX
        if matrix:
            self.town.shows(self.town.place_of(room), name, text, private=room.name == ENTRANCE)
        facts = self.town.event_facts(name, room, "m" if matrix else "i")
        invoked = Invoked(**facts, name=command.lower(), typed=rest)  # type: ignore[arg-type]
        if matrix:
            self.town.history[room].append(invoked)
        return await self._interacts(invoked, name)

    async def worries(self, name: str, shown: Shown) -> Reply | None:
        """Use "I'm worried about this message" on somebody's message."""
        return await self.uses_on(name, shown, "worried")

    async def uses_on(self, name: str, shown: Shown, command: str) -> Reply | None:
        """Use a command of a message's menu on what a person, or the bot, wrote in a room."""
        room, author = shown.where, self.town.people.get(shown.sender)
        if room is None or shown.private:
            message = "this can only be used on what everybody in a room sees"
            raise Impossible(message)
        who = Member(room.platform, BOT, BOT) if author is None else author.on(room.platform)
        n = self.town.ledger.first(shown).n
        ref = MessageRef(room, str(n), f"https://{room.platform}.town.example/{n}")
        target = On(message=ref, author=who, text=shown.text)
        facts = self.town.event_facts(name, room, "i")
        invoked = Invoked(**facts, name=command, target=target)  # type: ignore[arg-type]
        return await self._interacts(invoked, name)

    async def presses(
        self, name: str, room: Room, label: str, answers: Mapping[str, str] | None = None
    ) -> Reply | None:
        """Press the newest button of this label; on Matrix, answer with its number."""
        shown = self.town.ledger.newest_button(name, label, room, room.name)
        button = button_of(shown, label) if shown else None
        if shown is None or button is None or shown.where is None:
            message = f"{name} sees no button [{label}] in {room.name} on {room.platform}"
            raise Impossible(message)
        reply = await self.presses_on(name, shown, shown.buttons.index(button))
        form = reply.form if reply else self._open_form(name, room)
        return await self.fills(name, room, form, answers) if form and answers else reply

    async def presses_on(self, name: str, shown: Shown, position: int) -> Reply | None:
        """Press a button of this very message; positions count from 0."""
        room = self.town.place_of(shown.where).room if shown.where else None
        if room is None or name not in shown.screen or position >= len(shown.buttons):
            message = f"{name} sees no such button"
            raise Impossible(message)
        return await self._press(name, room, shown.buttons[position], str(position + 1), None)

    async def fills(
        self, name: str, room: Room, form: Form, answers: Mapping[str, str]
    ) -> Reply | None:
        """Submit a form."""
        given = {one.id: one.answer for one in form.questions if one.answer} | dict(answers)
        facts = self.town.event_facts(name, room, "i")
        pressed = Pressed(**facts, action=form.submit, about=form.about, answers=given)  # type: ignore[arg-type]
        return await self._interacts(pressed, name)

    async def joins(self, name: str, room: Room) -> Reply | None:
        """Come into the community."""
        joined = Joined(**self.town.event_facts(name, room, "j"))  # type: ignore[arg-type]
        return await self.town.happens(joined, name)

    async def leaves(self, name: str, room: Room) -> Reply | None:
        """Leave the community; in the town they can still be seen, as an account can."""
        left = Left(**self.town.event_facts(name, room, "l"))  # type: ignore[arg-type]
        return await self.town.happens(left, name)

    async def _press(
        self, name: str, room: Room, button: Button, typed: str, answers: Mapping[str, str] | None
    ) -> Reply | None:
        matrix = room.platform is Platform.MATRIX
        if matrix:
            self.town.shows(self.town.place_of(room), name, typed, private=room.name == ENTRANCE)
        facts = self.town.event_facts(name, room, "m" if matrix else "i")
        pressed = Pressed(**facts, action=button.action, about=button.about, answers=answers)  # type: ignore[arg-type]
        if matrix:
            self.town.history[room].append(pressed)
        return await self._interacts(pressed, name)

    async def _interacts(self, event: Invoked | Pressed, name: str) -> Reply | None:
        """Hand over; where the platform is live and the bot is not, the person sees that."""
        platform = event.who.platform
        away = platform not in self.town.bots or self.town.faults.out(platform, event.at)
        if away and platform is Platform.DISCORD:
            place = replace(self.town.place_of(event.room), people=frozenset({name}))
            self.town.shows(place, platform.value, "The application did not respond", private=True)
            return None
        return await self.town.happens(event, name)

    def _numbered(self, name: str, room: Room, text: str) -> Button | None:
        """The choice that a number, or `show`, stands for in the newest message of the bot."""
        seen = [
            one for one in self.town.ledger.now_shown()
            if one.where == room and name in one.screen and one.sender not in self.town.people
        ]  # fmt: skip
        newest = seen[-1] if seen else None
        word = text.strip().rstrip(".").casefold()
        if newest is None or not newest.buttons:
            return None
        if word == SHOW:
            return next((one for one in newest.buttons if one.action.endswith(".show")), None)
        number = int(word) if word.isascii() and word.isdigit() and len(word) < 3 else 0
        return newest.buttons[number - 1] if 0 < number <= len(newest.buttons) else None

    def _thread(self, id_: str, platform: Platform) -> Place | None:
        """A private thread, which only its id tells from others of its name."""
        threads = (one for one in self.town.places.values() if one.room.platform is platform)
        return next((one for one in threads if one.room.id == id_), None)

    def _open_form(self, name: str, room: Room) -> Form | None:
        """The form that stands open on this person's screen."""
        seen = [
            one for one in self.town.ledger.entries
            if name in one.screen and one.platform is room.platform and one.room == room.name
        ]  # fmt: skip
        moment = [one for one in seen if one.at == seen[-1].at]  # a text may come with it
        return next((one.form for one in reversed(moment) if one.form), None)


def answers_in(text: str) -> dict[str, str]:
    """`mood=2 note="long day"` as answers."""
    return {
        match[1]: match[2] if match[2] is not None else match[3] for match in ANSWERS.finditer(text)
    }
