"""The bot as a process of its own, from the nest: its rules are ready when it begins."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.matrix import notes
from tests.bench.matrix.notes import FILE, Notes
from tests.chaos.child import HOUSE
from tests.chaos.nest import Hatched, Nest

UP_WITHIN_S = 120.0


@dataclass(slots=True)
class Bot:
    """`porchlight run` in a folder. `url` is where it finds its homeserver."""

    nest: Nest
    folder: Path
    url: str
    account: tuple[str, str]
    limited: bool = False
    space: str = ""
    staff_room: str = ""
    notes: Notes = field(init=False)
    _process: Hatched | None = None

    def __post_init__(self) -> None:
        """Nothing is written yet."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.notes = Notes(self.folder / "notes")

    @property
    def id(self) -> str:
        """Its account."""
        return self.account[0]

    async def start(self, **more: str) -> None:
        """Begin; it has its homeserver's first answer when this returns."""
        self.notes.begins()
        self._process = await self.nest.hatch(
            self._settings() | more, self.folder, self.folder / "log"
        )
        await self.until(lambda: self.notes.first)

    async def stop(self) -> None:
        """End it in good order."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(signal.SIGTERM)
            await process.wait()

    async def until(self, true: Callable[[], object], within_s: float = UP_WITHIN_S) -> None:
        """Wait for what its notes say. AssertionError where it ended meanwhile."""
        async with asyncio.timeout(within_s):
            while not true():
                assert self._process is not None
                assert self._process.returncode is None, "the bot has ended by itself"
                await asyncio.sleep(0.05)
                self.notes.read()

    def cpu_s(self) -> float:
        """Processor time that it took so far, which others on the machine add little to."""
        assert self._process is not None
        stat = Path(f"/proc/{self._process.pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
        return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")

    def _settings(self) -> dict[str, str]:
        given = {
            "MATRIX__HOMESERVER": self.url, "MATRIX__USER": self.id,
            "MATRIX__TOKEN": self.account[1], "MATRIX__FOLDER": str(self.folder / "matrix"),
            "MATRIX__UNLIMITED": str(not self.limited).lower(), "MATRIX__SPACE": self.space,
            "MATRIX__MODERATOR_ROOMS": json.dumps([self.staff_room]),
            "DATABASE": str(self.folder / "p.db"), "KEYS": str(self.folder / "keys"),
            "LOG_LEVEL": "ERROR",
        }  # fmt: skip
        named = {f"PORCHLIGHT_{name}": one for name, one in given.items()}
        return {
            **os.environ, "PYTHONPATH": str(HOUSE), FILE: str(self.notes.file), **named,
        }  # fmt: skip


@asynccontextmanager
async def nest() -> AsyncGenerator[Nest, None]:
    """From which bots fly; let go in the end."""
    one = Nest(warm=True, also=notes.__name__)
    try:
        yield one
    finally:
        await one.close()
