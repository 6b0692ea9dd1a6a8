"""A menu over the town: a question, rows to pick from, Escape to leave things as they are."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from bot.app.demo.picks import Picks, Row
from bot.ui.texts import Say


class Menu(ModalScreen[str | None]):
    """Gives the id of the picked row, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss(None)", show=False)]

    def __init__(self, title: str, rows: Sequence[Row], say: Say, about: str = "") -> None:
        """`about` stands between the title and the rows."""
        super().__init__()
        self._title, self._rows, self._about, self._say = title, rows, about, say
        self._how = say("town.menu.how")

    def compose(self) -> ComposeResult:
        """Title, rows, and the keys."""
        with Vertical(classes="dialog"):
            yield Static(Text(self._title), classes="title")
            if self._about:
                yield Static(Text(self._about), classes="about")
            picks = Picks(self._rows, numbered=True)
            picks.styles.height = min(len(self._rows), 14)
            yield picks
            yield Static(Text(self._how), classes="keys", id="how")

    def on_picks_picked(self, event: Picks.Picked) -> None:
        """Done."""
        event.stop()
        self.dismiss(event.row)

    def on_picks_moved(self, event: Picks.Moved) -> None:
        """Say how far down one is; nothing outside follows a menu's cursor."""
        event.stop()
        at = 1 + [row.id for row in self._rows].index(event.row)
        place = self._say("town.menu.place", at=at, many=len(self._rows))
        self.query_one("#how", Static).update(Text(f"{self._how} · {place}"))


class Page(ModalScreen[None]):
    """A text to read; any of the usual keys closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,space,q,f1,question_mark", "dismiss(None)", show=False)
    ]

    def __init__(self, title: str, text: str) -> None:
        """Show this."""
        super().__init__()
        self._title, self._text = title, text

    def compose(self) -> ComposeResult:
        """Title and text."""
        with Vertical(classes="dialog"):
            yield Static(Text(self._title), classes="title")
            yield Static(Text(self._text))
