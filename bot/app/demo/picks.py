"""A list to pick from: a marker shows where one is, digits and arrows move, Enter picks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

HERE, ELSEWHERE = "> ", "  "
DIGITS = 9


@dataclass(frozen=True, slots=True)
class Row:
    """One line. Without an id it is a heading that cannot be picked."""

    id: str | None
    text: str
    extra: str = ""


class Picks(Widget, can_focus=True):
    """Rows, one line each, and a cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("home", "move(-1000)", show=False),
        Binding("end", "move(1000)", show=False),
        Binding("pageup", "move(-10)", show=False),
        Binding("pagedown", "move(10)", show=False),
        Binding("enter,space", "pick", show=False),
    ]

    class Moved(Message):
        """The cursor stands on another row."""

        def __init__(self, row: str) -> None:
            """On the row of this id."""
            self.row = row
            super().__init__()

    class Picked(Message):
        """A row was picked."""

        def __init__(self, row: str) -> None:
            """The row of this id."""
            self.row = row
            super().__init__()

    def __init__(self, rows: Sequence[Row] = (), *, numbered: bool = False) -> None:
        """With `numbered` the digits stand before the rows that they pick."""
        super().__init__()
        self._numbered = numbered
        self.rows = tuple(rows)
        self.at = next((n for n, row in enumerate(self.rows) if row.id is not None), 0)

    def show(self, rows: Sequence[Row], at: str | None) -> None:
        """Other rows, with the cursor on the one of this id."""
        self.rows = tuple(rows)
        self.at = next((n for n, row in enumerate(self.rows) if row.id == at), self.at)
        self.refresh()

    def render(self) -> Text:
        """The rows that fit, around the cursor."""
        first = max(0, min(self.at - self.size.height // 2, len(self.rows) - self.size.height))
        shown = list(enumerate(self.rows))[first : first + max(1, self.size.height)]
        text = Text(no_wrap=True, overflow="ellipsis")
        for number, row in shown:
            text.append(self._line(number, row), style=self._style(number, row))
            text.append("\n" if number != shown[-1][0] else "")
        return text

    def action_move(self, by: int) -> None:
        """To the next row that can be picked; the ends are kept."""
        pickable = [n for n, row in enumerate(self.rows) if row.id is not None]
        if not pickable:
            return
        where = pickable.index(self.at) if self.at in pickable else 0
        self._go(pickable[max(0, min(where + by, len(pickable) - 1))])

    def action_pick(self) -> None:
        """Take the row under the cursor."""
        row = self.rows[self.at].id if self.rows else None
        if row is not None:
            self.post_message(self.Picked(row))

    def on_key(self, event: events.Key) -> None:
        """A digit picks the row of that number."""
        pickable = [n for n, row in enumerate(self.rows) if row.id is not None]
        if event.key.isdecimal() and 0 < int(event.key) <= len(pickable):
            event.stop()
            self._go(pickable[int(event.key) - 1])
            self.action_pick()

    def on_click(self, event: events.Click) -> None:
        """Picking with a mouse, where there is one."""
        first = max(0, min(self.at - self.size.height // 2, len(self.rows) - self.size.height))
        number = first + event.y
        if number < len(self.rows) and self.rows[number].id is not None:
            self._go(number)
            self.action_pick()

    def _go(self, to: int) -> None:
        if to != self.at:
            self.at = to
            self.refresh()
            self.post_message(self.Moved(self.rows[to].id or ""))

    def _line(self, number: int, row: Row) -> str:
        mark = HERE if number == self.at and row.id is not None else ELSEWHERE
        if self._numbered:
            mark += f"{number + 1} " if number < DIGITS else "  "
        room = max(0, self.size.width - len(mark) - len(row.extra) - 1)
        words = row.text if len(row.text) <= room or not row.extra else row.text[: room - 1] + "…"
        if row.id is None:
            return words
        return f"{mark}{words:<{room}} {row.extra}".rstrip() if row.extra else f"{mark}{words}"

    def _style(self, number: int, row: Row) -> str:
        if row.id is None:
            return "dim"
        here = number == self.at
        return "bold reverse" if here and self.has_focus else "bold" if here or row.extra else ""
