"""A bot that is killed again and again in the middle of a conversation loses no word of it."""

import asyncio
import os
import random
import secrets
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.house.rules import HOUSE
from tests.wire.matrix.conftest import Arrives
from tests.wire.matrix.synapse import NAME, Synapse

MESSAGES, KILLS = 60, 4
AT_ONCE = 8
"""So many may be read twice after each kill: those of which the cursor was not saved yet."""
CHILD = "tests.wire.matrix.child"


@pytest.mark.parametrize("private", [True, False])
async def test_four_kills_lose_nothing_and_leave_nothing_unreadable(
    synapse: Synapse, tmp_path: Path, arrives: Arrives, *, private: bool
) -> None:
    name = f"bot-{secrets.token_hex(4)}"
    password, user = synapse.register(name), f"@{name}:{NAME}"
    chance = random.Random(7)  # noqa: S311 - when to kill
    ana = await arrives("ana")
    room = "" if private else await ana.opens(user, direct=False)
    told = (synapse.url, user, password, *((room,) if room else ()))
    process = await born(tmp_path, *told)
    room = room or await ana.opens(user)
    await ana.is_with(user, room)
    said = [f"message {number}" for number in range(MESSAGES)]

    async def kills() -> None:
        nonlocal process
        for _ in range(KILLS):
            await asyncio.sleep(chance.uniform(0.2, 1.5))
            process.kill()
            await process.wait()
            process = await born(tmp_path, *told)

    async def talks() -> None:
        for text in said:
            await ana.says(room, text)
            await ana.syncs()
            await asyncio.sleep(chance.uniform(0.0, 0.2))

    try:
        async with asyncio.timeout(120), asyncio.TaskGroup() as group:
            group.create_task(kills())
            group.create_task(talks())
        async with asyncio.timeout(60):
            while set(said) - set(heard(tmp_path).values()):  # noqa: ASYNC110 - it is a file
                await asyncio.sleep(0.1)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.communicate()
    assert sorted(heard(tmp_path).values()) == sorted(said)
    if not private:
        again = len(lines(tmp_path)) - len(said)
        assert again <= KILLS * AT_ONCE


def lines(folder: Path) -> list[str]:
    """All that was heard, also what came twice."""
    return (folder / "heard.txt").read_text("utf-8").splitlines()


def heard(folder: Path) -> dict[str, str]:
    """What was heard, by the name of its event: what came twice counts once."""
    return dict(line.split("\t", 1) for line in lines(folder) if "\t" in line)


async def born(folder: Path, *told: str) -> asyncio.subprocess.Process:
    """The bot, once it listens."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", CHILD, str(folder), *told, cwd=HOUSE,
        stdout=asyncio.subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(HOUSE)},
    )  # fmt: skip
    assert process.stdout is not None
    assert await process.stdout.readline() == b"up\n"
    return process
