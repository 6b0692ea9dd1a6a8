"""The messages of a room: one is chosen, and what can be done is done to that one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message as Note
from textual.widgets import Static

SCROLLS = 4
"""Lines that an arrow moves within a message that is longer than the screen."""
AROUND = 3
"""Columns of a message's own mark and margins."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message as it is drawn, under the number by which it keeps its place."""

    root: int
    text: Text


class Bubble(Static):
    """One message."""

    def __init__(self, drawn: Drawn) -> None:
        """Draw this."""
        super().__init__(drawn.text)
        self.drawn = drawn

    def show(self, drawn: Drawn) -> None:
        """Draw it anew where it changed."""
        if drawn.text != self.drawn.text:
            self.update(drawn.text)
        self.drawn = drawn

    def on_resize(self) -> None:
        """Say so: only now is it known where it stands."""
        self.post_message(Timeline.LaidOut())

    def on_click(self) -> None:
        """A click chooses; a second one opens."""
        self.post_message(Timeline.Clicked(self.drawn.root))


class Timeline(VerticalScroll, can_focus=True):
    """Bubbles from old to new."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("home", "move(-10000)", show=False),
        Binding("end", "move(10000)", show=False),
        Binding("enter,space", "open", show=False),
    ]

    class Clicked(Note):
        """Somebody clicked a message."""

        def __init__(self, root: int) -> None:
            """The message of this number."""
            self.root = root
            super().__init__()

    class Opened(Note):
        """What can be done to the chosen message is asked for."""

    class Pressed(Note):
        """A button of the chosen message, by its position from 0."""

        def __init__(self, position: int) -> None:
            """The one at this position."""
            self.position = position
            super().__init__()

    class LaidOut(Note):
        """A message got its place, or another size."""

    class Chose(Note):
        """Another message is chosen now."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - as Textual calls it
        """Empty at first."""
        super().__init__(id=id)
        self._bubbles: list[Bubble] = []
        self._at = -1
        self._pinned = False

    @property
    def chosen(self) -> int | None:
        """The number of the chosen message."""
        return self._bubbles[self._at].drawn.root if 0 <= self._at < len(self._bubbles) else None

    @property
    def place(self) -> tuple[int, int]:
        """Which message of how many is chosen, from 1."""
        return self._at + 1, len(self._bubbles)

    @property
    def columns(self) -> int:
        """How wide a line of a message can be."""
        return self.scrollable_content_region.width - AROUND

    async def show(self, drawn: Sequence[Drawn], choose: int) -> None:
        """Show these, with the one at this position chosen."""
        roots = [one.root for one in drawn]
        kept = [bubble.drawn.root for bubble in self._bubbles]
        if roots[: len(kept)] != kept:
            await self.remove_children()
            self._bubbles, kept = [], []
        for bubble, one in zip(self._bubbles, drawn, strict=False):
            bubble.show(one)
        fresh = [Bubble(one) for one in drawn[len(kept) :]]
        await self.mount_all(fresh)
        self._bubbles += fresh
        before = self.chosen
        self._choose(choose)
        if fresh or self.chosen != before:
            self._pinned = True
            self.call_after_refresh(self._reveal)

    def on_timeline_laid_out(self, event: LaidOut) -> None:
        """What is chosen comes into sight, until somebody moves."""
        event.stop()
        self.call_after_refresh(self._reveal)

    def on_mouse_scroll_up(self) -> None:
        """Somebody moves."""
        self._pinned = False

    def on_mouse_scroll_down(self) -> None:
        """Somebody moves."""
        self._pinned = False

    def action_page_up(self) -> None:
        """Somebody moves."""
        self._pinned = False
        super().action_page_up()

    def action_page_down(self) -> None:
        """Somebody moves."""
        self._pinned = False
        super().action_page_down()

    def action_move(self, by: int) -> None:
        """Scroll through a long message, then choose its neighbour."""
        self._pinned = False
        if not self._bubbles or self._scrolled_within(by):
            return
        self._choose(max(0, min(self._at + by, len(self._bubbles) - 1)))
        self._bring(by)
        self.post_message(self.Chose())

    def scrolls(self, by: int) -> None:
        """Move by so many lines, whatever is chosen."""
        self._pinned = False
        self.scroll_relative(y=by, animate=False)

    def action_open(self) -> None:
        """Ask what can be done."""
        if self.chosen is not None:
            self.post_message(self.Opened())

    def on_key(self, event: events.Key) -> None:
        """A digit presses that button."""
        if event.key.isdecimal() and event.key != "0":
            event.stop()
            self.post_message(self.Pressed(int(event.key) - 1))

    def on_timeline_clicked(self, event: Clicked) -> None:
        """Choose it, or open it when it is chosen already."""
        event.stop()
        if self.chosen == event.root:
            self.action_open()
            return
        roots = [bubble.drawn.root for bubble in self._bubbles]
        self._choose(roots.index(event.root))
        self.post_message(self.Chose())

    def _choose(self, at: int) -> None:
        self._at = at
        for number, bubble in enumerate(self._bubbles):
            bubble.set_class(number == at, "chosen")

    def _reveal(self) -> None:
        """The end of the room, unless the chosen message would then be out of sight."""
        if self._pinned and 0 <= self._at < len(self._bubbles):
            top = self._bubbles[self._at].virtual_region.y
            self.scroll_to(y=min(top, self.max_scroll_y), animate=False)

    def _bring(self, by: int) -> None:
        """The chosen message into sight, as little scrolling as possible."""
        region = self._bubbles[self._at].virtual_region
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        lowest, highest = region.y, max(region.bottom - height, 0)
        if region.height > height:
            wanted = region.y if by > 0 else highest
        else:
            wanted = min(max(top, highest), lowest)
        self.scroll_to(y=wanted, animate=False)

    def _scrolled_within(self, by: int) -> bool:
        """Whether a step went into the chosen message's own hidden lines."""
        if abs(by) != 1 or not 0 <= self._at < len(self._bubbles):
            return False
        region = self._bubbles[self._at].virtual_region
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        hidden = region.bottom - (top + height) if by > 0 else top - region.y
        if hidden <= 0:
            return False
        self.scroll_to(y=top + by * min(hidden, SCROLLS), animate=False)
        return True
