"""The bot as a real process on the wire, from the nest: started, killed, started again."""

import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from adapters.memory.places import OWNER, room_named
from tests.chaos.child import HOUSE, Fell
from tests.chaos.nest import FORGETS, Hatched, Nest
from tests.wire.discord.server import Wire
from tests.wire.discord.weather.crowd import HERE


@dataclass(slots=True)
class Bot:
    """`porchlight run`, with its data in `folder`."""

    nest: Nest
    wire: Wire
    folder: Path
    forgets: bool
    lives: int = 0
    _process: Hatched | None = None

    @property
    def database(self) -> Path:
        """Where it keeps its data."""
        return self.folder / "porchlight.db"

    @property
    def keys(self) -> Path:
        """Where it keeps its keys."""
        return self.folder / "keys"

    @property
    def log(self) -> Path:
        """What all its lives logged."""
        return self.folder / "log"

    async def start(self) -> None:
        """Begin a life; it is not up yet."""
        self.lives += 1
        self._process = await self.nest.hatch(self._settings(), self.folder, self.log)

    async def end(self, by: signal.Signals) -> int:
        """Send a signal; its exit code. Raises Fell if it had ended by itself."""
        process = self._process
        if process is None or process.returncode is not None:
            message = "the bot ended by itself"
            raise Fell(message)
        process.send_signal(by)
        return await process.wait()

    def over(self) -> None:
        """Whatever became of the run, nothing is left."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    def _settings(self) -> Mapping[str, str]:
        owner = self.wire.town.people[OWNER].on(HERE)
        return os.environ | ({FORGETS: "1"} if self.forgets else {}) | {
            "PYTHONPATH": str(HOUSE), "PORCHLIGHT_DISCORD__TOKEN": self.wire.token,
            "PORCHLIGHT_DISCORD__API_BASE": self.wire.api,
            "PORCHLIGHT_DISCORD__GATEWAY_URL": self.wire.socket,
            "PORCHLIGHT_DISCORD__MODERATOR_ROOMS": f"[{room_named('#moderators', HERE).id}]",
            "PORCHLIGHT_DISCORD__VENT_ROOMS": f"[{room_named('#vent', HERE).id}]",
            "PORCHLIGHT_DATABASE": str(self.database), "PORCHLIGHT_KEYS": str(self.keys),
            "PORCHLIGHT_OWNERS": f'["discord:{owner.id}"]', "PORCHLIGHT_LOG_LEVEL": "WARNING",
        }  # fmt: skip
