"""The demo's interface: going about in the town, its menus, and the tour."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from bot.app.demo import offers, turns
from bot.app.demo.hands import Hands
from bot.app.demo.menu import Menu, Page
from bot.app.demo.panel import Mouth, Panel
from bot.app.demo.picks import Picks, Row
from bot.app.demo.sight import FIRST
from bot.app.demo.stage import Stage
from bot.app.demo.timeline import Timeline
from bot.app.demo.tour import Stop
from bot.model.people import Platform
from bot.ui.texts import Say

LEAVE = "leave"


class TownApp(Hands):
    """Shows the town on a stage that is open."""

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
        Binding("q,f10", "leave", show=False),
        Binding("ctrl+c,ctrl+q", "leave", show=False, priority=True),
        Binding("escape", "read", show=False),
    ]

    def __init__(self, stage: Stage, stops: tuple[Stop, ...], say: Say) -> None:
        """`stops` are those of the tour."""
        super().__init__(stage, say)
        self.stops = stops
        self._stop: int | None = None

    async def on_mount(self) -> None:
        """Begin as ana, and ask what one would like to see."""
        self.title = self.speak("town.title")
        self.query_one(Mouth).focus()
        self.watch(self.screen_stack[0], "focused", self._keys, init=False)
        await self.look(self.view.me, self.view.room)
        rows = [Row(name, self.speak(f"town.start.{name}")) for name in ("tour", "ana", "mo")]
        menu = Menu(self.title, rows, self.speak, self.speak("town.start.about"))
        self.push_screen(menu, self._begin)

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

    def action_scroll(self, by: int) -> None:
        """Move the messages by so many lines."""
        self.query_one(Timeline).scrolls(by)

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
        """Leave the town, once one is sure; asked twice, one is."""
        if self.screen.id == LEAVE:
            self.exit()
            return
        rows = [Row(name, self.speak(f"town.leave.{name}")) for name in ("stay", "go")]
        self._menu(LEAVE, rows, self._leave)

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
            case (offers.OUTAGE, _, platform):
                await self.act(turns.switches_outage(town, Platform(platform)))
            case _:
                await self.act(turns.restarts(town))
                self._tell(self.speak("town.switch.restarted"))

    async def _take_command(self, command: str) -> None:
        self._write(f"{command} ")

    async def _leave(self, picked: str) -> None:
        if picked == "go":
            self.exit()

    def _menu(self, name: str, rows: Sequence[Row], then: Callable[[str], Awaitable[None]]) -> None:
        """Offer rows; what is picked goes on to `then`."""

        async def take(picked: str | None) -> None:
            if picked is not None:
                await then(picked)

        title = self.speak(f"town.{name}.title", who=self.view.me)
        menu = Menu(title, rows, self.speak)
        menu.id = name
        self.push_screen(menu, take)

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
