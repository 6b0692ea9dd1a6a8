"""Pictures of the demo for the README: acted out, drawn as SVG, the same on every machine."""

import asyncio
import re
import sys
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from bot.app.commands.says import tell, words
from bot.app.content import Content, load
from bot.app.demo.app import TownApp
from bot.app.demo.stage import Stage
from bot.app.demo.tour import tour
from bot.app.logs import quiet_logs
from bot.app.rehearsal import Rehearsal

FOLDER = Path("docs") / "pictures"
SIZE = (80, 24)
FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""Rich names a font on a server of somebody else; whoever reads a README asks nobody for it."""
CLIP = re.compile(r'<clipPath id="[\w-]+-line-\d+">.*?</clipPath>\s*', re.DOTALL)
HOPS = 2
PATIENCE_S = 60.0
BLANK = "&#160;"
WORDS = re.compile(
    r'<text class="(?P<style>[\w-]+)" x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)" '
    r'textLength="(?P<length>[\d.]+)"[^>]*>(?P<text>[^<]*)</text>\n?'
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A name, the stops of the tour that lead to it, and the keys that are pressed then."""

    name: str
    until: str
    keys: tuple[str, ...] = ()


CHECK_IN, YES = (*"/checkin", "enter"), ("escape", "1")
"""The first private thing is asked about: shall it be kept?"""
PICTURES = (
    Picture("tour", "alarm"),
    Picture("card", "card", ("escape",)),
    Picture("form", "welcome", ("escape", *CHECK_IN, *YES, "2", "tab", *"long day")),
    Picture("vent", "vent"),
)


def main() -> int:
    """Draw all of them anew."""
    quiet_logs()
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    content = load()
    for picture in PICTURES:
        file = folder / f"{picture.name}.svg"
        file.write_text(asyncio.run(drawn(picture, content)), "utf-8")
        tell(str(file))
    return 0


async def drawn(picture: Picture, content: Content) -> str:
    """One picture in a town of its own."""
    with tempfile.TemporaryDirectory(prefix="porchlight-") as folder:
        rehearsal = Rehearsal(Path(folder) / "demo.db", content=content)
        stops = [stop.name for stop in tour()]
        presses = ("1", *("enter",) * stops.index(picture.until), *picture.keys)
        async with acted(rehearsal, presses) as app:
            return plain(app.export_screenshot(simplify=True))


@asynccontextmanager
async def acted(rehearsal: Rehearsal, keys: Sequence[str]) -> AsyncGenerator[TownApp, None]:
    """The interface without a terminal, after these keys."""
    async with Stage(rehearsal).open() as stage:
        app = TownApp(stage, tour(), words())
        async with app.run_test(size=SIZE) as pilot:
            for key in keys:
                await pilot.press(key)
                await settled(app, pilot)
            await _hold_still(app, pilot)
            yield app


async def settled(app: TownApp, pilot: Pilot[None]) -> None:
    """Wait until a key has done all that follows from it: it passes through a few queues."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            for _ in range(HOPS):
                await pilot.pause()
                passed = asyncio.Event()
                if app.broken is None and app.call_later(passed.set):
                    await passed.wait()
    finally:
        if app.broken is not None:
            raise app.broken


async def _hold_still(app: TownApp, pilot: Pilot[None]) -> None:
    """A caret that blinks would be in the picture or not, as the clock has it."""
    for line in app.screen.query(Input):
        line.cursor_blink = False
    for lines in app.screen.query(TextArea):
        lines.cursor_blink = False
    await settled(app, pilot)


def plain(svg: str) -> str:
    """The picture without fonts from elsewhere, and without blanks, which some viewers drop."""
    own = CLIP.sub("", FONT.sub("", svg)).replace("Fira Code, ", "")
    return WORDS.sub(_tight, own.replace("\u00a0", BLANK))


def _tight(found: re.Match[str]) -> str:
    """A text that begins where its first letter stands, or nothing."""
    letters = unescape(found["text"])
    inner = letters.strip("\u00a0")
    if not inner:
        return ""
    cell = float(found["length"]) / len(letters)
    x = float(found["x"]) + cell * (len(letters) - len(letters.lstrip("\u00a0")))
    text = escape(inner, quote=False).replace("\u00a0", BLANK)
    size = f'x="{x:g}" y="{found["y"]}" textLength="{cell * len(inner):g}"'
    return f'<text class="{found["style"]}" {size}>{text}</text>'


if __name__ == "__main__":
    sys.exit(main())
