"""The demo's interface at 80 by 24, by keyboard alone: keys go in, the screen is read."""

# What stands on a screen is known to its compositor only.
# pyright: reportPrivateUsage=false

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from textual.events import Paste
from textual.pilot import Pilot

from bot.app.commands.says import words
from bot.app.content import Content
from bot.app.demo.app import TownApp
from bot.app.demo.pictures import settled
from bot.app.demo.stage import Stage
from bot.app.demo.tour import tour
from bot.app.rehearsal import Rehearsal

COLUMNS, LINES = 80, 24


@dataclass(slots=True)
class Keyboard:
    """Somebody's keyboard, and the screen in front of them."""

    app: TownApp
    pilot: Pilot[None]

    async def press(self, *keys: str) -> str:
        """Press keys, one after another; the screen once all came of them that does."""
        for key in keys:
            await self.pilot.press(key)
            await settled(self.app, self.pilot)
        return self.screen

    async def say(self, text: str) -> str:
        """Paste a line and send it."""
        await self.press("escape", "i")  # from wherever one is
        self.app.post_message(Paste(text))
        return await self.press("enter")

    async def be(self, number: int) -> str:
        """Be another person: ana 1, ben 2, lia 3, mo 4, kit 5, ada 6."""
        return await self.press("f2", str(number))

    @property
    def screen(self) -> str:
        """The letters on the screen, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.replace("\u00a0", " ").rstrip() for strip in strips)

    @property
    def talk(self) -> str:
        """The messages or the dialog in sight, their lines joined again."""
        right = (line.rpartition("▕")[2] for line in self.screen.splitlines())
        return " ".join(line.strip(" |▌▁▂▃▄▅▆▇█") for line in right)

    @property
    def colours(self) -> set[str]:
        """Every colour on the screen, as the terminal gets it."""
        strips = self.app.screen._compositor.render_strips()
        styles = [segment.style for strip in strips for segment in strip if segment.style]
        return {
            colour.get_truecolor().hex
            for style in styles
            for colour in (style.color, style.bgcolor)
            if colour is not None
        }


@asynccontextmanager
async def at_keyboard(folder: Path, content: Content) -> AsyncGenerator[Keyboard, None]:
    """The interface as it opens, over a fresh town."""
    rehearsal = Rehearsal(folder / "porchlight.db", content=content)
    async with Stage(rehearsal).open() as stage:
        app = TownApp(stage, tour(), words())
        async with app.run_test(size=(COLUMNS, LINES)) as pilot:
            keyboard = Keyboard(app, pilot)
            await settled(app, pilot)
            yield keyboard
