"""`porchlight run` as a real process on the wire: told, killed, started again, stopped."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from adapters.alarm.clock import SystemClock
from adapters.memory.acts import Acts
from adapters.memory.places import room_named
from adapters.memory.town import Town
from bot.model.people import Platform
from tests.wire.discord.acts import Acting
from tests.wire.discord.bot import HERE
from tests.wire.discord.server import Wire

CRY = "i want to kill myself"
PATIENCE_S = 60.0


async def nothing() -> None:
    """The process handles what it hears by itself."""


def facts(wire: Wire, folder: Path) -> dict[str, str]:
    """The environment of the bot."""
    moderators = room_named("#moderators", HERE).id
    return {
        **os.environ, "PORCHLIGHT_DISCORD__TOKEN": wire.token,
        "PORCHLIGHT_DISCORD__API_BASE": wire.api, "PORCHLIGHT_DISCORD__GATEWAY_URL": wire.socket,
        "PORCHLIGHT_DISCORD__MODERATOR_ROOMS": f"[{moderators}]",
        "PORCHLIGHT_DATABASE": str(folder / "p.db"), "PORCHLIGHT_KEYS": str(folder / "keys"),
    }  # fmt: skip


@asynccontextmanager
async def bot(wire: Wire, folder: Path) -> AsyncGenerator[asyncio.subprocess.Process, None]:
    """A process that has arrived in the guild."""
    before = wire.arrivals
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=facts(wire, folder), cwd=Path.cwd()
    )
    try:
        await until(lambda: wire.arrivals > before)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def until(true: Callable[[], object]) -> None:
    """Wait for something to be so."""
    async with asyncio.timeout(PATIENCE_S):
        while not true():  # noqa: ASYNC110 - another process makes it so
            await asyncio.sleep(0.02)


def cards(town: Town) -> list[str]:
    """The cards of people in danger in the moderators' room."""
    room = room_named("#moderators", HERE)
    return [
        one.text for one in town.ledger.now_shown() if one.where == room and "Who: @" in one.text
    ]


async def test_a_process_that_is_killed_has_called_once_and_reads_what_it_missed(
    tmp_path: Path,
) -> None:
    town = Town(SystemClock())
    async with Wire(town).listening() as wire:
        acts = Acts(town)
        general = room_named("#general", Platform.DISCORD)
        async with bot(wire, tmp_path) as process:
            town.bots[HERE] = Acting(wire.state, nothing, list).deliver
            await acts.says("ana", general, CRY)
            await until(lambda: len(cards(town)) == 1)
            process.send_signal(signal.SIGKILL)
            await process.wait()
        del town.bots[HERE]
        await acts.says("ben", general, CRY)
        async with bot(wire, tmp_path) as process:
            await until(lambda: len(cards(town)) == 2)
            await asyncio.sleep(timedelta(seconds=2).total_seconds())
            assert len(cards(town)) == 2
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0
        wire.held()
