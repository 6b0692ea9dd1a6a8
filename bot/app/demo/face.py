"""The face of the demo: one screen of the town as one person sees it."""

from rich.text import Text
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from bot.app.demo import offers
from bot.app.demo.panel import Mouth, Panel
from bot.app.demo.picks import Picks, Row
from bot.app.demo.sight import Sight
from bot.app.demo.stage import Stage
from bot.app.demo.timeline import Timeline
from bot.model.people import Room
from bot.ui.texts import Say

AREAS = ("rooms", "talk", "tour", "say")
"""Where one can be: the ids of what takes keys."""


class Face(App[None]):
    """Draws what the stage shows."""

    CSS_PATH = "town.tcss"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = "*"

    def __init__(self, stage: Stage, say: Say) -> None:
        """The stage is open, and stays so for longer than this."""
        super().__init__()
        self.stage, self.speak = stage, say
        self.view = Sight(stage.rehearsal, say)
        self.broken: Exception | None = None

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
        self.query_one("#rooms", Picks).show(self.view.rooms(), self.view.room.id)
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
        """What breaks is raised by who opened us; Textual would print what people typed.

        A private touch: no public one keeps its traceback off the terminal.
        """
        self.broken = self.broken or error
        self.exit(return_code=1)

    def _commands(self) -> list[Row]:
        platform = self.view.room.platform
        return offers.commands(self.stage.rehearsal, self.view.me, platform, self.speak)

    def _write(self, text: str) -> None:
        line = self.query_one(Mouth)
        if text:
            line.value, line.cursor_position = text, len(text)
        line.focus()
