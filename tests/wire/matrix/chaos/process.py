"""The bot as a real process, from the nest: started, killed, started again."""

import asyncio
import json
import os
import signal
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from tests.chaos.child import HOUSE, Fell
from tests.chaos.nest import Hatched, Nest
from tests.wire.matrix.chaos.diary import FILE, Diary
from tests.wire.matrix.synapse import Synapse

UP_WITHIN_S = 90.0


@dataclass(slots=True)
class Bot:
    """`porchlight run`, with its data in `folder`."""

    nest: Nest
    synapse: Synapse
    folder: Path
    user: str
    password: str = field(repr=False)
    space: str = ""
    staff_room: str = ""
    lives: int = 0
    ups_s: list[float] = field(default_factory=list[float])
    diary: Diary = field(init=False)
    _process: Hatched | None = None
    _was: int = 0
    _born: float = 0.0

    def __post_init__(self) -> None:
        """Nobody has written anything."""
        self.diary = Diary(self.folder / "diary")

    @property
    def database(self) -> Path:
        """Where it keeps its data."""
        return self.folder / "porchlight.db"

    @property
    def keys(self) -> Path:
        """Where it keeps its keys."""
        return self.folder / "keys"

    @property
    def device(self) -> Path:
        """Where it keeps its device of Matrix."""
        return self.folder / "matrix"

    @property
    def log(self) -> Path:
        """What all its lives logged."""
        return self.folder / "log"

    async def start(self) -> None:
        """Begin a life; it is not up yet."""
        self.lives += 1
        self._was, self._born = self.diary.size, monotonic()
        self._process = await self.nest.hatch(self._settings(), self.folder, self.log)

    async def up(self) -> None:
        """Until it was handed something. Raises Fell where it ended by itself, or never does."""
        while self.diary.size == self._was:
            if self._ended() or monotonic() - self._born > UP_WITHIN_S:
                message = "the bot ended by itself" if self._ended() else "it never heard a word"
                raise Fell(message)
            await asyncio.sleep(0.02)
        self.ups_s.append(monotonic() - self._born)

    async def end(self, by: signal.Signals) -> int:
        """Send a signal; its exit code. Raises Fell if it had ended by itself."""
        if self._process is None or self._ended():
            message = "the bot ended by itself"
            raise Fell(message)
        self._process.send_signal(by)
        return await self._process.wait()

    def over(self) -> None:
        """Whatever became of the run, nothing is left."""
        if self._process is not None and not self._ended():
            self._process.kill()

    def _ended(self) -> bool:
        return self._process is not None and self._process.returncode is not None

    def _settings(self) -> dict[str, str]:
        given = {
            "MATRIX__HOMESERVER": self.synapse.url, "MATRIX__USER": self.user,
            "MATRIX__PASSWORD": self.password, "MATRIX__FOLDER": str(self.device),
            "MATRIX__UNLIMITED": "true", "MATRIX__SPACE": self.space,
            "MATRIX__MODERATOR_ROOMS": json.dumps([self.staff_room]),
            "DATABASE": str(self.database), "KEYS": str(self.keys), "LOG_LEVEL": "WARNING",
        }  # fmt: skip
        named = {f"PORCHLIGHT_{name}": one for name, one in given.items()}
        return {**os.environ, "PYTHONPATH": str(HOUSE), FILE: str(self.diary.file), **named}
