"""The demo's interface: the town as one person sees it, and that person's hands."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from adapters.memory.acts import Impossible
from adapters.memory.script import NotAStep, act_of
from bot.app.demo import offers, turns
from bot.app.demo.forms import Answers, FormScreen
from bot.app.demo.menu import Menu, Page
from bot.app.demo.panel import Mouth, Panel
from bot.app.demo.picks import Picks, Row
from bot.app.demo.sight import FIRST, Sight
from bot.app.demo.stage import Act, Stage
from bot.app.demo.timeline import Timeline
from bot.app.demo.tour import Stop
from bot.app.demo.view import Message
from bot.model.people import Platform, Room
from bot.ui.form import Form
from bot.ui.texts import Say

AREAS = ("rooms", "talk", "tour", "say")
"""Where one can be: the ids of what takes keys."""


class TownApp(App[None]):
    """Shows the town on a stage that is open."""

    CSS_PATH = "town.tcss"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = "*"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", show=False),
        Binding("w,f2", "who", show=False),
        Binding("t,f3", "time", show=False),
        Binding("o,f4", "town", show=False),
        Binding("c,f5", "commands", show=False),
        Binding("u,f6", "tour", show=False),
        Binding("n,f7", "next_new", show=False),
        Binding("p,f8", "platform", show=False),
        Binding("i", "write", show=False),
        Binding("q,f10,ctrl+q", "leave", show=False, priority=False),
        Binding("escape", "read", show=False),
    ]

    def __init__(self, stage: Stage, stops: tuple[Stop, ...], say: Say) -> None:
        """`stops` are those of the tour."""
        super().__init__()
        self.stage, self.stops, self.speak = stage, stops, say
        self.view = Sight(stage.rehearsal, say)
        self.broken: Exception | None = None
        self._stop: int | None = None

    # what stands on the screen --------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Head, rooms, messages, the tour's panel, what was said last, the line, the keys."""
        yield Static(id="head")
        with Horizontal(id="body"):
            rooms = Picks()
            rooms.id = "rooms"
            yield rooms
            yield Timeline(id="talk")
        yield Panel(id="tour")
        yield Static(id="status")
        with Horizontal(id="line"):
            yield Static(id="name")
            yield Mouth(id="say")
        yield Static(id="keys")

    async def on_mount(self) -> None:
        """Begin as ana, and ask what one would like to see."""
        self.title = self.speak("town.title")
        self.query_one(Mouth).focus()
        self.watch(self.screen_stack[0], "focused", self._keys, init=False)
        await self.look(self.view.me, self.view.room)
        rows = [Row(name, self.speak(f"town.start.{name}")) for name in ("tour", "ana", "mo")]
        menu = Menu(self.title, rows, self.speak, self.speak("town.start.about"))
        self.push_screen(menu, self._begin)

    async def look(self, me: str, room: Room) -> None:
        """See with this person's eyes into this room."""
        self.view.turn(me, room)
        self.query_one(Mouth).offer([row.id for row in self._commands() if row.id])
        await self.redraw()

    async def on_resize(self) -> None:
        """Lines end elsewhere now."""
        self.call_after_refresh(self.redraw)

    async def redraw(self, choose: int | None = None) -> None:
        """Everything as it stands now, with the message of this number chosen."""
        at = self.view.refresh(choose or self.query_one(Timeline).chosen)
        talk = self.query_one(Timeline)
        await talk.show(self.view.drawn(talk.columns), at)
        self.query_one("#rooms", Picks).show(self.view.rooms(), self.view.row_of(self.view.room))
        for name, text in (("head", self.view.head()), ("name", self.view.name())):
            self.query_one(f"#{name}", Static).update(Text(text))
        self._tell("")

    def _tell(self, text: str, more: str = "") -> None:
        """What happened last, or else where one is; what is switched is always said."""
        at, many = self.query_one(Timeline).place
        place = self.speak("town.status", at=at, many=many) if many else self.speak("town.empty")
        told = (self.view.state(), text or place, more)
        self.query_one("#status", Static).update(Text(" ".join(one for one in told if one)))

    def _keys(self) -> None:
        """The keys that work where one is."""
        town = self.screen_stack[0]
        focused = town.focused.id if town.focused is not None else None
        if focused in AREAS:
            town.query_one("#keys", Static).update(Text(self.speak(f"town.keys.{focused}")))

    def _handle_exception(self, error: Exception) -> None:
        """What breaks is told by who opened us; Textual would print what people typed.

        A private touch: no public one keeps its traceback off the terminal. Tests see all.
        """
        if self.is_headless:
            super()._handle_exception(error)
        else:
            self.broken = self.broken or error
            self.exit(return_code=1)

    # doing things ---------------------------------------------------------------------------

    async def act(self, act: Act) -> None:
        """Act one thing out, and show what came of it: also a form that it opened."""
        before = self.stage.rehearsal.town.ledger.next
        try:
            await self.stage.do(act)
        except (Impossible, NotAStep) as no:
            await self.redraw()
            self._tell(str(no))
            return
        await self.redraw()
        self._tell("", self.view.elsewhere(before))
        opened = self.view.form_since(before)
        if opened is not None and opened.form is not None:
            trouble = self.view.words_of(opened)
            self._ask(opened.form, opened.where or self.view.room, trouble)

    def _ask(self, form: Form, room: Room, trouble: str = "") -> None:
        async def send(answers: Answers | None) -> None:
            if answers is not None:
                me, acts = self.view.me, self.stage.rehearsal.acts
                await self.does(lambda: acts.fills(me, room, form, answers))

        self.push_screen(FormScreen(form, self.speak, trouble), send)

    async def does(self, act: Act) -> None:
        """Let this person do something, a moment later."""
        await self.act(lambda: self.stage.rehearsal.does(act))

    async def on_input_submitted(self, event: Mouth.Submitted) -> None:
        """Say it, as in a script after the colon."""
        if not event.value.strip():
            return
        event.input.clear()
        me, room, text = self.view.me, self.view.room, event.value
        place = self.view.place
        await self.act(lambda: self.stage.rehearsal.take(act_of(me, place, room.platform, text)))

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
            case (offers.EDIT, _, _):
                self._write(f"edit: {one.shown.text}")
            case ("press", _, position):
                await self._press(one, int(position))
            case ("on", _, command):
                await self.does(lambda: acts.uses_on(me, one.shown, command))
            case _:
                return

    async def _press(self, one: Message, position: int) -> None:
        """Press a button. On Matrix a choice is a number that one types, for the newest only."""
        me, acts = self.view.me, self.stage.rehearsal.acts
        if position >= len(one.shown.buttons):
            self._tell(self.speak("town.act.no_button"))
        elif one.shown.platform is Platform.MATRIX and not self.view.is_newest(one):
            self._tell(self.speak("town.act.older"))
        else:
            await self.does(lambda: acts.presses_on(me, one.shown, position))

    def _chosen(self) -> Message | None:
        return self.view.message(self.query_one(Timeline).chosen)

    # going about ----------------------------------------------------------------------------

    async def on_picks_moved(self, event: Picks.Moved) -> None:
        """Another room."""
        await self.look(self.view.me, self.view.room_of(event.row))

    def on_picks_picked(self) -> None:
        """Into the room."""
        self.action_read()

    def action_read(self) -> None:
        """To the messages."""
        self.query_one(Timeline).focus()

    def action_write(self) -> None:
        """To the line."""
        self._write("")

    def _write(self, text: str) -> None:
        line = self.query_one(Mouth)
        if text:
            line.value, line.cursor_position = text, len(text)
        line.focus()

    def action_scroll(self, by: int) -> None:
        """Move the messages by so many lines."""
        self.query_one(Timeline).scroll_relative(y=by, animate=False)

    async def action_next_new(self) -> None:
        """To the next room with something new."""
        room = self.view.next_new()
        if room is None:
            self._tell(self.speak("town.news.none"))
        else:
            await self.look(self.view.me, room)

    async def action_platform(self) -> None:
        """The same room on the other platform."""
        room = self.view.across()
        if room is None:
            self._tell(self.speak("town.across.none"))
        else:
            await self.look(self.view.me, room)

    def action_help(self) -> None:
        """All keys, and what one can type."""
        self.push_screen(Page(self.speak("town.help.title"), self.speak("town.help.text")))

    def action_who(self) -> None:
        """Be somebody else."""
        rows = offers.people(self.stage.rehearsal, self.view.seen, self.speak)
        self._menu("who", rows, self._be)

    def action_time(self) -> None:
        """Let time pass."""
        self._menu("time", offers.waits(self.speak), self._wait)

    def action_town(self) -> None:
        """Switch something."""
        rows = offers.switches(self.stage.rehearsal, self.view.me, self.speak)
        self._menu("switch", rows, self._switch)

    def action_commands(self) -> None:
        """Choose a command to type."""
        self._menu("commands", self._commands(), self._take_command)

    def action_leave(self) -> None:
        """Leave the town, once one is sure."""
        rows = [Row(name, self.speak(f"town.leave.{name}")) for name in ("stay", "go")]
        self._menu("leave", rows, self._leave)

    def _commands(self) -> list[Row]:
        platform = self.view.room.platform
        return offers.commands(self.stage.rehearsal, self.view.me, platform, self.speak)

    def _menu(self, name: str, rows: Sequence[Row], then: Callable[[str], Awaitable[None]]) -> None:
        """Offer rows; what is picked goes on to `then`."""

        async def take(picked: str | None) -> None:
            if picked is not None:
                await then(picked)

        title = self.speak(f"town.{name}.title", who=self.view.me)
        self.push_screen(Menu(title, rows, self.speak), take)

    async def _begin(self, picked: str | None) -> None:
        if picked == "tour":
            await self.action_tour()
        else:
            await self._be(picked or FIRST)

    async def _be(self, who: str) -> None:
        """Somebody else, in the same room if they see it; moderators begin in theirs."""
        room = self.view.room
        place = offers.home(self.stage.rehearsal.town.people[who], room.name)
        await self.look(who, self.view.room_for(who, place, room.platform))

    async def _wait(self, how: str) -> None:
        await self.act(turns.passes(self.stage.rehearsal, how))

    async def _switch(self, what: str) -> None:
        town = self.stage.rehearsal
        match what.partition(":"):
            case (offers.DMS, _, _):
                await self.act(turns.switches_dms(town, self.view.me))
            case ("outage", _, platform):
                await self.act(turns.switches_outage(town, Platform(platform)))
            case _:
                await self.act(turns.restarts(town))
                self._tell(self.speak("town.switch.restarted"))

    async def _take_command(self, command: str) -> None:
        self._write(f"{command} ")

    async def _leave(self, picked: str) -> None:
        if picked == "go":
            self.exit()

    # the tour -------------------------------------------------------------------------------

    async def action_tour(self) -> None:
        """Begin the tour."""
        self.screen_stack[0].add_class("touring")
        self._stop = None
        await self.on_panel_on()
        self.query_one(Panel).focus()

    async def on_panel_on(self) -> None:
        """The next stop; after the last one the town is the person's own."""
        self._stop = 0 if self._stop is None else self._stop + 1
        if self._stop >= len(self.stops):
            self.on_panel_off()
            return
        stop = self.stops[self._stop]
        for step in stop.acts:
            await self.act(partial(self.stage.rehearsal.take, step))
        look = stop.look
        await self.look(look.person, self.view.room_for(look.person, look.place, look.platform))
        if stop.changed:
            await self.redraw(self.view.changed_last())
        title = self.speak("town.tour.title", at=self._stop + 1, many=len(self.stops))
        self.query_one(Panel).say(title, self.speak(f"tour.{stop.name}"))

    def on_panel_off(self) -> None:
        """Out of the tour; the town stays as it is."""
        self.screen_stack[0].remove_class("touring")
        self._stop = None
        self._write("")
