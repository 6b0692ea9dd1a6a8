"""The nest: a process that has imported and read everything, and forks a bot whenever it is asked.

A start from nothing costs seconds of reading what never changes; from here it costs what the bot
does with its data, so that a run has time for more kills. Each bot is a process of its own, with
all of `porchlight run` but the reading of what ships. Posts wait seconds here, not minutes, and
private rooms are read on from where all was finished a second ago, not an hour: no bot lives for
an hour here, and each start would read the whole run once more.
"""

import asyncio
import gc
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from signal import SIGKILL, Signals

from bot.app import upkeep
from bot.app.commands import entry, run
from bot.app.content import Content, load
from bot.relay import course

SOONEST, LATEST = timedelta(seconds=0.5), timedelta(seconds=3)
BATCH = SETTLES = timedelta(seconds=1)
"""How long a post waits in this run; the product's own times are in bot/relay/course.py."""
START = b"start\n"


@dataclass(slots=True)
class Hatched:
    """A bot that the nest forked; it is waited for once."""

    pid: int
    ended: "asyncio.Task[int]"

    @property
    def returncode(self) -> int | None:
        """Its exit code, below nothing for a signal; None while it runs."""
        return self.ended.result() if self.ended.done() else None

    def send_signal(self, signal: Signals) -> None:
        """Send it a signal."""
        os.kill(self.pid, signal)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(SIGKILL)

    async def wait(self) -> int:
        """Its exit code, once it has ended."""
        return await asyncio.shield(self.ended)


@dataclass(slots=True)
class Nest:
    """The parent's hand on the nest: one bot at a time."""

    _process: asyncio.subprocess.Process | None = field(default=None, repr=False)

    async def hatch(self, env: Mapping[str, str], folder: Path, log: Path) -> Hatched:
        """A new bot; the nest itself is made with the first one."""
        if self._process is None:
            with log.open("ab") as errors:
                self._process = await asyncio.create_subprocess_exec(
                    sys.executable, "-m", "tests.chaos.nest", env=env, cwd=folder, stderr=errors,
                    stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
                )  # fmt: skip
        assert self._process.stdin is not None
        self._process.stdin.write(START)
        pid = await self._number()
        return Hatched(pid, asyncio.ensure_future(self._number()))

    async def close(self) -> None:
        """Let it go; its bot has ended."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            await self._process.wait()
        self._process = None

    async def _number(self) -> int:
        assert self._process is not None
        assert self._process.stdout is not None
        return int(await self._process.stdout.readline())


def brood() -> None:
    """Read everything once; then a bot for each line, until there are no more."""
    content = load()

    def read(*_: object, **_also: object) -> Content:
        return content

    run.__dict__["load"] = read
    course.SOONEST, course.LATEST, course.BATCH = SOONEST, LATEST, BATCH
    upkeep.SETTLES = SETTLES
    gc.freeze()
    for _ in iter(sys.stdin.buffer.readline, b""):
        if (pid := os.fork()) == 0:
            fly()
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


def fly() -> None:
    """In the new process: be `porchlight run`, with nothing of the nest in its hands."""
    os.dup2(2, 1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.argv = ["porchlight", "run"]
    code = 1
    try:
        entry()
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        os._exit(code)


if __name__ == "__main__":
    brood()
