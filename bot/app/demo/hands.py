"""What the person at the keyboard does to messages, buttons and forms."""

from functools import partial

from adapters.memory.acts import Impossible
from adapters.memory.script import NotAStep, act_of
from bot.app.demo import offers
from bot.app.demo.face import Face
from bot.app.demo.forms import Answers, FormScreen
from bot.app.demo.menu import Menu
from bot.app.demo.panel import Mouth
from bot.app.demo.stage import Act
from bot.app.demo.timeline import Timeline
from bot.app.demo.view import Message
from bot.model.people import Platform, Room
from bot.ui.form import Form


class Hands(Face):
    """Acts things out, and shows what came of them."""

    async def act(self, act: Act) -> None:
        """Act one thing out, and show what came of it."""
        before = self.stage.rehearsal.town.ledger.next
        try:
            await self.stage.do(act)
        except (Impossible, NotAStep) as no:
            await self.redraw()
            self._tell(str(no))
            return
        await self.redraw()
        self._tell("", self.view.elsewhere(before))

    async def does(self, act: Act) -> None:
        """Let this person do something; a form that it opens is opened."""
        before = self.stage.rehearsal.town.ledger.next
        await self.act(act)
        opened = self.view.form_since(before)
        if opened is not None and opened.form is not None:
            trouble = self.view.words_of(opened)
            self._ask(opened.form, opened.where or self.view.room, trouble)

    def _ask(self, form: Form, room: Room, trouble: str = "") -> None:
        async def send(answers: Answers | None) -> None:
            if answers is not None:
                me, acts = self.view.me, self.stage.rehearsal.acts
                await self._soon(lambda: acts.fills(me, room, form, answers))

        self.push_screen(FormScreen(form, self.speak, trouble), send)

    async def _soon(self, act: Act) -> None:
        """The same a moment later, since no two things happen at once."""
        await self.does(lambda: self.stage.rehearsal.does(act))

    async def on_input_submitted(self, event: Mouth.Submitted) -> None:
        """Say it, as in a script after the colon."""
        if not event.value.strip():
            return
        event.input.clear()
        me, room, text = self.view.me, self.view.room, event.value
        place = self.view.place
        await self.does(lambda: self.stage.rehearsal.take(act_of(me, place, room.platform, text)))

    async def on_timeline_pressed(self, event: Timeline.Pressed) -> None:
        """A digit on the chosen message."""
        if (chosen := self._chosen()) is not None:
            await self._press(chosen, event.position)

    def on_timeline_opened(self) -> None:
        """What can be done to the chosen message."""
        if (chosen := self._chosen()) is None:
            return
        rows = offers.on_message(self.stage.rehearsal, self.view.me, chosen, self.speak)
        if rows:
            title = self.speak("town.act.title", who=chosen.shown.sender)
            self.push_screen(Menu(title, rows, self.speak), partial(self._picked_for, chosen))
        else:
            self._tell(self.speak("town.act.nothing"))

    def on_timeline_chose(self) -> None:
        """Say which message one is on."""
        self._tell("")

    async def _picked_for(self, one: Message, picked: str | None) -> None:
        me, acts = self.view.me, self.stage.rehearsal.acts
        match (picked or "").partition(":"):
            case (offers.SHOW, _, _):
                self.view.reveal(one)
                await self.redraw()
            case (offers.REPLY, _, _):
                self._reply(one)
            case (offers.EDIT, _, _):
                self._write(f"edit: {one.shown.text}")
            case (offers.PRESS, _, position):
                await self._press(one, int(position))
            case (offers.ON, _, command):
                await self._soon(lambda: acts.uses_on(me, one.shown, command))
            case _:
                return

    def _reply(self, one: Message) -> None:
        async def send(answers: Answers | None) -> None:
            me, acts = self.view.me, self.stage.rehearsal.acts
            if answers and (text := answers["text"].strip()):
                await self._soon(lambda: acts.answers(me, one.shown, text))

        self.push_screen(FormScreen(offers.answer_to(one.shown, self.speak), self.speak), send)

    async def _press(self, one: Message, position: int) -> None:
        """Press a button. On Matrix a choice is a number that one types, for the newest only."""
        me, acts = self.view.me, self.stage.rehearsal.acts
        if position >= len(one.shown.buttons):
            self._tell(self.speak("town.act.no_button"))
        elif one.shown.platform is Platform.MATRIX and not self.view.is_newest(one):
            self._tell(self.speak("town.act.older"))
        else:
            await self._soon(lambda: acts.presses_on(me, one.shown, position))

    def _chosen(self) -> Message | None:
        return self.view.message(self.query_one(Timeline).chosen)
