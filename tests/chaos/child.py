"""The bot as a child process: started, waited for, killed, started again."""

import asyncio
import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Protocol

from adapters.memory.places import OWNER
from adapters.memory.town import Town
from bot.model.people import Platform
from tests.chaos.nest import Nest

HOUSE = Path(__file__).resolve().parents[2]
LONGEST_START_S = 60.0
LONGEST_STOP_S = 30.0


class Fell(Exception):  # noqa: N818 - what happened, said as such
    """The child ended by itself, or never came up; its log says why."""


class Process(Protocol):
    """A process of which we are the parent, or whose parent we speak with."""

    @property
    def returncode(self) -> int | None:
        """Its exit code; None while it runs."""
        ...

    def send_signal(self, signal: signal.Signals, /) -> None:
        """Send it a signal."""
        ...

    def kill(self) -> None:
        """End it at once."""
        ...

    async def wait(self) -> int:
        """Its exit code, once it has ended."""
        ...


@dataclass(slots=True)
class Child:
    """`python -m bot run` over this town, with its data in `folder`; from a `nest`, faster."""

    town: Town
    folder: Path
    port: int
    nest: Nest | None = None
    starts_s: list[float] = field(default_factory=list[float])
    _process: Process | None = None

    @property
    def database(self) -> Path:
        """Where the child keeps its data."""
        return self.folder / "data" / "porchlight.db"

    @property
    def keys(self) -> Path:
        """Where the child keeps its keys."""
        return self.folder / "keys"

    @property
    def log(self) -> Path:
        """What all children logged."""
        return self.folder / "log"

    async def start(self) -> None:
        """Start it; it is up only later."""
        if self.nest is not None:
            self._process = await self.nest.hatch(self._settings(), self.folder, self.log)
            return
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                "run",
                env=self._settings(),
                cwd=self.folder,
                stderr=log,
            )

    async def up(self) -> None:
        """Wait until it listens on both platforms. Raises Fell."""
        began = monotonic()
        while len(self.town.bots) < len(Platform):
            if monotonic() - began > LONGEST_START_S or self._ended():
                message = "the bot did not come up"
                raise Fell(message)
            await asyncio.sleep(0.005)
        self.starts_s.append(monotonic() - began)

    async def kill(self) -> None:
        """SIGKILL. Raises Fell if it had ended by itself."""
        if self._ended():
            message = "the bot ended by itself"
            raise Fell(message)
        await self.end(signal.SIGKILL)

    async def stop(self) -> int:
        """SIGTERM; its exit code."""
        return await self.end(signal.SIGTERM)

    async def end(self, by: signal.Signals) -> int:
        """Send a signal, and wait until the town has noticed. -1 when it did not end in time."""
        process = self._process
        if process is None:
            return 0
        if process.returncode is None:
            process.send_signal(by)
        try:
            async with asyncio.timeout(LONGEST_STOP_S):
                code = await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
            code = -1
        while self.town.bots:  # noqa: ASYNC110 - the town has no bell for it
            await asyncio.sleep(0.001)
        return code

    def _ended(self) -> bool:
        return self._process is None or self._process.returncode is not None

    def _settings(self) -> dict[str, str]:
        owner = self.town.people[OWNER].on(Platform.DISCORD)
        return os.environ | {
            "PYTHONPATH": str(HOUSE),
            "PORCHLIGHT_TOWN__PORT": str(self.port),
            "PORCHLIGHT_DATABASE": str(self.database),
            "PORCHLIGHT_KEYS": str(self.keys),
            "PORCHLIGHT_OWNERS": f'["discord:{owner.id}"]',
            "PORCHLIGHT_LOG_LEVEL": "WARNING",
        }
