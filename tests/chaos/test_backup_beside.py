"""A real bot in a process of its own: backed up while it answers, never restored under."""

import asyncio
import os
import sys
from pathlib import Path

from adapters.alarm.clock import SystemClock
from adapters.memory.acts import Acts
from adapters.memory.places import room_named
from adapters.memory.town import Town
from adapters.memory.wire import TownServer
from adapters.sql.copies import DATA, copies
from bot.model.people import Platform
from tests.chaos.child import HOUSE, Child

TIMES = 3
GENERAL = room_named("#general", Platform.DISCORD)


async def porchlight(child: Child, *words: str) -> tuple[int, str]:
    """A command beside the running bot, over the same files; its exit code and what it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, cwd=child.folder,
        env=os.environ | {
            "PYTHONPATH": str(HOUSE), "PORCHLIGHT_DATABASE": str(child.database),
            "PORCHLIGHT_KEYS": str(child.keys),
        },
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


async def test_a_running_bot_answers_while_it_is_backed_up_and_is_not_restored_under(
    tmp_path: Path,
) -> None:
    town = Town(SystemClock())
    acts = Acts(town)
    async with TownServer(town).listening() as port:
        child = Child(town, tmp_path, port)
        await child.start()
        try:
            await child.up()
            for _ in range(TIMES):
                backup = asyncio.gather(
                    porchlight(child, "backup", "--to", "copies", "--keys-to", "key copies"),
                    acts.says("ana", GENERAL, "i want to kill myself"),
                )
                (code, said), _ = await backup
                assert code == 0, said
                await asyncio.sleep(1)  # copies are named by the second
            (newest, *_) = reversed(copies(tmp_path / "copies", DATA))
            code, said = await porchlight(child, "restore", str(newest.path), "--replace")
            assert code == 3
            assert "Another Porchlight is running" in said
        finally:
            assert await child.stop() == 0
    assert len(copies(tmp_path / "copies", DATA)) == TIMES
    assert any("You are not in trouble" in one.text for one in town.ledger.entries)
