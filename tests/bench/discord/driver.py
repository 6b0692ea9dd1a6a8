"""The other side: a server that notes when what is posted, and the bot as a process of its own."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from aiohttp import web

from adapters.alarm.clock import SystemClock
from adapters.memory.places import Person, person, residents, room_named
from adapters.memory.town import Town
from bot.model.events import Invoked
from bot.model.people import Platform
from tests.wire.discord import objects
from tests.wire.discord.acts import Acting
from tests.wire.discord.ids import GUILD
from tests.wire.discord.objects import Json
from tests.wire.discord.server import Wire

HERE = Platform.DISCORD
HOUSE = Path(__file__).resolve().parents[3]
MODULE = "tests.bench.discord.child"
CHILD_STARTS_S = 120.0
TALKERS, CRIERS = 400, 600


def townspeople() -> dict[str, Person]:
    """The six of the demo, those who talk, and those who cry."""
    more = [person(f"t{n:03}", 1_000 + n) for n in range(TALKERS)]
    more += [person(f"c{n:03}", 5_000 + n) for n in range(CRIERS)]
    return residents() | {one.name: one for one in more}


@dataclass(slots=True)
class Noted:
    """A request of the bot's: when it came, and what it said."""

    at: float
    method: str
    path: str
    text: str


class NotingWire(Wire):
    """Notes every request when it comes, before it is answered."""

    def __init__(self, town: Town) -> None:
        super().__init__(town)
        self.noted: list[Noted] = []

    async def _asked(self, request: web.Request) -> web.StreamResponse:
        at = perf_counter()
        if request.method != "GET":
            text = (await request.read()).decode("utf-8", "replace")
            self.noted.append(Noted(at, request.method, request.path, text))
        return await super()._asked(request)


@dataclass(slots=True)
class Driver:
    """One town with the bot in it."""

    wire: NotingWire
    process: asyncio.subprocess.Process
    told: dict[str, float] = field(default_factory=dict[str, float])

    async def says(self, name: str, room: str, text: str) -> float:
        """Somebody of the town says something; when the gateway told it."""
        return await self.tells(self.wire.town.people[name], room, text)

    async def tells(self, who: Person, room: str, text: str) -> float:
        """Tell the gateway of a message that nobody keeps; when it was told."""
        raw = message(self.wire, who, room, text)
        at = perf_counter()
        await self.wire.gateway.dispatch("MESSAGE_CREATE", raw)
        return at

    async def on_duty(self) -> None:
        """Mo goes on duty: an empty rota would be an incident of its own."""
        town, room = self.wire.town, room_named("#moderators", HERE)
        facts = town.event_facts("mo", room, "i")
        await town.happens(Invoked(**facts, name="duty", answers={"state": "on"}), "mo")  # type: ignore[arg-type] # facts of Event

    def cpu_s(self) -> float:
        """Processor time of the bot so far."""
        return _cpu_s(Path(f"/proc/{self.process.pid}/stat"))

    def loop_s(self) -> float:
        """The same of its first thread alone: the loop. The others are nearly all storage."""
        return _cpu_s(Path(f"/proc/{self.process.pid}/task/{self.process.pid}/stat"))

    def rss_mb(self) -> float:
        """What it holds."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def _cpu_s(stat: Path) -> float:
    fields = stat.read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def message(wire: Wire, who: Person, room: str, text: str) -> Json:
    """A message as Discord sends it to a bot: about a kilobyte."""
    now = wire.town.clock.now()
    return {
        "id": str(wire.state.ids.new(now)), "channel_id": room_named(room, HERE).id,
        "guild_id": GUILD, "type": 0, "author": objects.user(who), "member": objects.member(who),
        "content": text, "timestamp": now.isoformat(), "edited_timestamp": None, "tts": False,
        "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [],
        "embeds": [], "pinned": False, "flags": 0, "components": [], "channel_type": 0,
        "nonce": str(wire.state.ids.new(now)),
    }  # fmt: skip


@asynccontextmanager
async def driving(
    folder: Path, module: str = MODULE, others: Sequence[Person] = (), /, **more: str
) -> AsyncGenerator[Driver, None]:
    """The bot, up, until left; what it told of itself at its end is in `told`.

    `others` live there, too, and have written in private before.
    """
    town = Town(SystemClock(), townspeople() | {one.name: one for one in others})
    for one in others:
        town.dm(one.name, HERE)
    async with NotingWire(town).listening() as wire:
        assert isinstance(wire, NotingWire)
        town.bots[HERE] = Acting(wire.state, _nothing, list).deliver
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, env=_settings(wire, folder) | more, cwd=HOUSE,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        driver = Driver(wire, process)
        try:
            await until(lambda: wire.gateway.sessions, CHILD_STARTS_S)
            if module == MODULE:
                await until(lambda: wire.state.commands, CHILD_STARTS_S)
            yield driver
        finally:
            process.send_signal(signal.SIGTERM)
            said, _ = await process.communicate()
            driver.told = json.loads(said.splitlines()[-1]) if said else {}


async def _nothing() -> None:
    """The process handles what it hears by itself."""


async def until(true: Callable[[], object], patience_s: float) -> None:
    """Wait for what another process does."""
    async with asyncio.timeout(patience_s):
        while not true():  # noqa: ASYNC110 - it rings nobody
            await asyncio.sleep(0.01)


def _settings(wire: Wire, folder: Path) -> dict[str, str]:
    return {
        **os.environ, "PYTHONPATH": str(HOUSE), "PORCHLIGHT_DISCORD__TOKEN": wire.token,
        "PORCHLIGHT_DISCORD__API_BASE": wire.api, "PORCHLIGHT_DISCORD__GATEWAY_URL": wire.socket,
        "PORCHLIGHT_DISCORD__MODERATOR_ROOMS": f"[{room_named('#moderators', HERE).id}]",
        "PORCHLIGHT_DATABASE": str(folder / "p.db"), "PORCHLIGHT_KEYS": str(folder / "keys"),
        "PORCHLIGHT_LOG_LEVEL": "ERROR",
    }  # fmt: skip
