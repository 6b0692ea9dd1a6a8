"""The nest: a process that has imported and read everything, and forks a bot whenever it is asked.

A start from nothing costs seconds of reading what never changes; from here it costs what the bot
does with its data, so that a run has time for more kills. Each bot is a process of its own, with
all of `porchlight run` but the reading of what ships. Posts wait seconds here, not minutes, and
private rooms are read on from where all was finished a second ago, not an hour: no bot lives for
an hour here, and each start would read the whole run once more.
"""

import asyncio
import gc
import json
import os
import sys
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from signal import SIGKILL, Signals
from typing import Any

from adapters.discord import platform
from bot.app import upkeep
from bot.app.commands import entry, run
from bot.app.content import Content, load
from bot.relay import course

SOONEST, LATEST = timedelta(seconds=0.5), timedelta(seconds=3)
BATCH = SETTLES = timedelta(seconds=1)
"""How long a post waits in this run; the product's own times are in bot/relay/course.py."""
FORGETS = "A_DISCORD_THAT_FORGETS"
"""In a bot's environment: Discord knows no key again, so that the history has to be read."""
ALSO, WARM = "also=", "warm"
"""Behind the name of the module: a module that each bot begins with; and that rules are made ready
before the first of many short lives."""


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


def _asked() -> defaultdict[str, "asyncio.Queue[int]"]:
    return defaultdict(asyncio.Queue)


@dataclass(slots=True)
class Nest:
    """The parent's hand on the nest. `warm` takes it half a minute longer to make.

    `also` names a module that is read in the nest, and whose `begin` each bot calls first.
    """

    warm: bool = False
    also: str = ""
    _process: asyncio.subprocess.Process | None = field(default=None, repr=False)
    _told: defaultdict[str, "asyncio.Queue[int]"] = field(default_factory=_asked, repr=False)
    _hears: "asyncio.Task[None] | None" = None
    _count: int = 0

    async def hatch(self, env: Mapping[str, str], folder: Path, log: Path) -> Hatched:
        """A new bot, beside whatever others there are; the nest is made with the first one."""
        if self._process is None:
            self._process = await self._made(env)
            self._hears = asyncio.ensure_future(self._hear(self._process))
        self._count += 1
        name = str(self._count)
        asked = {"name": name, "env": dict(env), "folder": str(folder), "log": str(log)}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        pid = await self._told[name].get()
        return Hatched(pid, asyncio.ensure_future(self._told[name].get()))

    async def close(self) -> None:
        """Let it go; its bots have ended."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            await self._process.wait()
        if self._hears is not None:
            await self._hears
        self._process = self._hears = None

    async def _made(self, env: Mapping[str, str]) -> asyncio.subprocess.Process:
        words = (sys.executable, "-m", "tests.chaos.nest", *([WARM] if self.warm else []))
        words = (*words, f"{ALSO}{self.also}") if self.also else words
        pipe = asyncio.subprocess.PIPE
        return await asyncio.create_subprocess_exec(*words, env=env, stdin=pipe, stdout=pipe)

    async def _hear(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            name, number = line.split()
            self._told[name.decode()].put_nowait(int(number))


def brood() -> None:
    """Read everything once; then a bot for each line, until there are no more."""
    content = load()

    def read(*_: object, **_also: object) -> Content:
        return content

    run.__dict__["load"] = read
    course.SOONEST, course.LATEST, course.BATCH = SOONEST, LATEST, BATCH
    upkeep.SETTLES = SETTLES
    if WARM in sys.argv:
        for pattern in content.detector.patterns:
            pattern.make()
    for name in _also():
        import_module(name)
    gc.freeze()
    for line in iter(sys.stdin.buffer.readline, b""):
        asked = json.loads(line)
        if os.fork() == 0:
            keep(asked)
        _reap()


def _also() -> list[str]:
    return [one.removeprefix(ALSO) for one in sys.argv if one.startswith(ALSO)]


def keep(asked: Mapping[str, Any]) -> None:
    """In a process of its own: fork the bot, tell its number, and in the end its exit code."""
    if (pid := os.fork()) == 0:
        fly(asked)
    os.write(1, f"{asked['name']} {pid}\n".encode())
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.write(1, f"{asked['name']} {code}\n".encode())
    os._exit(0)


def _reap() -> None:
    """Keepers whose bots have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def fly(asked: Mapping[str, Any]) -> None:
    """In the new process: be `porchlight run`, with nothing of the nest in its hands."""
    log = os.open(asked["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ.clear()
    os.environ.update(asked["env"])
    os.chdir(asked["folder"])
    if FORGETS in os.environ:
        platform.ABILITIES = replace(platform.ABILITIES, remembers=timedelta(0))
    for name in _also():
        import_module(name).begin()
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
