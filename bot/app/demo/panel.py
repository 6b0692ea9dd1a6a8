"""The line that one writes on, and the panel of the tour."""

from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static


class Mouth(Input):
    """What the person types; Escape and the arrow upwards lead back to the messages."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,up", "app.read", show=False),
        Binding("tab", "complete", show=False),
    ]

    def __init__(self, *, id: str) -> None:  # noqa: A002 - as Textual calls it
        """Empty."""
        super().__init__(id=id, compact=True, select_on_focus=False)

    def offer(self, commands: list[str]) -> None:
        """Commands that are completed while they are typed."""
        self.suggester = SuggestFromList(commands)

    def action_complete(self) -> None:
        """Take the completion where there is one; else Tab goes on, as everywhere."""
        if self._suggestion and self._suggestion != self.value:
            self.action_cursor_right()
        else:
            self.screen.focus_next()


class Panel(Static, can_focus=True):
    """Where the tour speaks. One key leads on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,right", "on", show=False),
        Binding("escape,x", "off", show=False),
        Binding("up", "app.scroll(-3)", show=False),
        Binding("down", "app.scroll(3)", show=False),
    ]

    class On(Message):
        """The next stop, please."""

    class Off(Message):
        """Enough of the tour."""

    def say(self, title: str, text: str) -> None:
        """Say this."""
        self.update(Text.assemble((f"{title}\n", "bold"), text))

    def action_on(self) -> None:
        """Lead on."""
        self.post_message(self.On())

    def action_off(self) -> None:
        """Leave the tour."""
        self.post_message(self.Off())

    def on_click(self) -> None:
        """A click leads on, too."""
        self.action_on()
